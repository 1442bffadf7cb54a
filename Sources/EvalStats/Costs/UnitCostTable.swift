/// Unit costs that were checked against one another.
public struct UnitCostTable: Sendable, Equatable {
  /// The costs, in the order given.
  public let costs: [UnitCost]

  /// Checks unit costs.
  ///
  /// - Throws: `CostError` for a negative value, a missing price year or source, or two prices of
  ///   one unit of a setting in one year.
  public init(_ costs: [UnitCost]) throws(CostError) {
    struct Key: Hashable {
      let setting: Setting
      let unit: CostUnit
      let priceYear: String
    }
    var seen: Set<Key> = []
    for (row, cost) in costs.enumerated() {
      guard cost.value.isFinite, cost.value >= 0 else {
        throw .invalidValue(cost.setting, cost.unit, row: row)
      }
      guard cost.priceYear.contains(where: \.isNumber) else {
        throw .missingPriceYear(cost.setting, cost.unit, row: row)
      }
      guard cost.source.contains(where: { !$0.isWhitespace }) else {
        throw .missingSource(cost.setting, cost.unit, row: row)
      }
      let key = Key(setting: cost.setting, unit: cost.unit, priceYear: cost.priceYear)
      guard seen.insert(key).inserted else {
        throw .duplicate(cost.setting, cost.unit, priceYear: cost.priceYear, row: row)
      }
    }
    self.costs = costs
  }

  /// The price of one unit of a setting's activity.
  ///
  /// - Parameter priceYear: Needed only where the setting is priced in several years.
  /// - Throws: `CostError.missingSetting`, `.unitMismatch` where the setting is priced by another
  ///   unit only, `.ambiguousPriceYear`.
  public func cost(
    of setting: Setting, by unit: CostUnit, priceYear: String? = nil
  ) throws(CostError) -> UnitCost {
    let own = costs.filter { $0.setting == setting }
    let inYear = priceYear.map { year in own.filter { $0.priceYear == year } } ?? own
    guard !inYear.isEmpty else { throw .missingSetting(setting, priceYear: priceYear) }
    let matching = inYear.filter { $0.unit == unit }
    guard let first = matching.first else {
      throw .unitMismatch(
        setting, activity: unit,
        priced: CostUnit.allCases.filter { inYear.map(\.unit).contains($0) })
    }
    guard matching.count == 1 else {
      throw .ambiguousPriceYear(setting, years: matching.map(\.priceYear))
    }
    return first
  }

  /// The price years of some unit costs, each once, ascending.
  public static func priceYears(of costs: [UnitCost]) -> [String] {
    Set(costs.map(\.priceYear)).sorted()
  }

  /// What to say where unit costs of different price years are added up; `nil` where they agree.
  public static func priceYearCaveat(of costs: [UnitCost]) -> String? {
    let years = priceYears(of: costs)
    guard years.count > 1 else { return nil }
    let parts = years.map { year in
      let settings = costs.filter { $0.priceYear == year }.map(\.setting.rawValue)
      return "\(year) (\(settings.joined(separator: ", ")))"
    }
    return "Unit costs are in the prices of different years, which were not brought to one: "
      + parts.joined(separator: "; ") + "."
  }
}
