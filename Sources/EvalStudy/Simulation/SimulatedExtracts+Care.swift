internal import EvalStats

extension SimulatedExtracts {
  /// Packages that touch the days for which social care is recorded by person; a package still
  /// running at the end has no end date.
  var carePackages: CSVWriter {
    var writer = CSVWriter(header: [
      "person_id", "service_type", "support_reason", "start_date", "end_date", "weekly_cost",
    ])
    let covered = study.history.coverage(of: .adultSocialCare)
    for package in study.packages {
      let last = lastDay(of: package)
      guard package.start <= covered.upperBound.daysSinceEpoch,
        last >= covered.lowerBound.daysSinceEpoch
      else { continue }
      writer.append(study.register.identifiers[package.person])
      writer.append(package.kind.rawValue)
      writer.append(SimulatedStudy.supportReasons[package.supportReason])
      writer.append(Day(daysSinceEpoch: package.start))
      writer.append(last > covered.upperBound.daysSinceEpoch ? nil : Day(daysSinceEpoch: last))
      writer.append(package.weeklyCost)
      writer.endRow()
    }
    return writer
  }

  /// Quarterly totals of 2015/16 by support reason, with gaps, where no person's records are held
  /// for that year; `nil` where they are.
  mutating func careSummary() -> CSVWriter? {
    guard study.history.settingCoverage[.adultSocialCare] != nil else { return nil }
    var writer = CSVWriter(header: ["quarter", "support_reason", "people", "cost"])
    for quarter in Self.quarters2015 {
      for (reason, name) in SimulatedStudy.supportReasons.enumerated() {
        var people: Set<Int> = []
        var cost = 0.0
        for package in study.packages where package.supportReason == reason {
          let from = max(package.start, quarter.first.daysSinceEpoch)
          let to = min(lastDay(of: package), quarter.last.daysSinceEpoch)
          guard from <= to else { continue }
          people.insert(package.person)
          cost += package.weeklyCost * Double(to - from + 1) / 7
        }
        let hasPeople = !generator.bernoulli(0.12)
        let hasCost = !generator.bernoulli(0.2)
        writer.append(quarter.name)
        writer.append(name)
        writer.append(hasPeople ? people.count : nil)
        writer.append(hasCost ? cost.rounded() : nil)
        writer.endRow()
      }
    }
    return writer
  }

  /// Monthly scores of the people who were ever in the top tenth: expected admissions in the next
  /// year by a fixed rule of age, conditions and the use of the last twelve months, so that a score
  /// moves with the admissions it is made from.
  mutating func riskScores() -> CSVWriter {
    var writer = CSVWriter(header: ["person_id", "month", "score"])
    let register = study.register
    let conditions = try? register.attributes.doubles("long_term_conditions")
    let months = self.months
    var scores: [[Double]] = []
    for month in months {
      let day = month.last
      scores.append(
        (0..<register.count).map { person in
          let from = day.advanced(by: -364)
          let admissions = study.history.total(
            of: person, in: .nonElective, from: from, through: day)
          let attendances = study.history.total(of: person, in: .aAndE, from: from, through: day)
          let age = Double(register.births[person].distance(to: day)) / 365.25
          return 2 + 0.12 * max(0, age - 40) + 1.8 * (conditions?[person] ?? 0) + 9 * admissions
            + 2.5 * attendances
        })
    }
    let isEverHigh = everInTopTenth(scores)
    for person in 0..<register.count where isEverHigh[person] {
      for (place, month) in months.enumerated()
      where register.registeredFrom[person] <= month.last && lastDay(person) >= month.last {
        writer.append(register.identifiers[person])
        writer.append(month.name)
        writer.append((min(scores[place][person], 99.9) * 10).rounded() / 10)
        writer.endRow()
      }
    }
    return writer
  }

  private func everInTopTenth(_ scores: [[Double]]) -> [Bool] {
    var isHigh = [Bool](repeating: false, count: study.register.count)
    for month in scores {
      let threshold = month.sorted()[month.count * 9 / 10]
      for person in month.indices where month[person] > threshold { isHigh[person] = true }
    }
    return isHigh
  }

  /// A year of quarters or the months of the study, with what they are called.
  struct Stretch {
    let name: String
    let first: Day
    let last: Day
  }

  /// From a year before the first index date to the end of the records, by calendar month.
  private var months: [Stretch] {
    var months: [Stretch] = []
    var (year, month, _) = study.configuration.firstIndexDate.advanced(by: -365).components
    while let first = Day(year: year, month: month, day: 1) {
      let (nextYear, nextMonth) = month == 12 ? (year + 1, 1) : (year, month + 1)
      guard let next = Day(year: nextYear, month: nextMonth, day: 1),
        next.advanced(by: -1) <= study.history.coverage.upperBound
      else { break }
      months.append(
        Stretch(
          name: String(first.description.prefix(7)), first: first, last: next.advanced(by: -1)))
      (year, month) = (nextYear, nextMonth)
    }
    return months
  }

  private static let quarters2015: [Stretch] = [
    ("2015-Q1", (2015, 4), (2015, 7)), ("2015-Q2", (2015, 7), (2015, 10)),
    ("2015-Q3", (2015, 10), (2016, 1)), ("2015-Q4", (2016, 1), (2016, 4)),
  ].compactMap { name, from, to in
    guard let first = Day(year: from.0, month: from.1, day: 1),
      let next = Day(year: to.0, month: to.1, day: 1)
    else { return nil }
    return Stretch(name: name, first: first, last: next.advanced(by: -1))
  }

  private func lastDay(_ person: Int) -> Day {
    study.register.lastDay(of: person, cutOff: study.history.coverage.upperBound)
  }

  /// The last day of a package: its own, or that of the person's observation; beyond the coverage
  /// where it goes on.
  private func lastDay(of package: CarePackage) -> Int32 {
    let observed = [
      study.register.registeredTo[package.person], study.register.deaths[package.person],
    ].compactMap { $0?.daysSinceEpoch }.min()
    return min(package.end, observed ?? .max)
  }
}
