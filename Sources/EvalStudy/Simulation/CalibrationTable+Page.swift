internal import EvalStats

extension CalibrationTable {
  /// The page of documentation: what was run, what it shows, and every figure behind it.
  public var markdown: String {
    """
    # Calibration

    \(plainWords)

    ## What was run

    Each seed makes the people of one pilot: 8,000 registered adults with gamma frailty, crises of some
    weeks that raise all use at once, seasons, death and leaving (about 22% a year). Three mechanisms
    each take on 123 of them: the use on record, the need that no record holds (frailty and being in
    a crisis), or both. For each, the programme does nothing at all (truth 1) or multiplies the use of every
    outcome by \(text(effectRatio, 2)) from the day after the index date. The library analyses every study as `evalrun
    run` would: risk-set match by the default design (caliper 0.2 SD, exact on sex and age band, up to
    three controls, without replacement), counts in the months before and after, ratio with its 95%
    interval. The match looks at nothing after the index date, so it is the same under both truths. Seeds
    are 1…\(seedCount) and none is left out. Made by `evalrun simulate calibrate --seeds \(seedCount)`.

    The fits:

    - **matched on recent use**: age, sex, deprivation, conditions and use in the last twelve months;
      rate-of-change ratio, Poisson, CR1S by matched set, t(G − 1) (CR2 below 40 sets).
    - **matched without recent use**: use in months −24…−13 in its place.
    - **ratio after, adjusted for use before**: Poisson on the log rate before, in the sets of the
      match the protocol picks, clustered alike.
    - **plain Poisson standard error**: the ratio of changes in the same sets as if every event came by
      itself.

    The default test is the row in **bold**: the match that the protocol picks for the mechanism it
    names, on recent use where people were selected on recorded use or on both, without it where they
    were selected on need that no record holds.

    Reading the tables: the estimate is the geometric mean over the studies, *bias* the mean of
    log estimate − log truth, *SD* the spread of the log estimates and *mean SE* what the studies say of
    it themselves. *Ratio ≠ 1 found* is the share of studies without effect that find one at 5%, and
    should be 5%; *coverage* is the share of intervals that hold the truth, and should be 95%. Monte
    Carlo errors are standard errors. Every figure, power among them: `--format csv`.

    """ + sections
  }

  private var sections: String {
    var text = ""
    let mechanisms = rows.reduce(into: [SelectionModel.Mechanism]()) {
      if !$0.contains($1.mechanism) { $0.append($1.mechanism) }
    }
    for mechanism in mechanisms {
      text += """

        ## Selected on \(Self.name(of: mechanism))

        \(summary(of: mechanism))

        \(markdown(mechanism, Self.compared))
        """
    }
    text += """

      ## How alike the match makes the arms before the index date

      The ratio of the rates before the index date, treated over control, in the sets of the default
      match. Where people are matched on an outcome's own past its *SD* is below the *mean SE*: the
      match leaves the arms less apart than independent sets would be, which an interval clustered by
      set does not know, so that it is a little wide where that past weighs much. Events in bursts work
      the other way: few sets that hold many events make it a little narrow.

      \(levels)
      """
    guard rows.contains(where: { $0.fit == .laterCensored }) else { return text }
    return text + """

      ## Who may be a control among people taken on later

      Selected on recorded use, matched on recent use. In the pilot everybody is taken on within six
      months, so the default rule, nobody taken on within the twelve months that are followed, leaves
      never-treated controls only and the two rows are one. It chooses controls by a future without
      a crisis bad enough to be taken on for. Keeping later-treated people and following them on asks
      nothing of the future, so where the programme does nothing its bias is that of the match alone
      (where it does something, it counts some of the treated as controls). Keeping them and ending
      their time the day before their own index date cuts off exactly the crisis. The difference of the
      biases is what each rule costs: \(laterTreatedCosts)

      \(markdown(.recordedUse, [.recentUse, .neverTreated, .laterCensored, .laterFollowed]))
      """
  }

  /// The ratio of rates before the index date by mechanism, outcome and window.
  private var levels: String {
    let head = ["selection", "outcome", "months", "ratio before", "SD", "mean SE", "SD / mean SE"]
    var lines = [head, head.indices.map { $0 < 2 ? "---" : "--:" }]
    for row in rows where row.fit == .ratioBefore && row.truth == 1 {
      lines.append([
        Self.name(of: row.mechanism), row.outcome.rawValue, "\(row.windowMonths)",
        text(row.meanEstimate, 3), text(row.deviation, 3), text(row.meanStandardError, 3),
        row.meanStandardError > 0 ? text(row.deviation / row.meanStandardError, 2) : "",
      ])
    }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static let compared: [CalibrationFit] = [
    .recentUse, .withoutRecentUse, .adjustedForBaseline, .plainPoisson,
  ]

  private static func name(of mechanism: SelectionModel.Mechanism) -> String {
    switch mechanism {
    case .recordedUse: "recorded use"
    case .latentNeed: "latent need"
    case .both: "recorded use and latent need"
    }
  }

  /// How many were matched, and what a report without controls would say.
  private func summary(of mechanism: SelectionModel.Mechanism) -> String {
    let own = rows.filter { $0.mechanism == mechanism && $0.truth == 1 }
    func sets(_ fit: CalibrationFit) -> String {
      text(own.first { $0.fit == fit }?.meanSets ?? 0, 1)
    }
    let naive = own.filter { $0.fit == .recentUse }.compactMap { row in
      row.meanNaive.map { "\(row.outcome.rawValue) \(row.windowMonths) months \(text($0, 2))" }
    }
    return
      "On average \(sets(.recentUse)) of \(text(own.first?.meanTreated ?? 0, 1)) people taken on "
      + "were matched on recent use, \(sets(.withoutRecentUse)) without it. Where the programme does "
      + "nothing, the rate after over the rate before among the treated alone is "
      + naive.joined(separator: ", ") + "."
  }
}
