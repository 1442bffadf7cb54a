/// How a command prints its result.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// Aligned columns for a reader.
  case text
  /// Everything, for a program.
  case json
  /// The main table, for a spreadsheet.
  case csv
}
