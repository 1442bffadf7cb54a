public import EvalStats

/// A model fitted on one table: what `evalrun fit` does.
public struct TableFit: Sendable {
  /// The families a model can have.
  public enum Family: String, Sendable, CaseIterable {
    case gaussian, binomial, poisson, quasipoisson, gamma
    /// Negative binomial, variance μ + μ²/θ, θ estimated.
    case nb2
  }

  /// The standard errors a table can show.
  public enum StandardErrors: String, Sendable, CaseIterable {
    case classical = "classical"
    case hc0 = "HC0"
    case hc1 = "HC1"
    case hc2 = "HC2"
    case hc3 = "HC3"
    case cr0 = "CR0"
    case cr1 = "CR1"
    case cr1s = "CR1S"
    case cr2 = "CR2"
    case cr3 = "CR3"
  }

  /// An R-style formula.
  public var formula: String
  /// The distribution of the response.
  public var family: Family
  /// The link; the family's own by default.
  public var link: Link?
  /// The column whose values tell clusters apart.
  public var cluster: String?
  /// The standard errors: by default CR1S with clusters and classical without.
  public var standardErrors: StandardErrors?
  /// A column of prior weights.
  public var weights: String?
  /// The coverage of the intervals.
  public var level: Double

  /// Creates a request.
  public init(
    formula: String, family: Family, link: Link? = nil, cluster: String? = nil,
    standardErrors: StandardErrors? = nil, weights: String? = nil, level: Double = 0.95
  ) {
    self.formula = formula
    self.family = family
    self.link = link
    self.cluster = cluster
    self.standardErrors = standardErrors
    self.weights = weights
    self.level = level
  }

  /// Fits the model.
  ///
  /// - Throws: `TableRequestError` where the request contradicts itself; `FormulaError`,
  ///   `TableError` and `ModelError` where the table cannot bear it.
  public func run(on table: Table) throws -> TableFitResult {
    let frame = try Formula(formula).frame(
      for: table, requiring: [cluster, weights].compactMap { $0 })
    guard let response = frame.response else {
      throw TableRequestError(
        option: "--formula", problem: "'\(formula)' has no response; write response ~ terms")
    }
    let weights = try weights.map { try numbers(of: $0, in: table, rows: frame.rows) }
    let kind = try covariance(in: table, rows: frame.rows)
    if family == .nb2 {
      let fit = try NegativeBinomialModel().fit(
        frame.design, response: response, weights: weights, offset: frame.offset)
      try requireCarried(by: kind, fit.regression)
      return TableFitResult(
        self, frame: frame, rowCount: table.rowCount, fit: fit.regression,
        coefficients: try fit.coefficientTable(kind, level: level), negativeBinomial: fit)
    }
    let fit = try GeneralisedLinearModel(family: modelFamily, link: link).fit(
      frame.design, response: response, weights: weights, offset: frame.offset)
    try requireCarried(by: kind, fit)
    return TableFitResult(
      self, frame: frame, rowCount: table.rowCount, fit: fit,
      coefficients: try fit.coefficientTable(kind, level: level), negativeBinomial: nil)
  }

  /// Refuses a clustered error that the clusters cannot carry: a column that does not vary within
  /// them and is met by as few clusters as coefficients leaves nothing but rounding to estimate a
  /// variance from.
  private func requireCarried(by kind: CovarianceKind, _ fit: GeneralisedLinearFit) throws {
    guard case .clustered(_, let correction) = kind else { return }
    let ordinary = try fit.standardErrors(.classical)
    let clustered = try fit.standardErrors(kind)
    for (column, name) in fit.names.enumerated() {
      guard clustered[column] > Self.roundingShare * ordinary[column] else {
        throw TableFitError(column: name, correction: correction.rawValue)
      }
    }
  }

  /// A clustered standard error below this share of the ordinary one is rounding: sums of residuals
  /// that cancel leave 1e-16 of what was added.
  private static let roundingShare = 1e-10

  private var modelFamily: EvalStats.Family {
    switch family {
    case .gaussian: .gaussian
    case .binomial: .binomial
    case .poisson, .nb2: .poisson
    case .quasipoisson: .quasi(.mean)
    case .gamma: .gamma
    }
  }

  private func covariance(in table: Table, rows: [Int]) throws -> CovarianceKind {
    let chosen = standardErrors ?? (cluster == nil ? .classical : .cr1s)
    let correction: ClusterCorrection
    switch chosen {
    case .classical: return .classical
    case .hc0: return .hc0
    case .hc1: return .hc1
    case .hc2: return .hc2
    case .hc3: return .hc3
    case .cr0: correction = .cr0
    case .cr1: correction = .cr1
    case .cr1s: correction = .cr1s
    case .cr2: correction = .cr2
    case .cr3: correction = .cr3
    }
    guard let cluster else {
      throw TableRequestError(
        option: "--se",
        problem: "\(chosen.rawValue) needs clusters; name their column with --cluster")
    }
    return .clustered(by: try codes(of: cluster, in: table, rows: rows), correction: correction)
  }

  /// A number for each distinct value of a column.
  private func codes(of name: String, in table: Table, rows: [Int]) throws -> [Int] {
    let codes = try table.factor(name).codes
    return rows.map { Int(codes[$0]) }
  }

  private func numbers(of name: String, in table: Table, rows: [Int]) throws -> [Double] {
    let values = try table.doubles(name)
    return rows.map { values[$0] ?? 0 }
  }
}

/// A request that contradicts itself: the option, what was found, what to do.
public struct TableRequestError: EvaluationError, Equatable {
  /// The option at fault.
  public let option: String
  /// What was found and what to do.
  public let problem: String

  /// A stable name of the kind of error, for programs.
  public var code: String { "usage" }
  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? { "option \(option)" }
  /// What was found, and what to do about it.
  public var message: String { problem }
}

/// A clustered standard error that the clusters cannot carry.
public struct TableFitError: EvaluationError, Equatable {
  /// The coefficient.
  public let column: String
  /// The correction asked for.
  public let correction: String

  /// A stable name of the kind of error, for programs.
  public var code: String { "clusters-cannot-carry" }
  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? { "coefficient '\(column)'" }
  /// What was found, and what to do about it.
  public var message: String {
    "the clusters leave nothing to estimate its \(correction) standard error from; "
      + "take fewer terms, more clusters or --se classical"
  }
}
