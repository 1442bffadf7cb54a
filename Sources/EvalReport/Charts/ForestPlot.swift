import EvalStats

/// Ratios with their intervals, one a line, on a logarithmic scale around 1.
enum ForestPlot {
  /// One line of the plot.
  struct Row {
    let label: String
    let style: String
    let finding: Finding
  }

  private static let rowHeight = 26.0

  /// The chart, or `nil` when nothing was estimated.
  static func chart(of rows: [Row], title: String, axis: String) -> Chart? {
    guard !rows.isEmpty else { return nil }
    let frame = ChartFrame(
      width: 760, height: 70 + rowHeight * Double(rows.count), left: 300, right: 150, top: 26,
      bottom: 44)
    let ends = rows.flatMap { row in
      [row.finding.lower, row.finding.upper, row.finding.estimate].compactMap { $0 }.filter {
        $0 > 0
      }
    }
    let lower = max(0.1, min(0.67, (ends.min() ?? 0.67) / 1.05))
    let upper = min(10, max(1.5, (ends.max() ?? 1.5) * 1.05))
    let scale = Scale(
      .logarithmic, lower: lower, upper: upper, start: frame.left, end: frame.plotRight)
    var elements = frame.baseAxis(scale, ticks: scale.ticks(about: 6)) { Numbers.shortest($0) }
    let one = scale.position(of: 1)
    elements.append(.line(from: (one, frame.top), to: (one, frame.plotBottom), style: "null"))
    for (index, row) in rows.enumerated() {
      let y = frame.top + rowHeight * (Double(index) + 0.5)
      let finding = row.finding
      elements.append(.label(row.label, at: (frame.left - 10, y + 4), anchor: "end"))
      elements.append(
        .line(
          from: (scale.position(of: max(finding.lower ?? lower, lower)), y),
          to: (scale.position(of: finding.upper ?? upper), y), style: "\(row.style) whisker"))
      elements.append(
        .dot(
          at: (scale.position(of: max(finding.estimate, lower)), y), radius: 5,
          style: "\(row.style) mark", tooltip: "\(row.label): \(finding.method)"))
      elements.append(
        .label(Numbers.interval(of: finding), at: (frame.plotRight + 10, y + 4), style: "tick"))
    }
    elements.append(frame.baseTitle(axis))
    let specification = VegaLite(
      description: title, mark: "point",
      encoding: [
        ("x", "estimate", "quantitative", axis), ("y", "label", "nominal", ""),
      ],
      rows: rows.map {
        [
          ("label", .text($0.label)), ("estimate", .number($0.finding.estimate)),
          ("lower", .number($0.finding.lower)), ("upper", .number($0.finding.upper)),
        ]
      })
    return Chart(
      svg: .drawing(
        width: frame.width, height: frame.height, title: title,
        description: "Dots are estimates, lines 95% intervals; 1 means the same change in both.",
        children: elements),
      specification: specification)
  }
}
