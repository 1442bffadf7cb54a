/// What can keep a model from being fitted or its covariance from being worked out.
///
/// Rows are counted from 1 over the rows given to the model.
public enum ModelError: EvaluationError, Equatable {
  /// Infinite or missing numbers in a column of the design, the response, the weights or the offset.
  case nonFinite(column: String, rows: [Int], count: Int)
  /// A response the family does not allow.
  case responseOutOfRange(family: String, allowed: String, rows: [Int], count: Int)
  /// A response that must be whole numbers is not.
  case responseNotWhole(rows: [Int], count: Int)
  /// A prior weight below zero.
  case negativeWeight(rows: [Int], count: Int)
  /// Every row has weight zero.
  case noWeight
  /// No rows or no columns.
  case emptyDesign(rowCount: Int, columnCount: Int)
  /// Columns that are combinations of the columns before them.
  case collinear(columns: [String])
  /// Covariates that predict some rows perfectly, so that their coefficients have no finite estimate.
  case separated(columns: [String], rowCount: Int)
  /// The iteration did not settle.
  case notConverged(iterations: Int)
  /// Counts no more spread than a Poisson's: the negative binomial's θ is infinite.
  case notOverdispersed
  /// Fewer than two clusters.
  case tooFewClusters(found: Int)
  /// As many parameters as rows: no residual is left to estimate a variance from.
  case noResidualDegreesOfFreedom(rowCount: Int, columnCount: Int)
  /// Rows (for clusters: groups of rows) that fix a coefficient alone, so that a correction by
  /// leverage divides by zero.
  case fullLeverage(rows: [Int], count: Int, kind: String)

  public var code: String {
    switch self {
    case .nonFinite: "non-finite-value"
    case .responseOutOfRange: "response-out-of-range"
    case .responseNotWhole: "response-not-whole"
    case .negativeWeight: "negative-weight"
    case .noWeight: "no-weight"
    case .emptyDesign: "empty-design"
    case .collinear: "collinear-columns"
    case .separated: "separated-outcome"
    case .notConverged: "model-not-converged"
    case .notOverdispersed: "not-overdispersed"
    case .tooFewClusters: "too-few-clusters"
    case .noResidualDegreesOfFreedom: "no-residual-degrees-of-freedom"
    case .fullLeverage: "full-leverage"
    }
  }

  public var location: String? {
    switch self {
    case .nonFinite(let column, let rows, let count):
      "column '\(column)', \(ModelError.place(rows, count))"
    case .responseOutOfRange(_, _, let rows, let count), .responseNotWhole(let rows, let count),
      .negativeWeight(let rows, let count), .fullLeverage(let rows, let count, _):
      ModelError.place(rows, count)
    case .collinear(let columns), .separated(let columns, _):
      (columns.count == 1 ? "column " : "columns ")
        + columns.map { "'\($0)'" }.joined(separator: ", ")
    case .noWeight, .emptyDesign, .notConverged, .notOverdispersed, .tooFewClusters,
      .noResidualDegreesOfFreedom:
      nil
    }
  }

  public var message: String {
    switch self {
    case .nonFinite(_, _, let count):
      "\(count) missing or infinite \(count == 1 ? "value" : "values"); leave the rows out, "
        + "or fill them in and say how"
    case .responseOutOfRange(let family, let allowed, _, let count):
      "\(count) \(count == 1 ? "response" : "responses") out of range: a \(family) response is "
        + "\(allowed); check the outcome column or choose another family"
    case .responseNotWhole(_, let count):
      "\(count) \(count == 1 ? "response is" : "responses are") not whole; the negative binomial "
        + "counts events: use a gamma or quasi-Poisson model for amounts"
    case .negativeWeight(_, let count):
      "\(count) negative \(count == 1 ? "weight" : "weights"); weights are 0 or greater"
    case .noWeight: "every row has weight 0; give at least one row a positive weight"
    case .emptyDesign(let rows, let columns):
      "a design of \(rows) rows and \(columns) columns; a model needs at least one of each: check "
        + "the formula and which rows were left out for missing values"
    case .collinear(let columns):
      "\(columns.count == 1 ? "it is a combination" : "they are combinations") of the columns "
        + "before; leave \(columns.count == 1 ? "it" : "them") out of the formula"
    case .separated(let columns, let rows):
      "\(columns.count == 1 ? "it predicts" : "they predict") the outcome of \(rows) "
        + "\(rows == 1 ? "row" : "rows") perfectly, so no finite coefficient fits best; merge rare "
        + "levels, leave the covariate out or match on it exactly"
    case .notConverged(let iterations):
      "the fit did not settle in \(iterations) iterations; rescale covariates to similar sizes and "
        + "look for extreme values"
    case .notOverdispersed:
      "the counts vary no more than a Poisson's, so the negative binomial's size is infinite; use "
        + "the Poisson model"
    case .tooFewClusters(let found):
      "\(found) \(found == 1 ? "cluster" : "clusters"); a clustered covariance needs at least 2, "
        + "and is rough below 40"
    case .noResidualDegreesOfFreedom(let rows, let columns):
      "\(columns) coefficients for \(rows) rows leave no residual; use fewer covariates"
    case .fullLeverage(_, let count, let kind):
      "\(count == 1 ? "this row fixes" : "these \(count) rows fix") a coefficient alone, so "
        + "\(kind) is not defined; use HC0 or HC1, or merge the level only "
        + "\(count == 1 ? "it has" : "they have")"
    }
  }

  /// "row 3", "rows 3, 4 and 10 more".
  private static func place(_ rows: [Int], _ count: Int) -> String {
    let named = rows.map(String.init).joined(separator: ", ")
    let more = count > rows.count ? " and \(count - rows.count) more" : ""
    return (count == 1 ? "row " : "rows ") + named + more
  }

  /// The first rows, counted from 1, for which a test holds, and how many there are; `nil` for none.
  static func rows(
    of count: Int, where test: (Int) -> Bool
  ) -> (first: [Int], count: Int)? {
    var first: [Int] = []
    var found = 0
    for row in 0..<count where test(row) {
      found += 1
      if first.count < 5 { first.append(row + 1) }
    }
    return found == 0 ? nil : (first, found)
  }
}
