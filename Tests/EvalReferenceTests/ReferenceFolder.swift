import EvalStats
import EvalTestSupport
import Foundation

/// The folder that holds the cases and their data.
struct ReferenceFolder: Sendable {
  let url: URL

  /// The folder named by `EVALSTATS_REFERENCE`, or the copy beside the tests.
  static var current: ReferenceFolder {
    if let path = ProcessInfo.processInfo.environment["EVALSTATS_REFERENCE"], !path.isEmpty {
      return ReferenceFolder(url: URL(fileURLWithPath: path, isDirectory: true))
    }
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return ReferenceFolder(url: tests.appendingPathComponent("Reference", isDirectory: true))
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

  /// The text of a table.
  func table(_ file: String) throws -> Table {
    let file = url.appendingPathComponent("data", isDirectory: true).appendingPathComponent(file)
    return try ReferenceTable.read(String(contentsOf: file, encoding: .utf8))
  }
}
