import Foundation

/// The sample data of the repository.
public enum SampleData {
  /// The path of a file below `SampleData`: `nsw/lalonde.csv`.
  public static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("SampleData/\(name)").path
  }
}
