extension Match: CustomStringConvertible {
  /// What was done and what came of it, one fact a line: the design, what calipers came to, how many
  /// were matched to how many, whom the estimate speaks of, and who was left out and why.
  public var description: String { explanation.joined(separator: "\n") }

  /// The lines of `description`.
  public var explanation: [String] {
    let isATT = design.estimand.isFocalTreated
    let partner = isATT ? "control" : "treated"
    var lines = ["\(design.method.isWeighting ? "Weighted" : "Matched") \(design)."]
    for (caliper, width) in zip(design.calipers, caliperWidths) where caliper.isStandardised {
      lines.append("The \(caliper) is \(width) in its own units.")
    }
    if design.method.formsStrata {
      lines.append(wholeLine)
    } else {
      lines += pairLines
    }
    lines += methodLines
    let representation = representation
    lines.append(representation.sentence())
    lines += representation.lossLines()
    if let differences = representation.differenceSentence() { lines.append(differences) }
    let others = design.estimand.isOfBothArms ? 0 : discarded.count { !isFocal($0) }
    if others > 0 {
      lines.append("\(others) \(partner) left out: \(Reason.discarded.label).")
    }
    if !excluded.isEmpty {
      let gaps = covariates.missing.map { "\($0.column) in \($0.rows)" }
      lines.append(
        "\(excluded.count) rows left out for missing values: \(gaps.joined(separator: ", ")).")
    }
    return lines
  }

  /// What the method itself has to say: what it searched, how good its result is and what stood in
  /// the way of everyone.
  package var methodLines: [String] {
    (search.map { [$0.sentence] } ?? []) + optimalityLines + (detail?.lines ?? [])
  }

  /// Who is in the strata.
  private var wholeLine: String {
    let (all, controls) = (treated.count { $0 }, treated.count { !$0 })
    if !design.method.formsSets {
      return
        "\(treatedCount) of \(all) treated people and \(controlCount) of \(controls) controls "
        + "carry weight."
    }
    return
      "\(sets.count) \(design.method.setNoun) hold \(treatedCount) of \(all) treated people and "
      + "\(controlCount) of \(controls) controls."
  }

  /// Who has partners.
  private var pairLines: [String] {
    let isATT = design.estimand.isFocalTreated
    let (focal, partner) = isATT ? ("treated", "control") : ("control", "treated")
    let focalCount = treated.indices.count { isFocal($0) }
    let (matchedCount, partnerCount) =
      isATT ? (treatedCount, controlCount) : (controlCount, treatedCount)
    var lines = [
      "\(matchedCount) of \(focalCount) \(focal) people have partners: \(pairCount) pairs with "
        + "\(partnerCount) different \(partner) people, the total distance \(totalDistance)."
    ]
    if maximumReuse > 1 { lines.append("One person serves in up to \(maximumReuse) sets.") }
    let short = sets.count { max($0.treated.count, $0.controls.count) < design.ratio }
    if short > 0 { lines.append("\(short) sets have fewer than \(design.ratio) partners.") }
    return lines
  }
}

extension Match.Reason {
  /// The reason in words, for a flow of people.
  public var label: String {
    switch self {
    case .noneInExactStratum: "nobody of the other arm has the same exact values"
    case .noneDiffering: "nobody of the other arm differs where they must"
    case .noneInsideCaliper: "nobody is inside the caliper"
    case .allTaken: "those inside the caliper were taken by others"
    case .discarded: "outside the common range of scores"
    case .tooFewPartners: "fewer partners than a set must have"
    case .allForbidden: "every pair they could form is forbidden"
    case .trimmed: "nearly certain to be in one arm"
    case .notChosen: "not in the largest balanced sample"
    case .missingCovariate: "a covariate is missing"
    }
  }
}
