import EvalStats

/// Ratios with their intervals, one a line, on a logarithmic scale around 1.
enum ForestPlot {
  /// One line of the plot.
  struct Row {
    /// What stands once above the lines that share it; `nil` for nothing.
    var group: String?
    let label: String
    let style: String
    let finding: Finding

    /// The line by itself.
    var fullLabel: String { group.map { "\($0): \(label)" } ?? label }
  }

  private static let rowHeight = 26.0
  /// The width of a letter at the size of a label, so that the longest has room.
  private static let letterWidth = 6.8

  /// The chart, or `nil` when nothing was estimated.
  static func chart(of rows: [Row], title: String, axis: String) -> Chart? {
    guard !rows.isEmpty else { return nil }
    let left = max(300, 20 + letterWidth * Double(rows.map(\.label.count).max() ?? 0))
    let startsGroup = rows.indices.map { place in
      rows[place].group != nil && (place == 0 || rows[place].group != rows[place - 1].group)
    }
    let lineCount = rows.count + startsGroup.count { $0 }
    let frame = ChartFrame(
      width: left + 460, height: 70 + rowHeight * Double(lineCount), left: left, right: 150,
      top: 26, bottom: 44)
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
    // What lies beyond the axis ends at its edge; the figures beside it say how far it goes.
    func position(_ ratio: Double) -> Double {
      scale.position(of: min(max(ratio, lower), upper))
    }
    var y = frame.top - rowHeight / 2
    for (index, row) in rows.enumerated() {
      y += rowHeight
      if startsGroup[index], let group = row.group {
        elements.append(.label(group, at: (0, y + 4), style: "group"))
        y += rowHeight
      }
      let finding = row.finding
      elements.append(.label(row.label, at: (frame.left - 10, y + 4), anchor: "end"))
      elements.append(
        .line(
          from: (position(finding.lower ?? lower), y), to: (position(finding.upper ?? upper), y),
          style: "\(row.style) whisker"))
      elements.append(
        .dot(
          at: (position(finding.estimate), y), radius: 5,
          style: "\(row.style) mark", tooltip: "\(row.fullLabel): \(finding.method)"))
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
          ("label", .text($0.fullLabel)), ("estimate", .number($0.finding.estimate)),
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
