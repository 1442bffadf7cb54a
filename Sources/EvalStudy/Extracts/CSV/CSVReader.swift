public import EvalStats

/// Reads files of comma-separated values (RFC 4180) into tables.
///
/// UTF-8 with or without a byte-order mark; lines ending in LF, CRLF or CR; quoted cells with
/// commas, line breaks and doubled quotes; gzip archives, known by their first bytes. Blank lines
/// are skipped. Spaces around numbers, days and flags are no part of them; in text they count.
///
/// ```swift
/// let schema = CSVSchema([
///   CSVColumn("person_id", .text), CSVColumn("birth_date", .day(.uk)),
///   CSVColumn("death_date", .day(.uk), mayBeMissing: true),
/// ])
/// let extract = try CSVReader.extract(at: "persons.csv.gz", schema: schema)
/// print(extract.table.rowCount, extract.refusals.map(\.first.description))
/// ```
public enum CSVReader {
  /// What becomes of a row with a fault.
  enum BadRows: Sendable {
    case stop
    case refuse
  }

  /// The rows of a file; the first faulty one is an error.
  ///
  /// - Parameters:
  ///   - path: The file; messages name its last part only.
  ///   - schema: The columns expected; by default all are inferred.
  /// - Complexity: O(*bytes*); a second pass if a later row changes an inferred kind.
  public static func table(
    at path: String, schema: CSVSchema = .inferred
  ) throws(CSVError) -> Table {
    try FileBytes.read(path) { bytes throws(CSVError) in
      try extract(of: bytes, file: CSVFileName.of(path), schema: schema, badRows: .stop).table
    }
  }

  /// The rows of a file that can be read, and the others counted with their reasons.
  ///
  /// A missing file, a wrong header, an unclosed quote or a damaged archive is an error still.
  ///
  /// - Complexity: O(*bytes*); a second pass if a later row changes an inferred kind.
  public static func extract(
    at path: String, schema: CSVSchema = .inferred
  ) throws(CSVError) -> CSVExtract {
    try FileBytes.read(path) { bytes throws(CSVError) in
      try extract(of: bytes, file: CSVFileName.of(path), schema: schema, badRows: .refuse)
    }
  }

  /// The same for bytes in memory, not inflated.
  static func extract(
    of content: [UInt8], file: String, schema: CSVSchema, badRows: BadRows
  ) throws(CSVError) -> CSVExtract {
    try FileBytes.withBytes(of: content) { bytes throws(CSVError) in
      try extract(of: bytes, file: file, schema: schema, badRows: badRows)
    }
  }

  static func extract(
    of bytes: UnsafeRawBufferPointer, file: String, schema: CSVSchema, badRows: BadRows
  ) throws(CSVError) -> CSVExtract {
    let header = try CSVHeader(bytes.bindMemory(to: UInt8.self), file: file, schema: schema)
    var pass = CSVPass(header: header, schema: schema, badRows: badRows)
    try pass.run()
    if pass.hasChangedKinds {
      pass = CSVPass(
        header: header, schema: schema, badRows: badRows, possibilities: pass.possibilities)
      try pass.run()
    }
    return try pass.extract()
  }
}
