/// A result that a command prints.
public protocol PrintedResult: Encodable {
  /// Aligned columns and sentences, for a reader.
  var text: String { get }
  /// The main table, for a spreadsheet.
  var csv: String { get }
}

extension PrintedResult {
  /// The result in a format; `json` holds everything, for a program.
  public func formatted(as format: OutputFormat) throws -> String {
    switch format {
    case .text: text
    case .csv: csv
    case .json: String(decoding: try StableJSON.bytes(of: self), as: UTF8.self)
    }
  }
}
