public import EvalStudy
import Mustache

/// Turns the results of a study into one self-contained HTML page.
public enum Report {
  /// The page: style, charts and data are within it, and it asks nothing of the network.
  ///
  /// Every text of the study is escaped. Beside each chart stands its Vega-Lite specification.
  ///
  /// - Throws: `MustacheTemplate.ParserError` if the built-in template cannot be read, which is a
  ///   fault of ours.
  public static func html(for results: StudyResults) throws -> String {
    let template = try MustacheTemplate(
      string: String(decoding: PackageResources.report_mustache, as: UTF8.self))
    let style = String(decoding: PackageResources.style_css, as: UTF8.self)
    return template.render(ReportPage(results, style: style))
  }
}
