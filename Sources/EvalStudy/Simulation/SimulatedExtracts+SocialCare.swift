internal import EvalStats

extension SimulatedExtracts {
  /// The days of record-level social care.
  var packageCoverage: ClosedRange<Day> { study.history.coverage(of: .adultSocialCare) }

  /// Packages that touch the days of record-level social care: `asc_packages.csv`.
  ///
  /// One still open on the last of those days has no end. Of those that end with the person's death a
  /// few are left open by mistake, as councils' records are.
  func packages() -> [UInt8] {
    var generator = generator(.packages)
    var writer = CSVWriter(header: [
      "person_id", "service_type", "support_reason", "start_date", "end_date", "weekly_cost",
    ])
    for package in study.packages {
      let mistake = generator.uniform() < 0.04
      let start = Day(daysSinceEpoch: package.start)
      let end = min(Day(daysSinceEpoch: package.end), lastDay(of: package.person))
      guard start <= packageCoverage.upperBound, end >= packageCoverage.lowerBound else { continue }
      let endsByDeath = register.deaths[package.person].map { $0 <= end } ?? false
      let isOpen = end >= packageCoverage.upperBound || (mistake && endsByDeath)
      writer.append(register.identifiers[package.person])
      writer.append(serviceType(package.kind))
      writer.append(SimulatedStudy.supportReasons[package.supportReason])
      writer.append(start)
      writer.append(isOpen ? nil : end)
      writer.append(package.weeklyCost)
      writer.endRow()
    }
    return writer.bytes
  }

  private func serviceType(_ kind: CarePackage.Kind) -> String {
    switch kind {
    case .community: "community"
    case .residential: "residential"
    case .nursing: "nursing"
    }
  }

  /// Totals by quarter of the financial year before record-level social care begins, with gaps:
  /// `asc_summary_2015_16.csv`. Costs are rounded to whole pounds.
  func summary() -> [UInt8] {
    var generator = generator(.summary)
    var writer = CSVWriter(header: ["quarter", "support_reason", "people", "cost"])
    let (year, month, _) = packageCoverage.lowerBound.components
    func quarterStart(_ quarter: Int) -> Day {
      let months = month - 1 + 3 * quarter
      return Day(year: year - 1 + months / 12, month: months % 12 + 1, day: 1)
        ?? packageCoverage.lowerBound
    }
    for quarter in 0..<4 {
      let (first, last) = (quarterStart(quarter), quarterStart(quarter + 1).advanced(by: -1))
      for (reason, name) in SimulatedStudy.supportReasons.enumerated() {
        var people = Set<Int>()
        var cost = 0.0
        for package in study.packages where package.supportReason == reason {
          let from = max(first, Day(daysSinceEpoch: package.start))
          let to = min(last, Day(daysSinceEpoch: package.end), lastDay(of: package.person))
          guard from <= to else { continue }
          people.insert(package.person)
          cost += package.weeklyCost * Double(from.distance(to: to) + 1) / 7
        }
        let (peopleGap, costGap) = (generator.uniform() < 0.1, generator.uniform() < 0.2)
        writer.append("\(year - 1)-Q\(quarter + 1)")
        writer.append(name)
        writer.append(peopleGap ? nil : people.count)
        writer.append(costGap ? nil : cost.rounded())
        writer.endRow()
      }
    }
    return writer.bytes
  }
}
