/// What people cost before and after by arm and setting, and the difference in differences.
///
/// Cost = activity × unit cost, over the fixed windows: everyone counts whole, and nobody costs
/// anything after death. The cost per person is the weighted mean Σw·cost/Σw of an arm; the result
/// is (after − before) among the treated − (after − before) among the controls, in pounds per
/// treated person. It is a gross change at average cost: no programme cost is taken off, and a bed
/// not used is not cash.
///
/// Adult social care may be negative, where money paid before is paid back: the amounts are taken as
/// they are booked.
///
/// Intervals are percentiles of resampled matched sets; of resampled people where some serve in
/// several sets, which takes no account of the matching and is the wider for it.
public struct CostComparison: Sendable, Equatable {
  /// The comparison of one setting, or of the total.
  public struct Line: Sendable, Equatable {
    /// The setting; `nil` for the total.
    public let setting: Setting?
    /// Who pays; for the total, all payers.
    public let payer: String
    /// Pounds per treated person before, weighted.
    public let treatedBefore: Double
    /// Pounds per treated person after, weighted.
    public let treatedAfter: Double
    /// Pounds per control before, weighted.
    public let controlBefore: Double
    /// Pounds per control after, weighted.
    public let controlAfter: Double
    /// Pounds per treated person: the change among the treated less the change among the controls.
    public let difference: Finding
    /// Unit cost, price year and source, in words.
    public let basis: String
    /// Matched sets that enter.
    public let setCount: Int
    /// What each person cost.
    package let pounds: PrePostCounts
  }

  /// One line a setting, in the order of `Setting.allCases`.
  public let lines: [Line]
  /// Their sum over the sets covered in every setting; emergency admissions are not added to
  /// non-elective ones, of which they are part. `nil` for a single setting.
  public let total: Line?
  /// What a reader must know, one sentence each.
  public let caveats: [String]

  /// Costs activity and compares it.
  ///
  /// - Parameters:
  ///   - counts: Activity before and after by setting, adult social care in pounds.
  ///   - unitCosts: The prices.
  ///   - priceYear: The prices to take where a setting has several.
  ///   - payers: Who pays, where it is not the usual payer.
  ///   - repetitions: Resamples a line, at least 200.
  ///   - generator: The source of the resamples.
  /// - Throws: `CostError`.
  /// - Complexity: O(*settings* · *sets* · *repetitions*)
  public init(
    of counts: [Setting: PrePostCounts], unitCosts: UnitCostTable, priceYear: String? = nil,
    payers: [Setting: String] = [:], repetitions: Int = 1_999,
    using generator: inout SeededGenerator
  ) throws(CostError) {
    var lines: [Line] = []
    var costed: [(setting: Setting, counts: PrePostCounts)] = []
    var used: [UnitCost] = []
    for setting in Setting.allCases {
      guard let activity = counts[setting] else { continue }
      var price = 1.0
      var basis = "recorded cost of the packages, in pounds of their time"
      if let unit = setting.activityUnit {
        let cost = try unitCosts.cost(of: setting, by: unit, priceYear: priceYear)
        used.append(cost)
        price = cost.value
        basis = cost.basis
      }
      let pounds = activity.priced(at: price)
      costed.append((setting, pounds))
      let sample = try CostComparison.sample(pounds, setting: setting)
      let payer = payers[setting] ?? setting.usualPayer
      do {
        lines.append(
          try sample.line(
            setting: setting, payer: payer, basis: basis, repetitions: repetitions,
            using: &generator))
      } catch {
        throw .counts(setting, error)
      }
    }
    guard !lines.isEmpty else { throw .noActivity }
    self.lines = lines
    var caveats = UnitCostTable.priceYearCaveat(of: used).map { [$0] } ?? []
    if counts[.emergency] != nil, counts[.nonElective] != nil {
      costed.removeAll { $0.setting == .emergency }
      caveats.append(
        "Emergency admissions are part of non-elective admissions and not added to them.")
    }
    guard costed.count > 1 else {
      total = nil
      self.caveats = caveats
      return
    }
    let (sum, isPart) = try CostComparison.sum(costed.map(\.counts))
    if isPart {
      caveats.append(
        "The total covers only the matched sets whose windows are covered in every setting.")
    }
    let totalPayers = Set(costed.map { payers[$0.setting] ?? $0.setting.usualPayer }).sorted()
    let sample = try CostComparison.sample(sum, setting: nil)
    do {
      total = try sample.line(
        setting: nil, payer: totalPayers.joined(separator: " and "),
        basis: "sum of \(costed.map(\.setting.rawValue).joined(separator: ", "))",
        repetitions: repetitions, using: &generator)
    } catch {
      throw .counts(nil, error)
    }
    self.caveats = caveats
  }

  /// Checks the costs of one setting and puts them by set or person.
  private static func sample(
    _ pounds: PrePostCounts, setting: Setting?
  ) throws(CostError) -> CostSample {
    do {
      // Activity is counted; social care is money, which can be paid back.
      return try CostSample(pounds, allowsNegative: setting?.activityUnit == nil)
    } catch {
      throw .counts(setting, error)
    }
  }

  /// Adds up the pounds of each member over the sets that are in every setting.
  private static func sum(
    _ counts: [PrePostCounts]
  ) throws(CostError) -> (sum: PrePostCounts, isPart: Bool) {
    var common = Set(counts[0].sets)
    for other in counts.dropFirst() { common.formIntersection(other.sets) }
    guard !common.isEmpty else { throw .noCommonSets }
    let parts = counts.map { part in
      part.members((0..<part.count).filter { common.contains(part.sets[$0]) })
    }
    let first = parts[0]
    // Sets enter whole, so members stand in the same order in every setting of one cohort.
    for part in parts {
      precondition(
        part.persons == first.persons && part.sets == first.sets && part.arms == first.arms,
        "the settings of a cost comparison come from one cohort")
    }
    func added(_ column: (PrePostCounts) -> [Double]) -> [Double] {
      first.arms.indices.map { row in parts.reduce(0) { $0 + column($1)[row] } }
    }
    let sum = PrePostCounts(
      arms: first.arms, sets: first.sets, persons: first.persons, weights: first.weights,
      before: added(\.before), timeBefore: first.timeBefore, after: added(\.after),
      timeAfter: first.timeAfter)
    return (sum, counts.contains { $0.count > sum.count })
  }
}
