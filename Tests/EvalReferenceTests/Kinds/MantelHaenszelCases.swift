import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Rates over strata: Mantel–Haenszel, direct and indirect standardisation.
  static let mantelHaenszel = ReferenceKind("mantel-haenszel") { comparison in
    let relative = try comparison.requiredTolerance("relative")
    guard let entries = comparison.input("strata")?.array else {
      throw ReferenceFault("inputs.strata is not an array")
    }
    let known: Set = ["events1", "time1", "events0", "time0"]
    let strata = try StratifiedRates(
      entries.map { entry in
        func value(_ key: String) throws -> Double {
          guard let value = entry[ReferencePath([key])]?.number else {
            throw ReferenceFault("a stratum has no \(key)")
          }
          return value
        }
        if let key = entry.object?.keys.first(where: { !known.contains($0) }) {
          throw ReferencePending("inputs.strata.\(key)")
        }
        return StratifiedRates.Stratum(
          events: try value("events1"), time: try value("time1"),
          referenceEvents: try value("events0"), referenceTime: try value("time0"))
      })
    let finding = try? strata.mantelHaenszel()
    comparison.check("rate_ratio", strata.ratio, relative: relative)
    // At a ratio of 0 the lower end is 0 too, whatever its standard error.
    let lower = finding?.lower ?? (strata.ratio == 0 ? 0 : nil)
    comparison.check("ci95", [lower, finding?.upper], relative: relative)
    comparison.check("se_log", strata.standardErrorLog, relative: relative)
    comparison.check("chi2", strata.chiSquared, relative: relative, absolute: 1e-14)
    comparison.check(
      "p", strata.chiSquared.map { ChiSquared(degreesOfFreedom: 1).survival($0) },
      relative: relative)
    // The names say who the groups are: the first is group 1.
    for (place, key) in comparison.keys().filter({ $0.hasPrefix("standardised_") }).enumerated() {
      let rate = strata.directlyStandardised(reference: place > 0)
      let path = ReferencePath([key])
      comparison.check(path / "rate", rate.rate, relative: relative)
      comparison.check(path / "se", rate.standardError, relative: relative)
    }
    comparison.check("smr_indirect", strata.standardisedEventRatio, relative: relative)
  }
}
