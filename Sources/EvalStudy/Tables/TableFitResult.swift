internal import EvalStats

/// A fitted model as `evalrun fit` prints it.
public struct TableFitResult: PrintedResult, Sendable, Codable, Equatable {
  /// One coefficient.
  public struct Coefficient: Sendable, Codable, Equatable {
    public let name: String
    public let estimate: Double
    public let standardError: Double
    public let statistic: Double
    /// `nil` where the statistic is held against the normal distribution.
    public let degreesOfFreedom: Double?
    public let pValue: Double
    public let lower: Double
    public let upper: Double
    /// exp of the estimate and its limits, for a log or logit link.
    public let ratio: Double?
    public let ratioLower: Double?
    public let ratioUpper: Double?
  }

  /// Rows left out because a column is missing.
  public struct Dropped: Sendable, Codable, Equatable {
    public let column: String
    public let rows: Int
  }

  public let formula: String
  public let family: String
  public let link: String
  /// The covariance, its correction and the reference distribution.
  public let method: String
  public let level: Double
  public let rowsRead: Int
  public let rowsUsed: Int
  public let rowsDropped: [Dropped]
  public let coefficients: [Coefficient]
  public let deviance: Double
  public let nullDeviance: Double
  public let logLikelihood: Double?
  public let aic: Double?
  public let degreesOfFreedomResidual: Int
  /// Pearson's χ² over the residual degrees of freedom: above 1, a Poisson model's own standard
  /// errors are too small.
  public let pearsonDispersion: Double?
  public let theta: Double?
  public let thetaStandardError: Double?

  init(
    _ request: TableFit, frame: ModelFrame, rowCount: Int, fit: GeneralisedLinearFit,
    coefficients table: CoefficientTable, negativeBinomial: NegativeBinomialFit?
  ) {
    formula = request.formula
    family = request.family.rawValue
    link = fit.model.link.rawValue
    method = table.method
    level = table.level
    rowsRead = rowCount
    rowsUsed = frame.rows.count
    rowsDropped = frame.dropped.map { Dropped(column: $0.column, rows: $0.count) }
    let isRatio = fit.model.link == .log || fit.model.link == .logit
    coefficients = table.rows.map { row in
      Coefficient(
        name: row.name, estimate: row.estimate, standardError: row.standardError,
        statistic: row.statistic, degreesOfFreedom: row.degreesOfFreedom, pValue: row.pValue,
        lower: row.lower, upper: row.upper, ratio: isRatio ? row.ratio.estimate : nil,
        ratioLower: isRatio ? row.ratio.lower : nil, ratioUpper: isRatio ? row.ratio.upper : nil)
    }
    deviance = fit.deviance
    nullDeviance = fit.nullDeviance
    logLikelihood = negativeBinomial?.logLikelihood ?? fit.logLikelihood
    aic = negativeBinomial.map(\.aic) ?? fit.aic
    degreesOfFreedomResidual = fit.degreesOfFreedomResidual
    pearsonDispersion =
      fit.degreesOfFreedomResidual > 0
      ? fit.pearsonChiSquared / Double(fit.degreesOfFreedomResidual) : nil
    theta = negativeBinomial?.size
    thetaStandardError = negativeBinomial?.sizeStandardError
  }

  /// The main table, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: [
      "name", "estimate", "standard_error", "statistic", "df", "p", "lower", "upper", "ratio",
      "ratio_lower", "ratio_upper",
    ])
    for row in coefficients {
      writer.append(row.name)
      writer.append(contentsOf: [
        row.estimate, row.standardError, row.statistic, row.degreesOfFreedom, row.pValue,
        row.lower, row.upper, row.ratio, row.ratioLower, row.ratioUpper,
      ])
      writer.endRow()
    }
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    let hasRatios = coefficients.contains { $0.ratio != nil }
    let percent = AlignedText.number(100 * level)
    var table = AlignedText(
      header: ["", "estimate", "std. error", "statistic", "p"]
        + (hasRatios ? ["ratio", "\(percent)% from", "to"] : ["\(percent)% from", "to"]))
    for row in coefficients {
      let interval =
        hasRatios ? [row.ratio, row.ratioLower, row.ratioUpper] : [row.lower, row.upper]
      table.append(
        [
          row.name, AlignedText.number(row.estimate, digits: 7),
          AlignedText.number(row.standardError, digits: 7), AlignedText.number(row.statistic),
          AlignedText.number(row.pValue, digits: 3),
        ] + interval.map { AlignedText.number($0) })
    }
    var lines = "\(formula)\n\(family), \(link) link; standard errors: \(method)\n"
    lines += "\(rowsUsed) of \(rowsRead) rows"
    for dropped in rowsDropped { lines += "; \(dropped.rows) without '\(dropped.column)'" }
    lines += "\n\n\(table.text)\n"
    lines += "deviance \(AlignedText.number(deviance, digits: 7)) on \(degreesOfFreedomResidual) df"
    lines += ", null \(AlignedText.number(nullDeviance, digits: 7))"
    if let aic { lines += ", AIC \(AlignedText.number(aic, digits: 7))" }
    if let pearsonDispersion {
      lines += ", Pearson dispersion \(AlignedText.number(pearsonDispersion))"
    }
    if let theta {
      lines +=
        ", theta \(AlignedText.number(theta))"
        + " (SE \(AlignedText.number(thetaStandardError)))"
    }
    return lines + "\n"
  }
}
