/// Whether use fell faster among the treated than among their matched controls.
///
/// The rate-of-change ratio is RRR = (post₁/pre₁)/(post₀/pre₀), each rate being Σwy/Σwt over the
/// arm's members with their match weights w. It is the arm × period interaction of a log-linear
/// model of the counts with offset log t, fitted by Poisson quasi-likelihood: four cells, four
/// coefficients, so that the coefficients are logs of rates and the sandwich covariance follows
/// from the sums of weighted residuals of each matched set. Nothing is iterated.
///
/// The model has two rows a member (before and after; a row without person-time is not counted) and
/// k = 4 coefficients: these are the n and k of CR1S.
///
/// A ratio near 1 says that use changed alike in both arms. It is the effect of the programme only
/// if, without it, both arms would have changed by the same *factor* (parallel trends on the log
/// scale); the additive `difference()` assumes the same number of events instead, and the two can
/// disagree in sign.
public struct RateOfChange: Sendable {
  /// What the estimates are made from.
  public let counts: PrePostCounts
  /// Totals by matched set.
  let bySet: ClusterTotals
  /// Totals by person and by member; `nil` where every person stands in one set only.
  let shared: SharedTotals?
  /// Weighted events and person-time of the four cells.
  let events: SIMD4<Double>
  let time: SIMD4<Double>
  /// Rates per person-month of the four cells; 0 in a cell without person-time.
  let rates: SIMD4<Double>
  /// Rows with person-time in each cell.
  let rows: SIMD4<Int>

  /// Checks the counts and adds them up.
  ///
  /// - Throws: `ChangeError` for a negative or non-finite value (or one of a size
  ///   beyond 10^±30), events without person-time, an arm
  ///   without members or a window in which an arm has no person-time.
  /// - Complexity: O(*members* + *sets* log *sets*)
  public init(_ counts: PrePostCounts) throws(ChangeError) {
    try RateOfChange.check(counts)
    self.counts = counts
    let bySet = ClusterTotals(counts, by: counts.sets)
    self.bySet = bySet
    shared = SharedTotals(counts)
    (events, time) = bySet.overall
    var rates = SIMD4<Double>.zero
    for cell in 0..<4 where time[cell] > 0 { rates[cell] = events[cell] / time[cell] }
    self.rates = rates
    var rows = SIMD4<Int>.zero
    for member in 0..<counts.count where counts.weights[member] > 0 {
      let arm = counts.arms[member]
      if counts.timeBefore[member] > 0 { rows[ClusterTotals.cell(arm, .before)] += 1 }
      if counts.timeAfter[member] > 0 { rows[ClusterTotals.cell(arm, .after)] += 1 }
    }
    self.rows = rows
    for arm in Arm.allCases {
      for period in Period.allCases where time[ClusterTotals.cell(arm, period)] <= 0 {
        throw .noPersonTime(arm, period)
      }
    }
  }

  /// The number of matched sets.
  public var setCount: Int { bySet.clusterCount }

  /// Whether some person serves in more than one set, so that sets are not independent.
  public var sharesPeople: Bool { shared != nil }

  /// The weighted rate of an arm in a period, per 1,000 person-months.
  public func rate(of arm: Arm, _ period: Period) -> Double {
    1000 * rates[ClusterTotals.cell(arm, period)]
  }

  /// Refuses what no estimate may be made from.
  static func check(_ counts: PrePostCounts) throws(ChangeError) {
    let columns = [
      ("weights", counts.weights), ("before", counts.before), ("timeBefore", counts.timeBefore),
      ("after", counts.after), ("timeAfter", counts.timeAfter),
    ]
    for (name, values) in columns {
      for (row, value) in values.enumerated()
      where !(value == 0 || Double.ordinarySizes.contains(value)) {
        throw .invalidValue(column: name, row: row)
      }
    }
    for row in 0..<counts.count where counts.weights[row] > 0 {
      if counts.timeBefore[row] == 0, counts.before[row] > 0 {
        throw .eventsWithoutTime(row: row, .before)
      }
      if counts.timeAfter[row] == 0, counts.after[row] > 0 {
        throw .eventsWithoutTime(row: row, .after)
      }
    }
    for arm in Arm.allCases {
      let hasMembers = counts.arms.indices.contains {
        counts.arms[$0] == arm && counts.weights[$0] > 0
      }
      if !hasMembers { throw .emptyArm(arm) }
    }
  }
}

/// Totals by person and by member, for people who serve in several sets.
struct SharedTotals: Sendable {
  let byPerson: ClusterTotals
  let byMember: ClusterTotals
  /// People with more than one row of positive weight.
  let sharedCount: Int

  /// `nil` where nobody serves twice.
  init?(_ counts: PrePostCounts) {
    var uses: [Int: Int] = [:]
    for member in 0..<counts.count where counts.weights[member] > 0 {
      uses[counts.persons[member], default: 0] += 1
    }
    let sharedCount = uses.values.count { $0 > 1 }
    guard sharedCount > 0 else { return nil }
    self.sharedCount = sharedCount
    byPerson = ClusterTotals(counts, by: counts.persons)
    // A person serves once in a set, so the cells of set × person are the members themselves.
    byMember = ClusterTotals(counts, by: Array(0..<counts.count))
  }
}
