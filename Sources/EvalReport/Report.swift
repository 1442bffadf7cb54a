public import EvalStudy

/// Turns the results of a study into one self-contained HTML page.
public enum Report {
  /// The page; it needs nothing from the network.
  public static func html(for results: StudyResults) -> String { results.study.title }
}
