private import EvalLinearAlgebra
private import Foundation

extension LandmarkDose {
  /// The rate of change by number of discussions to the landmark: "1", "2", … and "`most` or more".
  ///
  /// The groups' test of interaction asks whether the number matters at all, their trend whether more
  /// goes with less.
  ///
  /// - Parameters:
  ///   - most: The number from which people are put together.
  ///   - isSuppressed: As for `GroupedRateOfChange`.
  /// - Throws: `HeterogeneityError.change`.
  public func byNumber(
    upTo most: Int = 3, suppressing isSuppressed: (Int) -> Bool = { _ in false }
  ) throws(HeterogeneityError) -> GroupedRateOfChange {
    precondition(most > 1, "a last category of \(most)")
    return try GroupedRateOfChange(
      counts,
      groups: Factor(
        codes: discussionCounts.map { Int32(min($0, most)) - 1 },
        levels: (1...most).map { $0 == most ? "\($0) or more" : "\($0)" }),
      groupNoun: "numbers of discussions", suppressing: isSuppressed)
  }

  /// The rate-of-change ratio of people discussed once by the landmark, and the factor by which it is
  /// multiplied with each further discussion.
  ///
  /// A log-linear model of arm × period × (number − 1), the controls carrying the number of their
  /// treated person, so that people of different numbers are set against controls of their own;
  /// clustered by set as `RateOfChange` is. The factor supposes that every further discussion does
  /// as much as the one before.
  ///
  /// - Throws: `HeterogeneityError.noVariation` if everybody was discussed equally often; `.change`
  ///   for too few sets or a model that cannot be fitted.
  /// - Complexity: O(*members*) an iteration; CR2, below 40 sets, adds the cubes of the sets' sizes.
  public func perDiscussion() throws(HeterogeneityError) -> (once: Finding, further: Finding) {
    guard Set(discussionCounts).count > 1 else {
      throw .noVariation(method: "the effect of a further discussion")
    }
    let setCount = Set(counts.sets).count
    do {
      let change = try RateOfChange(counts)
      guard setCount >= 2 else { throw ChangeError.tooFewSets(found: setCount, needed: 2) }
      _ = try change.logEstimate(of: .rateOfChange)
      return try fitted(sharesPeople: change.sharesPeople, weightedText: change.weightedText)
    } catch let error as ChangeError {
      throw .change(error)
    } catch let error as ModelError {
      throw .change(.model(error))
    } catch {
      throw .noVariation(method: "the effect of a further discussion")
    }
  }

  private func fitted(
    sharesPeople: Bool, weightedText: String
  ) throws(ModelError) -> (once: Finding, further: Finding) {
    let rows = CountModelRows(armByPeriod: counts)
    let numbers = Dictionary(zip(counts.sets, discussionCounts)) { first, _ in first }
    let further = rows.sets.map { Double((numbers[$0] ?? 1) - 1) }
    let base = (0..<rows.design.columnCount).map { rows.design.matrix.column($0) }
    let fit = try GeneralisedLinearModel(family: .poisson, link: .log).fit(
      DesignMatrix(
        names: rows.design.names + rows.design.names.map { "\($0):further" },
        matrix: Matrix(columns: base + base.map { column in zip(column, further).map { $0 * $1 } })),
      response: rows.response, weights: rows.weights, offset: rows.offset)
    let uncertainties = try rows.uncertainties(
      of: fit, sharesPeople: sharesPeople, caveats: caveats,
      note: ", landmark at day \(landmarkDay)")
    func finding(_ place: Int, _ estimand: String) -> Finding {
      uncertainties[place].ratio(
        of: fit.coefficients[place], estimand: estimand, model: "Poisson\(weightedText)")
    }
    return (
      finding(3, "rate-of-change ratio of people discussed once"),
      finding(7, "factor on the rate-of-change ratio for each further discussion")
    )
  }

  /// What a reader must know beside any effect of the number of discussions.
  public var caveats: [String] {
    var caveats = [
      "Discussions are not dealt out by chance: people discussed more often by day \(landmarkDay) may "
        + "have been in greater need by then, which matching at the index date does not undo."
    ]
    if exclusions.values.contains(where: { !$0.isEmpty }) {
      caveats.append(
        "Speaks only of those who reach day \(landmarkDay) with a control or treated person beside "
          + "them.")
    }
    return caveats
  }

  /// The effect of further discussions in plain sentences, with the caveats.
  ///
  /// - Throws: As `perDiscussion()`.
  public func sentence(_ subject: SentenceSubject) throws(HeterogeneityError) -> String {
    let further = try perDiscussion().further
    let time = "after day \(landmarkDay)"
    let comparison = Finding.relative(further.estimate)
    let opening: String
    if let lower = further.lower, let upper = further.upper, let pValue = further.pValue {
      let range =
        "\(comparison) \(time) (95% interval from \(Finding.relative(lower)) to "
        + "\(Finding.relative(upper)); \(Finding.pText(pValue)))"
      opening =
        (pValue < 0.05
          ? "With each further discussion"
          : "No effect of further discussions was detected: with each,")
        + " \(subject.outcome) among \(subject.treated), set against \(subject.controls), ended "
        + "\(range)."
    } else {
      opening =
        "With each further discussion \(subject.outcome) among \(subject.treated) ended \(comparison) "
        + "\(time); how sure this is cannot be said."
    }
    return ([opening] + caveats).joined(separator: " ")
  }
}
