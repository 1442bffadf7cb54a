import EvalStats
import EvalStudy

/// The monthly rate of one outcome from twelve months before to twelve after, by arm.
enum MonthlyRateChart {
  /// The chart, or `nil` when no month has a rate.
  static func chart(of rates: [StudyResults.MonthlyRate], label: String, unit: String) -> Chart? {
    let shown = rates.filter { $0.rate != nil }
    guard !shown.isEmpty else { return nil }
    let frame = ChartFrame(width: 760, height: 300, left: 64, right: 24, top: 34, bottom: 46)
    let span = Scale.span(of: shown.compactMap { $0.upper ?? $0.rate }, fromZero: true)
    let values = Scale(
      lower: span.lower, upper: span.upper, start: frame.plotBottom, end: frame.top)
    let months = Scale(lower: -12.5, upper: 12.5, start: frame.left, end: frame.plotRight)
    var elements = frame.valueAxis(values) { Numbers.plain($0, values.upper < 10 ? 1 : 0) }
    for month in [-12, -9, -6, -3, -1, 1, 3, 6, 9, 12] {
      elements.append(
        .label(
          month > 0 ? "+\(month)" : "−\(-month)",
          at: (months.position(of: centre(of: month)), frame.plotBottom + 18), anchor: "middle",
          style: "tick"))
    }
    let index = months.position(of: 0)
    elements.append(
      .line(from: (index, frame.top), to: (index, frame.plotBottom), style: "index-date"))
    elements.append(.label("first MDT", at: (index + 5, frame.top + 10), style: "tick"))
    for arm in [Arm.control, .treated] {
      let points = shown.filter { $0.arm == arm }.sorted { $0.month < $1.month }
      elements += marks(of: points, arm: arm, months: months, values: values)
    }
    elements += legend(frame: frame)
    elements.append(frame.baseTitle("Months from the first MDT (or the same date for a control)"))
    let title = "\(label): \(unit) per 1,000 person-months, by month"
    let specification = VegaLite(
      description: title, mark: "line",
      encoding: [
        ("x", "month", "quantitative", "Month"), ("y", "rate", "quantitative", title),
        ("color", "arm", "nominal", "Arm"),
      ],
      rows: shown.map {
        [
          ("month", .number(Double($0.month))), ("arm", .text($0.arm.rawValue)),
          ("rate", .number($0.rate)), ("lower", .number($0.lower)), ("upper", .number($0.upper)),
        ]
      })
    return Chart(
      svg: .drawing(
        width: frame.width, height: frame.height, title: title,
        description: "Bands are 95% intervals. A hump before the first MDT is regression to the "
          + "mean waiting to happen.",
        children: elements),
      specification: specification)
  }

  /// Months −1 and +1 meet at 0: month m covers the stretch that ends (or begins) there.
  private static func centre(of month: Int) -> Double {
    month < 0 ? Double(month) + 0.5 : Double(month) - 0.5
  }

  private static func marks(
    of points: [StudyResults.MonthlyRate], arm: Arm, months: Scale, values: Scale
  ) -> [SVGElement] {
    let style = arm.rawValue
    let runs = consecutive(points)
    let line = runs.map { run in
      run.map { (months.position(of: centre(of: $0.month)), values.position(of: $0.rate ?? 0)) }
    }
    let band = runs.map { run in
      run.map {
        (months.position(of: centre(of: $0.month)), values.position(of: $0.upper ?? $0.rate ?? 0))
      }
        + run.reversed().map {
          (months.position(of: centre(of: $0.month)), values.position(of: $0.lower ?? $0.rate ?? 0))
        }
    }
    let dots = points.map { point in
      SVGElement.dot(
        at: (months.position(of: centre(of: point.month)), values.position(of: point.rate ?? 0)),
        radius: 3, style: "\(style) mark",
        tooltip: "month \(point.month): \(Numbers.plain(point.rate ?? 0, 1))")
    }
    return [
      .path(through: band, closed: true, style: "\(style) band"),
      .path(through: line, style: "\(style) line"),
    ] + dots
  }

  /// Runs of months that follow one another: a line never leaps over the first MDT or a hidden month.
  static func consecutive(
    _ points: [StudyResults.MonthlyRate]
  ) -> [[StudyResults.MonthlyRate]] {
    var runs: [[StudyResults.MonthlyRate]] = []
    for point in points {
      if let last = runs.last?.last, last.month + 1 == point.month {
        runs[runs.count - 1].append(point)
      } else {
        runs.append([point])
      }
    }
    return runs
  }

  private static func legend(frame: ChartFrame) -> [SVGElement] {
    [("treated", "MDT", frame.left + 8), ("control", "matched controls", frame.left + 76)]
      .flatMap { style, text, x -> [SVGElement] in
        [
          .line(from: (x, frame.top - 16), to: (x + 18, frame.top - 16), style: "\(style) line"),
          .label(text, at: (x + 23, frame.top - 12), style: "tick"),
        ]
      }
  }
}
