extension DiagnosisLog {
  /// The Charlson index of a person as it was known before a date.
  ///
  /// - Precondition: The log is one of `CharlsonIndex.conditions`.
  /// - Parameter lookBackDays: Of how many days before; `nil` for all there are.
  public func charlsonIndex(
    of person: Int, before date: Day, weights: CharlsonIndex.Weights = .updated,
    lookBackDays: Int? = nil
  ) -> Int {
    requireList(CharlsonIndex.conditions)
    return CharlsonIndex(weights: weights).score(
      of: conditions(of: person, before: date, lookBackDays: lookBackDays))
  }

  /// The Hospital Frailty Risk Score of a person as it was known before a date, of admissions that
  /// ended in the two years before.
  ///
  /// - Precondition: The log is one of `HospitalFrailtyRiskScore.conditions`.
  public func frailtyRiskScore(of person: Int, before date: Day) -> Double {
    requireList(HospitalFrailtyRiskScore.conditions)
    return HospitalFrailtyRiskScore.score(
      of: conditions(
        of: person, before: date, lookBackDays: HospitalFrailtyRiskScore.lookBackDays))
  }

  /// The number of long-term conditions of a person that were known before a date.
  ///
  /// - Precondition: The log is one of `LongTermConditions.conditions`.
  /// - Parameter lookBackDays: Of how many days before; `nil` for all there are.
  public func longTermConditionCount(
    of person: Int, before date: Day, lookBackDays: Int? = nil
  ) -> Int {
    requireList(LongTermConditions.conditions)
    return LongTermConditions.count(
      of: conditions(of: person, before: date, lookBackDays: lookBackDays))
  }

  private func requireList(_ expected: ConditionList) {
    precondition(
      list.definition == expected.definition,
      "a log of '\(list.definition.name)' where one of '\(expected.definition.name)' is needed")
  }
}
