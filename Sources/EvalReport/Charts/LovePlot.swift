import EvalStudy

/// Standardised differences of every covariate before and after matching.
enum LovePlot {
  private static let rowHeight = 22.0

  /// The chart, or `nil` when no covariate has a standardised difference.
  static func chart(of rows: [StudyResults.BalanceRow]) -> Chart? {
    let points = rows.compactMap { row -> (name: String, before: Double, after: Double?)? in
      row.standardisedDifferencePooledBefore.map {
        (row.covariate, abs($0) * 100, row.standardisedDifferencePooledAfter.map { abs($0) * 100 })
      }
    }
    guard !points.isEmpty else { return nil }
    let frame = ChartFrame(
      width: 760, height: 64 + rowHeight * Double(points.count), left: 270, right: 24, top: 26,
      bottom: 38)
    let highest = points.map { max($0.before, $0.after ?? 0) }.max() ?? 10
    let scale = Scale(
      lower: 0, upper: max(20, highest * 1.05), start: frame.left, end: frame.plotRight)
    var elements = frame.baseAxis(scale, ticks: scale.ticks(about: 6)) { Numbers.plain($0, 0) }
    let threshold = scale.position(of: 10)
    elements.append(
      .line(from: (threshold, frame.top), to: (threshold, frame.plotBottom), style: "threshold"))
    elements.append(
      .label("10 = usual limit", at: (threshold + 5, frame.top - 6), style: "tick"))
    for (index, point) in points.enumerated() {
      let y = frame.top + rowHeight * (Double(index) + 0.5)
      elements.append(.label(point.name, at: (frame.left - 10, y + 4), anchor: "end"))
      let before = scale.position(of: point.before)
      if let after = point.after {
        elements.append(
          .line(from: (before, y), to: (scale.position(of: after), y), style: "link"))
      }
      elements.append(
        .dot(
          at: (before, y), radius: 4.5, style: "before",
          tooltip: "\(point.name) before matching: \(Numbers.plain(point.before, 1))"))
      if let after = point.after {
        elements.append(
          .dot(
            at: (scale.position(of: after), y), radius: 4.5, style: "after",
            tooltip: "\(point.name) after matching: \(Numbers.plain(after, 1))"))
      }
    }
    elements.append(frame.baseTitle("Standardised difference × 100 (pooled SD), without sign"))
    let title = "Balance before and after matching"
    let specification = VegaLite(
      description: title, mark: "point",
      encoding: [
        ("x", "difference", "quantitative", "Standardised difference × 100"),
        ("y", "covariate", "nominal", "Covariate"), ("color", "sample", "nominal", "Sample"),
      ],
      rows: points.flatMap { point in
        [("before", Optional(point.before)), ("after", point.after)].map { sample, value in
          [
            ("covariate", .text(point.name)), ("sample", .text(sample)),
            ("difference", .number(value)),
          ]
        }
      })
    return Chart(
      svg: .drawing(
        width: frame.width, height: frame.height, title: title,
        description: "Hollow dots before, filled dots after matching; nearer to 0 is better.",
        children: elements),
      specification: specification)
  }
}
