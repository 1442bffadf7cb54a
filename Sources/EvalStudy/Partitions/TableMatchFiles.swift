public import EvalStats

/// A match within one table, by the files it is made from.
public struct TableMatchFiles: Sendable {
  /// The table, CSV with a header line, also gzip.
  public var data: String
  /// `treatment ~ covariates`.
  public var formula: String
  /// The design; its covariates are taken from the formula.
  public var design: MatchingDesign
  /// A column that names the rows in the output; row numbers where `nil`.
  public var identifier: String?
  /// A CSV of pairs that may not be: columns `treated` and `control`.
  public var forbidden: String?
  /// A CSV of pairs that must be, likewise.
  public var forced: String?
  /// A CSV of distances: the first column names the treated row, the header the controls.
  public var distances: String?

  /// Names the files.
  public init(
    data: String, formula: String, design: MatchingDesign, identifier: String? = nil,
    forbidden: String? = nil, forced: String? = nil, distances: String? = nil
  ) {
    self.data = data
    self.formula = formula
    self.design = design
    self.identifier = identifier
    self.forbidden = forbidden
    self.forced = forced
    self.distances = distances
  }

  /// Matches; the parameters are those of `TableMatch.run(on:)`.
  ///
  /// - Throws: `CSVError`, and what `TableMatch.run(on:)` throws.
  public func run(
    printedAs format: OutputFormat = .text,
    willMatch: (MemoryEstimate) throws -> Void = { _ in },
    progress: (@Sendable (MatchingProgress) -> Void)? = nil
  ) throws -> TableMatchResult {
    try request().run(
      on: try CSVReader.table(at: data), printedAs: format, willMatch: willMatch,
      progress: progress)
  }

  /// Reads the files and looks up what the request names.
  func prepared() throws -> TableMatch.Prepared {
    try request().prepared(for: try CSVReader.table(at: data))
  }

  private func request() throws -> TableMatch {
    TableMatch(
      formula: formula, design: design, identifier: identifier,
      forbidden: try forbidden.map { try CSVReader.table(at: $0) },
      forced: try forced.map { try CSVReader.table(at: $0) },
      distances: try distances.map { try CSVReader.table(at: $0) })
  }
}
