internal import EvalLinearAlgebra

/// A series of one group, observed at even intervals before and after one or more interruptions.
///
/// Segmented regression: y_t = β₀ + β₁t + Σ over interruptions {level·1(t ≥ s) + slope·(t − s)₊} +
/// seasonal terms (Wagner, Soumerai, Zhang and Ross-Degnan 2002,
/// doi:10.1046/j.1365-2710.2002.00430.x; Bernal, Cummins and Gasparrini 2017,
/// doi:10.1093/ije/dyw098). Level is the jump in the first period after, s; slope the change of trend
/// from there on. Without a control series whatever else happened at s is part of the estimate.
public struct InterruptedTimeSeries: Sendable, Equatable {
  /// Something that began at a period.
  public struct Interruption: Sendable, Equatable {
    /// The first period after it, counted from 0.
    public let firstPeriod: Int
    /// What its terms are called: `levelX` and `slopeX` for X.
    public let name: String
    /// Whether the level may jump.
    public let changesLevel: Bool
    /// Whether the trend may change.
    public let changesSlope: Bool

    /// Creates an interruption.
    public init(
      firstPeriod: Int, name: String = "", changesLevel: Bool = true, changesSlope: Bool = true
    ) {
      precondition(changesLevel || changesSlope, "an interruption changes level or slope")
      self.firstPeriod = firstPeriod
      self.name = name
      self.changesLevel = changesLevel
      self.changesSlope = changesSlope
    }
  }

  /// What was counted or measured in each period.
  public let values: [Double]
  /// Person-time or population of each period; `nil` if values are rates or amounts already.
  public let exposure: [Double]?
  /// What began, and when.
  public let interruptions: [Interruption]
  /// The seasons; `nil` for none.
  public let seasonality: Seasonality?

  /// Creates a series.
  ///
  /// - Parameter exposure: Person-time or population of each period, above 0. Linear models then
  ///   take values/exposure, Poisson models log(exposure) as offset.
  /// - Throws: `nonFinite`, `noExposure`, `seriesTooShort` where an interruption leaves fewer than
  ///   two periods on a side.
  public init(
    values: [Double], exposure: [Double]? = nil, interruptions: [Interruption],
    seasonality: Seasonality? = nil
  ) throws(ModelError) {
    precondition(!interruptions.isEmpty, "an interrupted series needs an interruption")
    precondition(
      exposure == nil || exposure!.count == values.count,
      "\(exposure?.count ?? 0) exposures for \(values.count) periods")
    for (name, column) in [("values", values), ("exposure", exposure ?? [])] {
      if let (rows, count) = ModelError.rows(of: column.count, where: { !column[$0].isFinite }) {
        throw .nonFinite(column: name, rows: rows, count: count)
      }
    }
    if let exposure,
      let (rows, count) = ModelError.rows(of: exposure.count, where: { exposure[$0] <= 0 })
    {
      throw .noExposure(rows: rows, count: count)
    }
    for interruption in interruptions {
      let before = interruption.firstPeriod
      let after = values.count - before
      guard before >= 2, after >= 2 else {
        throw .seriesTooShort(periodCount: max(0, min(before, after)), required: 2)
      }
    }
    self.values = values
    self.exposure = exposure
    self.interruptions = interruptions
    self.seasonality = seasonality
  }

  /// The number of periods.
  public var periodCount: Int { values.count }

  /// The names of the seasonal columns.
  var seasonNames: [String] { seasonality?.columns(periodCount: values.count).map(\.0) ?? [] }

  /// Intercept, time from 1, then level and slope of each interruption, then the seasons.
  public var design: DesignMatrix { design(interrupted: true) }

  /// The same with every level and slope at 0: what would have gone on.
  public var uninterruptedDesign: DesignMatrix { design(interrupted: false) }

  private func design(interrupted: Bool) -> DesignMatrix {
    let periods = values.indices.map(Double.init)
    var columns = [
      ("(Intercept)", periods.map { _ in 1.0 }), ("time", periods.map { $0 + 1 }),
    ]
    for interruption in interruptions {
      let start = Double(interruption.firstPeriod)
      if interruption.changesLevel {
        columns.append(
          ("level\(interruption.name)", periods.map { interrupted && $0 >= start ? 1 : 0 }))
      }
      if interruption.changesSlope {
        columns.append(
          ("slope\(interruption.name)", periods.map { interrupted ? max($0 - start, 0) : 0 }))
      }
    }
    columns += seasonality?.columns(periodCount: values.count) ?? []
    return DesignMatrix(names: columns.map(\.0), matrix: Matrix(columns: columns.map(\.1)))
  }

  /// The rates, or the values where there is no exposure.
  public var rates: [Double] {
    exposure.map { zip(values, $0).map { $0 / $1 } } ?? values
  }
}
