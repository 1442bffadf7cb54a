internal import EvalStats

extension StudyResults {
  /// The tables of the results as comma-separated text, by file name.
  var tables: [OutputFolder.File] {
    [
      OutputFolder.File(name: "flow.csv", bytes: flowTable),
      OutputFolder.File(name: "balance.csv", bytes: balanceTable),
      OutputFolder.File(name: "monthly_rates.csv", bytes: monthlyRateTable),
      OutputFolder.File(name: "outcomes.csv", bytes: outcomeTable),
      OutputFolder.File(name: "estimates.csv", bytes: estimateTable),
      OutputFolder.File(name: "event_study.csv", bytes: eventStudyTable),
      OutputFolder.File(name: "subgroups.csv", bytes: subgroupTable),
      OutputFolder.File(name: "costs.csv", bytes: costTable),
    ]
  }

  /// The table of outcomes as comma-separated text.
  public var outcomesAsCSV: String { String(decoding: outcomeTable, as: UTF8.self) }

  private var flowTable: [UInt8] {
    var writer = CSVWriter(header: ["arm", "step", "remaining", "lost", "reason"])
    for step in flow {
      writer.append(step.arm.rawValue)
      writer.append(step.label)
      writer.append(step.remaining.description)
      writer.append(nil as String?)
      writer.append(nil as String?)
      writer.endRow()
      for loss in step.lost {
        writer.append(step.arm.rawValue)
        writer.append(step.label)
        writer.append(nil as String?)
        writer.append(loss.count.description)
        writer.append(loss.reason)
        writer.endRow()
      }
    }
    return writer.bytes
  }

  private var balanceTable: [UInt8] {
    var writer = CSVWriter(header: [
      "covariate", "is_binary", "mean_treated", "mean_candidates", "mean_treated_matched",
      "mean_controls_matched", "smd_before", "smd_after", "smd_pooled_before",
      "smd_pooled_after", "variance_ratio_before", "variance_ratio_after", "ks_before", "ks_after",
      "ecdf_mean_before", "ecdf_mean_after", "verdict", "note",
    ])
    for row in balance {
      writer.append(row.covariate)
      writer.append(row.isBinary)
      writer.append(row.meanTreated)
      writer.append(row.meanCandidates)
      writer.append(row.meanTreatedMatched)
      writer.append(row.meanControlsMatched)
      writer.append(row.standardisedDifferenceBefore)
      writer.append(row.standardisedDifferenceAfter)
      writer.append(row.standardisedDifferencePooledBefore)
      writer.append(row.standardisedDifferencePooledAfter)
      writer.append(row.varianceRatioBefore)
      writer.append(row.varianceRatioAfter)
      writer.append(row.kolmogorovSmirnovBefore)
      writer.append(row.kolmogorovSmirnovAfter)
      writer.append(row.ecdfMeanDifferenceBefore)
      writer.append(row.ecdfMeanDifferenceAfter)
      writer.append(row.verdict?.rawValue)
      writer.append(row.note)
      writer.endRow()
    }
    return writer.bytes
  }

  private var monthlyRateTable: [UInt8] {
    var writer = CSVWriter(header: ["outcome", "arm", "month", "rate", "lower", "upper"])
    for row in monthlyRates {
      writer.append(row.outcome)
      writer.append(row.arm.rawValue)
      writer.append(row.month)
      writer.append(row.rate)
      writer.append(row.lower)
      writer.append(row.upper)
      writer.endRow()
    }
    return writer.bytes
  }

  private var outcomeTable: [UInt8] {
    let arms = ["treated", "control"].flatMap { arm in
      ["people", "events_before", "events_after", "rate_before", "rate_after"].map {
        "\($0)_\(arm)"
      }
    }
    var writer = CSVWriter(
      header: ["outcome", "window_months", "is_primary", "sets"] + arms + [
        "naive_change", "rate_of_change", "lower", "upper", "p", "p_adjusted", "method",
        "not_estimated",
      ])
    for outcome in outcomes {
      writer.append(outcome.outcome)
      writer.append(outcome.windowMonths)
      writer.append(outcome.isPrimary)
      writer.append(outcome.setsInWindow.description)
      for arm in Arm.allCases {
        let rates = outcome.arms.first { $0.arm == arm }
        writer.append(rates?.people.description)
        writer.append(rates?.eventsBefore.description)
        writer.append(rates?.eventsAfter.description)
        writer.append(rates?.rateBefore)
        writer.append(rates?.rateAfter)
      }
      writer.append(outcome.naiveChange?.estimate)
      writer.append(outcome.rateOfChange?.estimate)
      writer.append(outcome.rateOfChange?.lower)
      writer.append(outcome.rateOfChange?.upper)
      writer.append(outcome.rateOfChange?.pValue)
      writer.append(outcome.adjustedPValue)
      writer.append(outcome.rateOfChange?.method)
      writer.append(outcome.notEstimated)
      writer.endRow()
    }
    return writer.bytes
  }

  private var costTable: [UInt8] {
    var writer = CSVWriter(header: [
      "setting", "payer", "window_months", "treated_before", "treated_after", "control_before",
      "control_after", "difference_in_differences", "lower", "upper", "basis",
    ])
    for cost in costs {
      writer.append(cost.setting)
      writer.append(cost.payer)
      writer.append(cost.windowMonths)
      writer.append(cost.treatedBefore)
      writer.append(cost.treatedAfter)
      writer.append(cost.controlBefore)
      writer.append(cost.controlAfter)
      writer.append(cost.differenceInDifferences.estimate)
      writer.append(cost.differenceInDifferences.lower)
      writer.append(cost.differenceInDifferences.upper)
      writer.append(cost.basis)
      writer.endRow()
    }
    return writer.bytes
  }
}
