import EvalStats
import EvalStudy
import EvalTestSupport
import Foundation

/// The folder that holds the cases and their data.
struct ReferenceFolder: Sendable {
  let url: URL

  /// The copy beside the tests.
  static let copy = ReferenceFolder(
    url: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference", isDirectory: true))

  /// The folder named by `EVALSTATS_REFERENCE`, or the copy.
  static var current: ReferenceFolder {
    guard let path = ProcessInfo.processInfo.environment["EVALSTATS_REFERENCE"], !path.isEmpty
    else { return copy }
    return ReferenceFolder(url: URL(fileURLWithPath: path, isDirectory: true))
  }

  /// Every case with a kind, in the order of the file names.
  func cases() throws -> [ReferenceCase] {
    let folder = url.appendingPathComponent("expected", isDirectory: true)
    return try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .compactMap { file in
        do {
          return ReferenceCase(
            json: try JSONReader.read(String(contentsOf: file, encoding: .utf8)))
        } catch {
          throw ReferenceFault("\(file.lastPathComponent): \(error)")
        }
      }
  }

  /// A table of the folder, read by the library's own reader.
  func table(_ file: String) throws -> Table {
    let file = url.appendingPathComponent("data", isDirectory: true).appendingPathComponent(file)
    return try CSVReader.table(
      at: file.path, schema: CSVSchema([], otherColumns: .infer, missingTokens: ["NA"]))
  }
}
