extension GroupedRateOfChange {
  /// Whether the groups differ, in plain sentences for a commissioner: the test, how far the groups'
  /// estimates lie apart after allowing for chance, and the groups that could not be compared.
  ///
  /// - Parameter permutation: The permutation test of a difference, to be spoken of where groups are
  ///   small; without it Welch's test is, or the Wald test where groups share people, and a
  ///   difference that it finds between small groups is said to be unsure.
  /// - Throws: `HeterogeneityError.tooFewGroups` below two groups with an estimate.
  public func sentence(
    _ subject: SentenceSubject, on scale: ChangeScale = .ratio,
    permutation: GroupPermutationTest? = nil
  ) throws(HeterogeneityError) -> String {
    let pValue: Double
    if let permutation {
      precondition(permutation.departure == .difference, "a permutation test of a difference")
      pValue = permutation.pValue
    } else {
      pValue = try headlineTest(on: scale).pValue
    }
    let compared = comparable(on: scale).count
    let pText = Finding.pText(pValue)
    let isSmall = permutation == nil && !fewSetsCaveat(on: scale).isEmpty
    let verdict =
      pValue < 0.05
      ? "The change in \(subject.outcome) among \(subject.treated), set against "
        + "\(subject.controls), "
        + (isSmall
          ? "may differ between the \(compared) \(groupNoun) (\(pText)), but with so few people in "
            + "some of them this test finds differences too often."
          : "differs between the \(compared) \(groupNoun) by more than chance explains (\(pText)).")
      : "No difference between the \(compared) \(groupNoun) in the change in \(subject.outcome) was "
        + "detected (\(pText)); a difference too small for so few people would not have been seen."
    return ([verdict, try range(on: scale)] + omissions(on: scale)).joined(separator: " ")
  }

  /// How the comparison was made, for a statistician.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` below two groups with an estimate.
  public func methodText(
    on scale: ChangeScale = .ratio, permutation: GroupPermutationTest? = nil
  ) throws(HeterogeneityError) -> String {
    let wald = try interactionTest(on: scale)
    var parts = [
      "Each group by Poisson with its own clustered covariance (CR1S by set, CR2 with Satterthwaite "
        + "below \(RateOfChange.fewSets) sets); a set belongs to the group of its treated person",
      "\(wald.method) = \(Decimals.text(wald.statistic, places: 2)), \(Finding.pText(wald.pValue))",
    ]
    if sharedPersonCount == 0 {
      let welch = try welchTest(on: scale)
      parts.append(
        "\(welch.method) = \(Decimals.text(welch.statistic, places: 2)), "
          + Finding.pText(welch.pValue))
    } else {
      parts.append(
        "\(sharedPersonCount) \(sharedPersonCount == 1 ? "person serves" : "people serve") in several "
          + "groups")
    }
    if let permutation {
      parts.append(
        "\(permutation.departure.rawValue) by permutation, \(permutation.method), "
          + Finding.pText(permutation.pValue))
    }
    if mixedSetCount > 0 {
      parts.append(
        "\(mixedSetCount) \(mixedSetCount == 1 ? "set" : "sets") with treated people of several "
          + "groups went to the group with the greatest weight")
    }
    return parts.joined(separator: "; ") + ". " + (try pooled(on: scale).methodText())
  }

  /// Welch's test, or the Wald test where groups share people.
  private func headlineTest(
    on scale: ChangeScale
  ) throws(HeterogeneityError) -> InteractionTest {
    sharedPersonCount == 0 ? try welchTest(on: scale) : try interactionTest(on: scale)
  }

  private func range(on scale: ChangeScale) throws(HeterogeneityError) -> String {
    let pooled = try pooled(on: scale)
    let shrunken = try pooled.shrunken().sorted { $0.finding.estimate < $1.finding.estimate }
    guard let least = shrunken.first, let most = shrunken.last else { return "" }
    let ends = [least, most].map { pooled.groups.comparison($0.finding.estimate) }
    guard ends[0] != ends[1] else {
      return
        "After allowing for chance every one of them is best taken to have ended \(ends[0]) than "
        + "expected."
    }
    return "After allowing for chance their results run from \(ends[0]) than expected "
      + "(\(least.label)) to \(ends[1]) (\(most.label))."
  }

  private func omissions(on scale: ChangeScale) -> [String] {
    var sentences: [String] = []
    let refused = refusals(on: scale).filter { $0.reason != .empty }
    if !refused.isEmpty {
      sentences.append(
        "\(refused.count) could not be compared: "
          + refused.map { "\($0.label), \($0.reason.words)" }.joined(separator: "; ") + ".")
    }
    if !joinedLabels.isEmpty {
      sentences.append(
        "\(joinedLabels.count) small ones were put together as \(GroupedRateOfChange.othersLabel).")
    }
    let unplaced = unlabelledSetCount + untreatedSetCount
    if unplaced > 0 {
      sentences.append(
        "\(unplaced) matched \(unplaced == 1 ? "set belongs" : "sets belong") to none, because the "
          + "group of the treated person is not recorded.")
    }
    return sentences
  }
}

extension GroupRefusal {
  /// The reason in a commissioner's words.
  var words: String {
    switch self {
    case .empty: "nobody was treated"
    case .suppressed: "too small to be shown"
    case .noStandardError: "too few people to say how sure the result is"
    case .change(.noEvents): "no events in one of the periods"
    case .change(.tooFewSets): "too few people"
    case .change(.noPersonTime): "nobody was observed in one of the periods"
    case .change(.emptyArm): "nobody to compare with"
    case .change: "the data do not bear an estimate"
    }
  }
}

extension Finding {
  /// A trend over ordered groups as a plain sentence.
  ///
  /// - Parameters:
  ///   - step: One step in words: "with each step from the most to the least deprived fifth".
  ///   - scale: The scale that the trend was estimated on.
  public func trendSentence(
    _ subject: SentenceSubject, step: String, on scale: ChangeScale = .ratio
  ) -> String {
    guard let lower, let upper, let pValue else {
      return "Whether the result moves \(step) cannot be said from these data."
    }
    func text(_ value: Double) -> String {
      if scale == .ratio { return Finding.relative(value) }
      return "\(Decimals.text(abs(value), places: 1)) per 1,000 person-months "
        + "\(value < 0 ? "lower" : "higher")"
    }
    let range =
      "\(text(estimate)) \(step) (95% interval from \(text(lower)) to \(text(upper)); "
      + "\(Finding.pText(pValue)))"
    return pValue < 0.05
      ? "\(subject.outcome) among \(subject.treated), set against \(subject.controls), ended \(range)."
      : "No trend was detected: \(subject.outcome) among \(subject.treated), set against "
        + "\(subject.controls), ended \(range)."
  }
}
