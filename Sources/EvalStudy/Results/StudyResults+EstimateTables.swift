internal import EvalStats

extension StudyResults {
  /// Every outcome and window by every estimator, and the fits of the sensitivity panel.
  var estimateTable: [UInt8] {
    var writer = CSVWriter(header: [
      "outcome", "window_months", "role", "estimand", "method", "estimate", "standard_error",
      "lower", "upper", "df", "p", "note",
    ])
    func append(
      _ outcome: String, _ months: Int, _ role: String, _ finding: Finding?, note: String?
    ) {
      writer.append(outcome)
      writer.append(months)
      writer.append(role)
      writer.append(finding?.estimand)
      writer.append(finding?.method)
      writer.append(contentsOf: [
        finding?.estimate, finding?.standardError, finding?.lower, finding?.upper,
        finding?.degreesOfFreedom, finding?.pValue,
      ])
      writer.append(note)
      writer.endRow()
    }
    for outcome in outcomes {
      let (name, months) = (outcome.outcome, outcome.windowMonths)
      append(name, months, "main", outcome.rateOfChange, note: outcome.notEstimated)
      for finding in outcome.alternatives {
        append(
          name, months, "alternative", finding,
          note: finding.caveats.isEmpty ? nil : finding.caveats.joined(separator: " "))
      }
      for missing in outcome.unavailable ?? [] {
        append(name, months, "unavailable", nil, note: "\(missing.method): \(missing.reason)")
      }
    }
    for fit in sensitivity {
      append(fit.outcome, fit.windowMonths, fit.label, fit.finding, note: fit.note)
    }
    return writer.bytes
  }

  /// The ratio of the arms month by month.
  var eventStudyTable: [UInt8] {
    var writer = CSVWriter(header: [
      "outcome", "month", "ratio", "lower", "upper", "band_lower", "band_upper", "note",
    ])
    for study in eventStudies ?? [] {
      for month in study.months {
        writer.append(study.outcome)
        writer.append(month.month)
        writer.append(contentsOf: [
          month.ratio, month.lower, month.upper, month.bandLower, month.bandUpper,
        ])
        writer.append(month.notShown)
        writer.endRow()
      }
    }
    return writer.bytes
  }

  /// Outcomes group by group.
  var subgroupTable: [UInt8] {
    var writer = CSVWriter(header: [
      "outcome", "window_months", "attribute", "group", "people", "sets", "ratio", "lower", "upper",
      "p", "shrunken", "shrunken_lower", "shrunken_upper", "note",
    ])
    for subgroup in subgroups ?? [] {
      for group in subgroup.groups {
        writer.append(subgroup.outcome)
        writer.append(subgroup.windowMonths)
        writer.append(subgroup.attribute)
        writer.append(group.label)
        writer.append(group.people.description)
        writer.append(group.sets.description)
        writer.append(contentsOf: [
          group.ratio?.estimate, group.ratio?.lower, group.ratio?.upper, group.ratio?.pValue,
          group.shrunken?.estimate, group.shrunken?.lower, group.shrunken?.upper,
        ])
        writer.append(group.notEstimated)
        writer.endRow()
      }
    }
    return writer.bytes
  }
}
