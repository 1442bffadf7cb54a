/// The room of a chart: its size, its margins and the axes around the data.
struct ChartFrame {
  var width: Double
  var height: Double
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double

  /// The horizontal edges of the data area.
  var plotRight: Double { width - right }
  /// The lower edge of the data area.
  var plotBottom: Double { height - bottom }

  /// A grid of horizontal lines with their values at the left.
  func valueAxis(_ scale: Scale, format: (Double) -> String) -> [SVGElement] {
    scale.ticks().flatMap { tick -> [SVGElement] in
      let y = scale.position(of: tick)
      return [
        .line(from: (left, y), to: (plotRight, y), style: "grid"),
        .label(format(tick), at: (left - 8, y + 4), anchor: "end", style: "tick"),
      ]
    }
  }

  /// A grid of vertical lines with their values below.
  func baseAxis(_ scale: Scale, ticks: [Double], format: (Double) -> String) -> [SVGElement] {
    ticks.flatMap { tick -> [SVGElement] in
      let x = scale.position(of: tick)
      return [
        .line(from: (x, top), to: (x, plotBottom), style: "grid"),
        .label(format(tick), at: (x, plotBottom + 18), anchor: "middle", style: "tick"),
      ]
    }
  }

  /// A title under the data area.
  func baseTitle(_ text: String) -> SVGElement {
    .label(
      text, at: ((left + plotRight) / 2, height - 6), anchor: "middle", style: "axis-title")
  }
}
