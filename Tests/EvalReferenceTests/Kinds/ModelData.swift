import EvalStats
import EvalTestSupport

/// A case's formula applied to its table.
struct ModelData {
  let frame: ModelFrame
  let response: [Double]
  /// One cluster number a row of the frame, or `nil` without clusters.
  let clusters: [Int]?
  let weights: [Double]?

  /// - Parameter offsetLogOf: The column whose logarithm is the offset.
  init(
    formula: String, table: Table, offsetLogOf: String? = nil, cluster: String? = nil,
    weights: String? = nil
  ) throws {
    let offset = offsetLogOf.map { " + offset(log(\(ModelData.term($0, in: table))))" } ?? ""
    frame = try Formula(formula + offset)
      .frame(for: table, requiring: [cluster, weights].compactMap { $0 })
    guard let response = frame.response else { throw ReferenceFault("no response in \(formula)") }
    self.response = response
    let rows = frame.rows
    clusters = try cluster.map { try ModelData.labels(table.column($0), rows) }
    self.weights = try weights.map { try ModelData.numbers(table.column($0), rows) }
  }

  /// A column's name as a term: in backticks if it would not read as a name.
  static func term(_ name: String, in table: Table) -> String {
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    return isName || !table.hasColumn(name) ? name : "`\(name)`"
  }

  /// Response on covariates.
  static func formula(_ response: String, on covariates: [String], in table: Table) -> String {
    let terms = covariates.map { term($0, in: table) }
    return "\(term(response, in: table)) ~ \(terms.isEmpty ? "1" : terms.joined(separator: " + "))"
  }

  private static func labels(_ column: Column, _ rows: [Int]) throws -> [Int] {
    if case .factor(let factor) = column { return rows.map { Int(factor.codes[$0]) } }
    if case .text(let values) = column { return numbered(rows.map { values.elements[$0] }) }
    return numbered(try numbers(column, rows))
  }

  /// 0, 1, 2 … for distinct values in the order they first appear.
  private static func numbered<Value: Hashable>(_ values: [Value]) -> [Int] {
    var numberOfValue: [Value: Int] = [:]
    return values.map { value in
      let number = numberOfValue[value] ?? numberOfValue.count
      numberOfValue[value] = number
      return number
    }
  }

  /// The numbers of a column in some rows; truth as 0 and 1.
  static func numbers(_ column: Column, _ rows: [Int]) throws -> [Double] {
    switch column {
    case .real(let values): rows.map { values.elements[$0] }
    case .integer(let values): rows.map { Double(values.elements[$0]) }
    case .boolean(let values): rows.map { values.elements[$0] ? 1 : 0 }
    case .factor, .text, .day: throw ReferenceFault("a column of numbers was expected")
    }
  }

  /// Fits a model on the frame, its offset and its weights.
  func fit(
    _ family: Family, _ link: Link? = nil, until rule: ConvergenceRule = .settled
  ) throws -> GeneralisedLinearFit {
    try GeneralisedLinearModel(family: family, link: link).fit(
      frame.design, response: response, weights: weights, offset: frame.offset, until: rule)
  }
}

/// Mean and spread of numbers.
struct Moments {
  let mean: Double
  /// Σ(x − mean)²/(n − 1)
  let variance: Double
  let count: Int

  init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    count = values.count
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }
}
