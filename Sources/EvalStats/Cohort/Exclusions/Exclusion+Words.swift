extension Exclusion.Rule {
  /// The rule in words.
  var words: String {
    switch self {
    case .ageBelow(let years): "aged under \(Exclusion.plain(years)) on the index date"
    case .ageAbove(let years): "aged over \(Exclusion.plain(years)) on the index date"
    case .sexMissing: "sex is not recorded"
    case .attribute(let name, .listed(let values, let orMissing)):
      "\(name) is \(Exclusion.list(values, orMissing))"
    case .attribute(let name, .notListed(let values, let orMissing)):
      "\(name) is other than \(Exclusion.list(values, false))" + (orMissing ? ", or missing" : "")
    case .attribute(let name, .missing): "\(name) is missing"
    case .date(let column, .before): "\(column.name) before the index date"
    case .date(let column, .withinDaysBefore(let days)):
      "\(column.name) within \(days) days before the index date"
    case .date(let column, .neverBefore): "no \(column.name) before the index date"
    case .use(let setting, let window): "\(setting.rawValue) in \(window)"
    case .registeredLess(let days): "registered for less than \(days) days"
    case .diesWithin(let days, _): "died within \(days) days after the index date"
    }
  }
}

extension Exclusion.DateColumn {
  /// The name of the column.
  var name: String {
    switch self {
    case .attribute(let name): name
    case .death: "death"
    }
  }
}

extension Exclusion {
  /// 18, 17.5.
  fileprivate static func plain(_ years: Double) -> String {
    years == years.rounded() && abs(years) < 1e6 ? "\(Int(years))" : "\(years)"
  }

  fileprivate static func list(_ values: [String], _ orMissing: Bool) -> String {
    let all = values + (orMissing ? ["missing"] : [])
    guard all.count > 1, let last = all.last else { return all.first ?? "" }
    return "\(all.dropLast().joined(separator: ", ")) or \(last)"
  }
}
