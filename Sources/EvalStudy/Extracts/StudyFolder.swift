internal import Foundation

/// Where the files of a protocol are.
enum StudyFolder {
  /// The path of a file that the protocol names: as it stands if it begins with a slash, otherwise
  /// from the folder of the protocol.
  static func path(of file: String, in folder: URL) -> String {
    file.hasPrefix("/") ? file : folder.appendingPathComponent(file).path
  }
}
