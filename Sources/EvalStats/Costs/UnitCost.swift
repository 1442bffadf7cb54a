/// The price of one unit of a service, with the year whose prices it is in and where it was found.
public struct UnitCost: Sendable, Equatable, Codable {
  /// The service.
  public let setting: Setting
  /// What the price is of.
  public let unit: CostUnit
  /// The year of the prices, as the source names it: "2016/17".
  public let priceYear: String
  /// Pounds a unit.
  public let value: Double
  /// Where the figure stands.
  public let source: String

  /// Creates a unit cost; `UnitCostTable` checks it.
  public init(
    setting: Setting, unit: CostUnit, priceYear: String, value: Double, source: String
  ) {
    self.setting = setting
    self.unit = unit
    self.priceYear = priceYear
    self.value = value
    self.source = source
  }

  /// "£148 an attendance, 2016/17 prices (reference costs)".
  public var basis: String {
    let article = unit == .attendance || unit == .hour || unit == .finishedConsultantEpisode
    let places = value == value.rounded() ? 0 : 2
    return "£\(Decimals.grouped(value, places: places)) \(article ? "an" : "a") \(unit.rawValue), "
      + "\(priceYear) prices (\(source))"
  }
}
