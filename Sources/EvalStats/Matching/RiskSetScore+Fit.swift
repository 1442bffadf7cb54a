private import EvalLinearAlgebra

extension RiskSetScore {
  /// Fits the pooled logit of being taken on, with a term for each calendar month.
  ///
  /// - Parameters:
  ///   - frame: The covariates of the person-months.
  ///   - months: The person-months.
  /// - Throws: `ModelError`: a covariate that predicts perfectly, or one that is a combination of
  ///   others.
  init(frame: CovariateFrame, months: RiskSetMonths) throws(ModelError) {
    let coded = frame.codedColumns(coding: .treatment)
    var names = ["(Intercept)"]
    var columns = [Array(repeating: 1.0, count: frame.count)]
    for month in months.months.dropFirst() {
      names.append("month \(month.name)")
      var column = Array(repeating: 0.0, count: frame.count)
      for row in month.rows { column[row] = 1 }
      columns.append(column)
    }
    var constant: [String] = []
    for column in coded {
      if column.values.allSatisfy({ $0 == column.values.first }) {
        constant.append(column.name)
      } else {
        names.append(column.name)
        columns.append(column.values)
      }
    }
    var response = Array(repeating: 0.0, count: frame.count)
    for month in months.months {
      for row in month.rows.prefix(month.treated.count) { response[row] = 1 }
    }
    let model = GeneralisedLinearModel(family: .binomial, link: .logit)
    let design = DesignMatrix(names: names, matrix: Matrix(columns: columns))
    let fit = try model.fit(
      design, response: response, weights: nil, offset: nil,
      from: RiskSetScore.start(of: model, design, response))
    let covariance = try fit.covariance(.classical)
    let coefficientOfName = Dictionary(
      zip(names, fit.coefficients), uniquingKeysWith: { first, _ in first })
    let terms = RiskSetScore.terms(of: frame, coded: coded, coefficients: coefficientOfName)
    self.init(
      names: names, coefficients: fit.coefficients,
      standardErrors: covariance.diagonal.map { $0.squareRoot() }, constantColumns: constant,
      personMonthCount: frame.count, eventCount: Int(response.reduce(0, +)),
      standardDeviation: RiskSetScore.deviation(
        of: RiskSetScore.values(of: frame, terms: terms)), terms: terms)
  }

  /// With fewer person-months than this a fit takes no time.
  private static let fewRows = 20_000
  /// Of people at risk who are not taken on, a tenth tell nearly as much as all.
  private static let thinning = 10

  /// Coefficients to start from: those of the same model on everybody taken on and every tenth of
  /// the other person-months, which stands for ten.
  ///
  /// Where the fit ends does not depend on it but for rounding; it halves the steps over all rows.
  private static func start(
    of model: GeneralisedLinearModel, _ design: DesignMatrix, _ response: [Double]
  ) -> [Double]? {
    guard response.count >= fewRows else { return nil }
    var rows: [Int] = []
    var passedCount = 0
    for row in response.indices {
      if response[row] == 0 { passedCount += 1 }
      if response[row] == 1 || passedCount % thinning == 0 { rows.append(row) }
    }
    var first = Array(repeating: 0.0, count: design.columnCount)
    let odds = Double(response.count - passedCount) / Double(passedCount)
    first[0] = Link.logit.linearPredictor(odds / (1 + odds))
    return try? model.fit(
      DesignMatrix(names: design.names, matrix: design.matrix.rows(at: rows)),
      response: rows.map { response[$0] },
      weights: rows.map { response[$0] == 1 ? 1 : Double(thinning) }, offset: nil, from: first
    ).coefficients
  }

  private static func terms(
    of frame: CovariateFrame, coded: [CovariateFrame.CodedColumn], coefficients: [String: Double]
  ) -> [Term] {
    frame.covariates.indices.map { place in
      let own = coded.filter { $0.covariate == place }
      func coefficient(of column: CovariateFrame.CodedColumn) -> Double {
        coefficients[column.name] ?? 0
      }
      let missing = own.first { $0.isMissingIndicator }.map(coefficient)
      guard case .factor(let factor) = frame.columns[place] else {
        return Term(
          slope: own.first { !$0.isMissingIndicator }.map(coefficient) ?? 0, levels: [],
          missing: missing)
      }
      // The reference level adds 0; a level that no person-month has is nobody's equal.
      var levels = Array(repeating: -Double.infinity, count: factor.levels.count)
      for code in factor.codes where code >= 0 { levels[Int(code)] = 0 }
      for column in own {
        if let level = column.level { levels[level] = coefficient(of: column) }
      }
      return Term(slope: nil, levels: levels, missing: missing)
    }
  }

  /// The standard deviation with divisor n − 1, 0 for fewer than two values.
  private static func deviation(of values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}
