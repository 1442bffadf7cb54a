extension MetaAnalysis {
  /// The pooled estimate and the differences between groups in plain sentences, for a commissioner.
  ///
  /// A prediction for a further group is given from 10 groups on; below that the sentence says why
  /// there is none.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` for a Hartung–Knapp interval of one group.
  public func sentence(
    _ subject: SentenceSubject, interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> String {
    let finding = try pooled(interval)
    let opening =
      "Over \(groups.count) \(groups.groupNoun) put together, \(subject.outcome) among "
      + "\(subject.treated) ended \(text(finding.estimate)) than had they changed as they did among "
      + "\(subject.controls)\(intervalText(finding))."
    return ([opening] + differences + [predictionText].compactMap { $0 } + groups.caveats)
      .joined(separator: " ")
  }

  /// How the pooling was done, for a statistician.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` for a Hartung–Knapp interval of one group.
  public func methodText(
    _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> String {
    var parts = [try pooled(interval).method]
    if let cochranQ, let iSquared, let hSquared {
      parts.append(
        "Q(\(cochranQ.degreesOfFreedom)) = \(Decimals.text(cochranQ.statistic, places: 2)), "
          + Finding.pText(cochranQ.pValue))
      parts.append(
        "I² \(Finding.percentText(iSquared)), H² \(Decimals.text(hSquared, places: 2))")
    }
    if estimator != .fixedEffect, let range = tauSquaredInterval {
      parts.append(
        "τ² \(Decimals.text(tauSquared, places: 4)) (Q-profile 95% interval "
          + "\(Decimals.text(range.lowerBound, places: 4)) to "
          + "\(Decimals.text(range.upperBound, places: 4)))")
    }
    if groups.scale == .ratio { parts.append("pooled on the logarithmic scale") }
    return parts.joined(separator: "; ") + "."
  }

  private var differences: [String] {
    guard let cochranQ, let iSquared else {
      return ["With one group nothing can be said of differences between groups."]
    }
    let pText = Finding.pText(cochranQ.pValue)
    guard cochranQ.pValue < 0.05 else {
      return [
        "No differences between the \(groups.groupNoun) beyond chance were detected (\(pText)), "
          + "which is not to say that there are none."
      ]
    }
    return [
      "The \(groups.groupNoun) differ by more than chance explains (\(pText)): about "
        + "\(Finding.percentText(iSquared)) of the spread of their estimates is real difference."
    ]
  }

  private var predictionText: String? {
    guard estimator != .fixedEffect else { return nil }
    do {
      let prediction = try prediction()
      guard let lower = prediction.lower, let upper = prediction.upper else { return nil }
      return "In a further one like them the result would most likely lie between \(text(lower)) "
        + "and \(text(upper))."
    } catch {
      return "\(groups.count) are too few to say what a further one like them could expect "
        + "(\(MetaAnalysis.fewestGroupsForPrediction) are needed)."
    }
  }

  private func text(_ value: Double) -> String { groups.comparison(value) }

  private func intervalText(_ finding: Finding) -> String {
    guard let lower = finding.lower, let upper = finding.upper else { return "" }
    let pText = finding.pValue.map { "; \(Finding.pText($0))" } ?? ""
    return " (95% interval from \(text(lower)) to \(text(upper))\(pText))"
  }
}

extension GroupEstimates {
  /// "25% lower", or "12.3 per 1,000 person-months lower" for differences.
  func comparison(_ value: Double) -> String {
    guard scale == .difference else { return Finding.relative(value) }
    let size = Decimals.text(abs(value), places: 1)
    guard size != Decimals.text(0, places: 1) else { return "no higher or lower" }
    return "\(size) per 1,000 person-months \(value < 0 ? "lower" : "higher")"
  }
}
