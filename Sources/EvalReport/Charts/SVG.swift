/// A node of an SVG drawing, written as text at the end.
struct SVGElement {
  let name: String
  var attributes: [(name: String, value: String)]
  var children: [SVGElement]
  var text: String?

  init(
    _ name: String, _ attributes: [(name: String, value: String)] = [], text: String? = nil,
    children: [SVGElement] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  /// The element and all within it as markup, every text and value escaped.
  var markup: String {
    var result = "<\(name)"
    for (name, value) in attributes { result += " \(name)=\"\(Markup.escaped(value))\"" }
    guard text != nil || !children.isEmpty else { return result + "/>" }
    result += ">"
    if let text { result += Markup.escaped(text) }
    for child in children { result += child.markup }
    return result + "</\(name)>"
  }
}

extension SVGElement {
  /// A straight line.
  static func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), style: String
  ) -> SVGElement {
    SVGElement(
      "line",
      [
        ("x1", Markup.number(start.x)), ("y1", Markup.number(start.y)),
        ("x2", Markup.number(end.x)), ("y2", Markup.number(end.y)), ("class", style),
      ])
  }

  /// A line of text; `anchor` is start, middle or end.
  static func label(
    _ text: String, at point: (x: Double, y: Double), anchor: String = "start",
    style: String = "label"
  ) -> SVGElement {
    SVGElement(
      "text",
      [
        ("x", Markup.number(point.x)), ("y", Markup.number(point.y)), ("text-anchor", anchor),
        ("class", style),
      ], text: text)
  }

  /// A filled circle with a tooltip.
  static func dot(
    at point: (x: Double, y: Double), radius: Double = 4, style: String, tooltip: String
  ) -> SVGElement {
    SVGElement(
      "circle",
      [
        ("cx", Markup.number(point.x)), ("cy", Markup.number(point.y)),
        ("r", Markup.number(radius)), ("class", style),
      ], children: [SVGElement("title", text: tooltip)])
  }

  /// A rectangle with a tooltip.
  static func bar(
    x: Double, y: Double, width: Double, height: Double, style: String, tooltip: String
  ) -> SVGElement {
    SVGElement(
      "rect",
      [
        ("x", Markup.number(x)), ("y", Markup.number(y)), ("width", Markup.number(width)),
        ("height", Markup.number(height)), ("class", style),
      ], children: [SVGElement("title", text: tooltip)])
  }

  /// A path through points, closed if asked; gaps between runs start the pen anew.
  static func path(
    through runs: [[(x: Double, y: Double)]], closed: Bool = false, style: String
  ) -> SVGElement {
    var commands = ""
    for run in runs {
      for (index, point) in run.enumerated() {
        commands +=
          "\(index == 0 ? "M" : "L")\(Markup.number(point.x)) \(Markup.number(point.y))"
      }
      if closed, !run.isEmpty { commands += "Z" }
    }
    return SVGElement("path", [("d", commands), ("class", style)])
  }

  /// A whole drawing that scales with the page; title and description are read aloud.
  static func drawing(
    width: Double, height: Double, title: String, description: String, children: [SVGElement]
  ) -> SVGElement {
    SVGElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("role", "img"),
        ("viewBox", "0 0 \(Markup.number(width)) \(Markup.number(height))"),
        ("aria-label", "\(title). \(description)"),
      ], children: children)
  }
}

/// Text for markup.
enum Markup {
  /// The five characters that mean something in markup, escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }

  /// A coordinate to a tenth of a pixel.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0
      ? String(tenths / 10)
      : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
