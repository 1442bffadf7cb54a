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
  /// Coefficients whose clustered variance no residual informs, so that Satterthwaite's degrees of
  /// freedom are 0/0.
  case undefinedDegreesOfFreedom(columns: [String], kind: String)
  /// Too few pairs of rows within clusters to estimate a correlation from.
  case noPairs(pairCount: Int, coefficientCount: Int)
  /// An estimated correlation that no cluster of the size found can have.
  case correlationOutOfRange(correlation: Double, lowest: Double, largestCluster: Int)
  /// No group of the fixed effects has both an event and two rows.
  case noInformativeGroups(effects: [String])
  /// No zeros beyond those the counts allow: the zero part of an inflated model has no finite estimate.
  case noExcessZeros
  /// Fewer periods than a series needs.
  case seriesTooShort(periodCount: Int, required: Int)
  /// A series without any variation left.
  case constantSeries
  /// An autocorrelation that runs to ±1, so that the series has no level.
  case notStationary(correlation: Double)
  /// Periods without person-time or population.
  case noExposure(rows: [Int], count: Int)
  /// A quantity too large for a double, as from covariates, weights or responses of extreme sizes.
  case numberOutOfRange(quantity: String)
  /// Two rows of one cluster at the same time.
  case repeatedTime(rows: [Int], time: Int)
  /// A propensity score that is no number from 0 to 1.
  case scoreOutOfRange(rows: [Int], count: Int)

  /// A stable name of the kind of error, for programs.
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
    case .undefinedDegreesOfFreedom: "undefined-degrees-of-freedom"
    case .noPairs: "no-pairs-in-clusters"
    case .correlationOutOfRange: "correlation-out-of-range"
    case .noInformativeGroups: "no-informative-groups"
    case .noExcessZeros: "no-excess-zeros"
    case .seriesTooShort: "series-too-short"
    case .constantSeries: "constant-series"
    case .notStationary: "not-stationary"
    case .noExposure: "no-exposure"
    case .numberOutOfRange: "number-out-of-range"
    case .repeatedTime: "repeated-time"
    case .scoreOutOfRange: "score-out-of-range"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .nonFinite(let column, let rows, let count):
      "column '\(column)', \(ModelError.place(rows, count))"
    case .responseOutOfRange(_, _, let rows, let count), .responseNotWhole(let rows, let count),
      .negativeWeight(let rows, let count), .fullLeverage(let rows, let count, _),
      .noExposure(let rows, let count), .scoreOutOfRange(let rows, let count):
      ModelError.place(rows, count)
    case .repeatedTime(let rows, _): ModelError.place(rows, rows.count)
    case .collinear(let columns), .separated(let columns, _),
      .undefinedDegreesOfFreedom(let columns, _):
      (columns.count == 1 ? "column " : "columns ")
        + columns.map { "'\($0)'" }.joined(separator: ", ")
    case .noWeight, .emptyDesign, .notConverged, .notOverdispersed, .tooFewClusters,
      .noResidualDegreesOfFreedom, .noPairs, .correlationOutOfRange, .noInformativeGroups,
      .noExcessZeros, .seriesTooShort, .constantSeries, .notStationary, .numberOutOfRange:
      nil
    }
  }

  /// What was found, and what to do about it.
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
    case .undefinedDegreesOfFreedom(let columns, let kind):
      "\(columns.count == 1 ? "its" : "their") variance under \(kind) rests on no residual, so it has "
        + "no degrees of freedom; use CR1S, or leave out what only one cluster tells"
    case .noPairs(let pairs, let coefficients):
      "\(pairs) \(pairs == 1 ? "pair" : "pairs") of rows within clusters"
        + (coefficients > 0 ? " for \(coefficients) coefficients" : "")
        + " cannot tell a correlation; check the cluster column or use working independence"
    case .correlationOutOfRange(let correlation, let lowest, let largest):
      "the estimated correlation \(correlation) is outside of what clusters of \(largest) rows can "
        + "have (above \(lowest), below 1); use working independence, whose robust standard errors "
        + "hold whatever the correlation"
    case .noInformativeGroups(let effects):
      "no group of \(effects.joined(separator: ", ")) has an event and a second row, so nothing can be "
        + "compared within groups; leave the fixed effect out or choose a wider grouping"
    case .noExcessZeros:
      "there are no more zeros than the counts allow; use the model without a zero part"
    case .seriesTooShort(let periods, let required):
      "\(periods) \(periods == 1 ? "period" : "periods") where at least \(required) are needed; take "
        + "in more of the series, or fewer terms and lags"
    case .constantSeries:
      "the model leaves nothing of the series to vary; check that the values are not all alike or "
        + "made by a formula"
    case .notStationary(let correlation):
      "neighbouring errors correlate by \(correlation), so the series has no level to come back to; "
        + "model its changes, or add the trend that is missing"
    case .noExposure(_, let count):
      "\(count) \(count == 1 ? "period has" : "periods have") no person-time or population; leave "
        + "\(count == 1 ? "it" : "them") out or correct the denominator"
    case .numberOutOfRange(let quantity):
      "the \(quantity) does not fit in a number; bring covariates, weights and responses to sizes "
        + "near 1"
    case .repeatedTime(_, let time):
      "two rows of one cluster stand at time \(time); add them up, or number the times apart"
    case .scoreOutOfRange(_, let count):
      "\(count) \(count == 1 ? "score is" : "scores are") not between 0 and 1; give probabilities, "
        + "and leave out rows without one"
    }
  }

  /// "row 3", "rows 3, 4 and 10 more".
  private static func place(_ rows: [Int], _ count: Int) -> String {
    let named = rows.map(String.init).joined(separator: ", ")
    let more = count > rows.count ? " and \(count - rows.count) more" : ""
    return (count == 1 ? "row " : "rows ") + named + more
  }

  /// Throws unless every number is finite.
  static func requireFinite(
    _ values: some Sequence<Double>, _ quantity: String
  ) throws(ModelError) {
    guard values.allSatisfy(\.isFinite) else { throw .numberOutOfRange(quantity: quantity) }
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
