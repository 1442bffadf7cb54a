extension ChangeTable {
  /// Counts and estimates every setting in every pair of windows by every estimator.
  ///
  /// Outcomes are named by the settings' raw values and windows by their days. A setting that was
  /// not supplied, or windows that the records do not cover, leave their rows with the reason.
  ///
  /// - Parameters:
  ///   - cohort: Matched sets.
  ///   - time: Who was observed when.
  ///   - history: The recorded use.
  ///   - settings: The outcomes.
  ///   - windows: The windows before and after.
  ///   - estimators: By default all.
  ///   - primary: The one question declared beforehand.
  ///   - adjustment: How the other p-values are raised.
  ///   - family: Which tests are taken together.
  ///   - resampling: The seed and the repetitions of estimators that resample.
  /// - Throws: `ChangeError.primaryNotAsked`.
  /// - Complexity: O(*settings* · *windows* · *estimators* · *members*), and the resampling.
  public init(
    of cohort: Cohort, time: PersonTime, history: ActivityHistory, settings: [Setting],
    windows: [PrePostWindows],
    estimators: [RateOfChange.Estimator] = RateOfChange.Estimator.allCases,
    primary: Primary? = nil, adjustment: MultiplicityAdjustment = .holm,
    family: Family = .everyTest, resampling: RateOfChange.Resampling = .init()
  ) throws(ChangeError) {
    var questions: [Question] = []
    for setting in settings {
      for pair in windows {
        let counts: Result<PrePostCounts, CohortError>
        do {
          counts = .success(
            try PrePostCounts(
              of: cohort, time: time, history: history, setting: setting, windows: pair))
        } catch {
          counts = .failure(error)
        }
        questions.append(
          Question(outcome: setting.rawValue, window: pair.description, counts: counts))
      }
    }
    try self.init(
      questions, estimators: estimators, primary: primary, adjustment: adjustment,
      family: family, resampling: resampling)
  }
}
