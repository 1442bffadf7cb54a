/// A chart as a Vega-Lite specification, so that a reader can redraw it with other tools.
///
/// https://vega.github.io/schema/vega-lite/v5.json
struct VegaLite {
  /// One value of a data row.
  enum Value {
    case text(String)
    case number(Double?)

    var json: String {
      switch self {
      case .text(let text): VegaLite.quoted(text)
      case .number(let number): number.map { "\($0)" } ?? "null"
      }
    }
  }

  let description: String
  /// The mark: `point`, `line`, `bar`.
  let mark: String
  /// Channel, field, type and title, such as `("x", "month", "quantitative", "Month")`.
  let encoding: [(channel: String, field: String, type: String, title: String)]
  let rows: [[(field: String, value: Value)]]

  /// The specification as JSON, safe inside a `script` element.
  var json: String {
    let data = rows.map { row in
      "{" + row.map { "\(VegaLite.quoted($0.field)):\($0.value.json)" }.joined(separator: ",") + "}"
    }
    let channels = encoding.map {
      "\(VegaLite.quoted($0.channel)):{\"field\":\(VegaLite.quoted($0.field)),"
        + "\"type\":\(VegaLite.quoted($0.type)),\"title\":\(VegaLite.quoted($0.title))}"
    }
    return "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\","
      + "\"description\":\(VegaLite.quoted(description)),\"mark\":\(VegaLite.quoted(mark)),"
      + "\"encoding\":{\(channels.joined(separator: ","))},"
      + "\"data\":{\"values\":[\(data.joined(separator: ","))]}}"
  }

  /// A JSON string; `<` is escaped so that no text can end the element around it.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "<": result += "\\u003c"
      case _ where scalar.value < 0x20: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// A drawing with the specification that redraws it.
struct Chart {
  let svg: SVGElement
  let specification: VegaLite
}
