/// What can be wrong with unit costs or with applying them to activity.
public enum CostError: EvaluationError, Equatable {
  /// A unit cost is negative or not a number.
  case invalidValue(Setting, CostUnit, row: Int)
  /// A unit cost names no price year.
  case missingPriceYear(Setting, CostUnit, row: Int)
  /// A unit cost names no source.
  case missingSource(Setting, CostUnit, row: Int)
  /// Two rows price the same unit of the same setting in the same year.
  case duplicate(Setting, CostUnit, priceYear: String, row: Int)
  /// No unit cost is given for a setting.
  case missingSetting(Setting, priceYear: String?)
  /// The setting is priced by other units than its activity is counted in.
  case unitMismatch(Setting, activity: CostUnit, priced: [CostUnit])
  /// Several price years are on offer and none was named.
  case ambiguousPriceYear(Setting, years: [String])
  /// No activity was given.
  case noActivity
  /// No set has all its settings inside their windows, so nothing can be added up.
  case noCommonSets
  /// The counts cannot carry a comparison.
  case counts(Setting?, ChangeError)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .invalidValue: "invalid-unit-cost"
    case .missingPriceYear: "missing-price-year"
    case .missingSource: "missing-cost-source"
    case .duplicate: "duplicate-unit-cost"
    case .missingSetting: "missing-unit-cost"
    case .unitMismatch: "cost-unit-mismatch"
    case .ambiguousPriceYear: "ambiguous-price-year"
    case .noActivity: "no-activity"
    case .noCommonSets: "no-common-sets"
    case .counts(_, let error): error.code
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .invalidValue(let setting, let unit, let row),
      .missingPriceYear(let setting, let unit, let row),
      .missingSource(let setting, let unit, let row),
      .duplicate(let setting, let unit, _, let row):
      "unit cost \(row + 1), \(setting.rawValue) by \(unit.rawValue)"
    case .missingSetting(let setting, _), .unitMismatch(let setting, _, _),
      .ambiguousPriceYear(let setting, _):
      "setting '\(setting.rawValue)'"
    case .counts(let setting, let error):
      [setting.map { "setting '\($0.rawValue)'" }, error.location].compactMap(\.self)
        .joined(separator: ", ")
    case .noActivity, .noCommonSets: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .invalidValue: "the value is negative or not a number; give pounds a unit"
    case .missingPriceYear: "no price year is given; name the year whose prices these are"
    case .missingSource: "no source is given; say where the figure stands"
    case .duplicate(_, _, let year, _):
      "the same unit is priced twice for \(year); keep one of the rows"
    case .missingSetting(_, let year):
      "no unit cost is given\(year.map { " for \($0)" } ?? ""); add one or leave the setting out"
    case .unitMismatch(_, let activity, let priced):
      "activity is counted by \(activity.rawValue) but priced by "
        + "\(priced.map(\.rawValue).joined(separator: " and ")); "
        + "give a unit cost by \(activity.rawValue)"
    case .ambiguousPriceYear(_, let years):
      "unit costs of \(years.joined(separator: " and ")) are given; name the price year to use"
    case .noActivity: "no activity was given to cost; name at least one setting"
    case .noCommonSets: "no matched set is covered in every setting; cost them apart"
    case .counts(_, let error): error.message
    }
  }
}
