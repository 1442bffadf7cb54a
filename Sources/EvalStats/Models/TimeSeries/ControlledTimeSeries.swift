internal import EvalLinearAlgebra

/// A series of a group that something happened to beside one of a group it did not happen to, over
/// the same periods.
///
/// y = the segmented regression of `InterruptedTimeSeries` for both, plus a level and a trend of the
/// treated series' own, plus the differences in level and slope at each interruption, `treated:level`
/// and `treated:slope` (Bernal, Cummins and Gasparrini 2018, doi:10.1093/ije/dyy135). What moved both
/// series alike at the interruption is taken out; what moved one alone is not.
public struct ControlledTimeSeries: Sendable, Equatable {
  /// The series of the group that something happened to.
  public let treated: InterruptedTimeSeries
  /// The series of the other.
  public let control: InterruptedTimeSeries
  /// Whether the seasons are alike in both.
  public let sharesSeasons: Bool

  /// Creates a pair of series.
  ///
  /// - Parameters:
  ///   - values: Counts or amounts of the treated group, one a period.
  ///   - exposure: Its person-time or population; both groups have one or neither.
  ///   - controlValues: Those of the other, over the same periods.
  ///   - controlExposure: Its person-time or population.
  ///   - sharesSeasons: Whether seasonal terms are common to both; otherwise each has its own.
  /// - Throws: As `InterruptedTimeSeries.init`.
  public init(
    values: [Double], exposure: [Double]? = nil, controlValues: [Double],
    controlExposure: [Double]? = nil, interruptions: [InterruptedTimeSeries.Interruption],
    seasonality: InterruptedTimeSeries.Seasonality? = nil, sharesSeasons: Bool = true
  ) throws(ModelError) {
    precondition(
      values.count == controlValues.count,
      "\(values.count) periods beside \(controlValues.count) of the control series")
    precondition(
      (exposure == nil) == (controlExposure == nil), "exposure of one series without the other's")
    treated = try InterruptedTimeSeries(
      values: values, exposure: exposure, interruptions: interruptions, seasonality: seasonality)
    control = try InterruptedTimeSeries(
      values: controlValues, exposure: controlExposure, interruptions: interruptions,
      seasonality: seasonality)
    self.sharesSeasons = sharesSeasons
  }

  /// The number of periods.
  public var periodCount: Int { treated.periodCount }

  /// The control series' rows, then the treated series': the columns of one series, then `treated`
  /// and its products.
  public var design: DesignMatrix { design(interrupted: true) }

  /// The rows of the treated series with the change of the control series instead of its own.
  var uninterruptedTreated: Matrix {
    let rows = Array(periodCount..<(2 * periodCount))
    return design(interrupted: false).matrix.rows(at: rows)
  }

  private func design(interrupted: Bool) -> DesignMatrix {
    let one = control.design
    let count = periodCount
    let nought = Array(repeating: 0.0, count: count)
    var names = one.names
    var columns = (0..<one.columnCount).map { one.matrix.column($0) + one.matrix.column($0) }
    let seasonal = Set(control.seasonNames)
    for (place, name) in one.names.enumerated() where !(sharesSeasons && seasonal.contains(name)) {
      let isTrend = name == "(Intercept)" || name == "time" || seasonal.contains(name)
      names.append(name == "(Intercept)" ? "treated" : "treated:\(name)")
      columns.append(nought + (isTrend || interrupted ? one.matrix.column(place) : nought))
    }
    return DesignMatrix(names: names, matrix: Matrix(columns: columns))
  }
}
