internal import EvalStats

extension TableChangeResult: PrintedResult {
  /// The main table, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: [
      "outcome", "estimator", "primary", "estimand", "method", "estimate", "standard_error",
      "lower", "upper", "df", "p", "p_adjusted", "refusal",
    ])
    for row in estimates {
      let finding = row.finding
      writer.append(row.outcome)
      writer.append(row.estimator.rawValue)
      writer.append(row.isPrimary ? 1 : 0)
      writer.append(finding?.estimand ?? "")
      writer.append(finding?.method ?? "")
      writer.append(contentsOf: [
        finding?.estimate, finding?.standardError, finding?.lower, finding?.upper,
        finding?.degreesOfFreedom, finding?.pValue, row.adjustedPValue,
      ])
      writer.append(row.refusal ?? "")
      writer.endRow()
    }
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    var lines = "\(rowsRead) rows: \(people) people in \(sets) sets\n"
    lines += "\n\(ratesText)\nRates per 1,000 person-months, weighted; after/before with its 95% "
    lines += "interval.\n"
    var outcome: String?
    for estimate in estimates where estimate.outcome != outcome {
      outcome = estimate.outcome
      let own = estimates.filter { $0.outcome == estimate.outcome }
      lines += "\n\(estimate.outcome)\(own.contains(where: \.isPrimary) ? " (primary)" : "")\n"
      lines += estimatesText(own)
    }
    lines += "\n\(multiplicity)\n"
    for sentence in sentences { lines += "\n\(sentence)\n" }
    return lines
  }

  private var ratesText: String {
    var table = AlignedText(header: [
      "", "people", "before", "after", "months", "months", "rate", "rate", "after/before",
    ])
    for row in arms {
      table.append([
        "\(row.outcome), \(row.arm.rawValue)", "\(row.people)", "\(row.eventsBefore)",
        "\(row.eventsAfter)", AlignedText.number(row.personMonthsBefore, digits: 6),
        AlignedText.number(row.personMonthsAfter, digits: 6), AlignedText.number(row.rateBefore),
        AlignedText.number(row.rateAfter), TableChangeResult.interval(row.change),
      ])
    }
    return table.text
  }

  private func estimatesText(_ rows: [Estimate]) -> String {
    var table = AlignedText(header: ["", "estimate", "95% from", "to", "p", "adjusted"])
    var notes = ""
    for row in rows {
      let label = row.estimator.label
      if let refusal = row.refusal { notes += "  \(label): not to be had: \(refusal)\n" }
      guard let finding = row.finding else { continue }
      table.append([
        "\(finding.estimand): \(finding.method)", AlignedText.number(finding.estimate),
        AlignedText.number(finding.lower), AlignedText.number(finding.upper),
        AlignedText.number(finding.pValue, digits: 3),
        row.isPrimary ? "primary" : AlignedText.number(row.adjustedPValue, digits: 3),
      ])
      for caveat in finding.caveats { notes += "  \(label): \(caveat)\n" }
    }
    return table.text + notes
  }

  private static func interval(_ finding: Finding?) -> String {
    guard let finding else { return "–" }
    return "\(AlignedText.hundredths(finding.estimate)) "
      + "(\(AlignedText.hundredths(finding.lower))–\(AlignedText.hundredths(finding.upper)))"
  }
}
