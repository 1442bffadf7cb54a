internal import EvalStats

extension AdequacyJudge {
  /// The register: what is missing, impossible or heaped.
  func judgePersons(_ judgement: inout Judgement) {
    let register = extracts.register
    let missingSex = register.sexes.codes.count { $0 < 0 }
    if missingSex > 0 {
      judgement.care(
        "sex-missing",
        "Sex is not recorded for "
          + "\(plan.disclosure.portion(missingSex, of: register.count, "people")).")
    }
    for (name, column) in zip(register.attributes.names, register.attributes.columns) {
      // Of a dated fact an empty cell says that it did not happen.
      if case .day = column { continue }
      let missing = (0..<register.count).count { column.isMissing($0) }
      if missing > 0 {
        judgement.care(
          "attribute-missing",
          "'\(name)' is missing for "
            + "\(plan.disclosure.portion(missing, of: register.count, "people")).")
      }
    }
    judgeDeciles(&judgement)
    judgeBirths(&judgement)
    judgeChurn(&judgement)
    judgeEnds(&judgement)
  }

  /// Deciles of deprivation that are none.
  private func judgeDeciles(_ judgement: inout Judgement) {
    let register = extracts.register
    guard let deciles = try? register.attributes.doubles("imd_decile") else { return }
    let wrong = (0..<register.count).count { person in
      deciles[person].map { !(1...10).contains($0) || $0 != $0.rounded() } ?? false
    }
    if wrong > 0 {
      judgement.care(
        "decile-impossible",
        "\(opening(wrong, of: register.count, "people")) have a decile of deprivation that is not a "
          + "whole number from 1 to 10: it may be a rank, a score or a code for 'not known'.")
    }
  }

  /// Registrations that end together: a practice that closed, or a list that was cleaned.
  private func judgeEnds(_ judgement: inout Judgement) {
    let register = extracts.register
    let ends = (0..<register.count).compactMap { person -> Day? in
      guard let end = register.registeredTo[person], plan.calendar.coverage.contains(end),
        register.deaths[person].map({ end.distance(to: $0) > 31 }) ?? true
      else { return nil }
      return end
    }
    let spread = DaySpread(ends)
    guard let day = spread.fullestDay, spread.fullestDayCount >= 20,
      Double(spread.fullestDayCount) > AdequacyLimits.sameDayShare * Double(ends.count)
    else { return }
    judgement.care(
      "registrations-end-together",
      "\(opening(spread.fullestDayCount, of: ends.count, "registrations that end")) end on \(day): a "
        + "practice that closed, or a list that was cleaned, is no loss of people, and they may go on "
        + "using services.")
  }

  private func judgeBirths(_ judgement: inout Judgement) {
    let register = extracts.register
    let end = plan.calendar.coverage.upperBound
    let old = (0..<register.count).count { person in
      Age.years(from: register.births[person], to: min(end, register.deaths[person] ?? end))
        > AdequacyLimits.oldestAge
    }
    if old > 0 {
      judgement.care(
        "age-implausible",
        "\(opening(old, of: register.count, "people")) would be over "
          + "\(Int(AdequacyLimits.oldestAge)) years old: a death that is not recorded, or a date "
          + "that stands for 'not known'.")
    }
    let unborn = (0..<register.count).count { register.births[$0] > register.registeredFrom[$0] }
    if unborn > 0 {
      judgement.care(
        "registered-before-birth",
        "\(opening(unborn, of: register.count, "people")) were registered before they were born.")
    }
    let newYear = register.births.count { birth in
      let (_, month, day) = birth.components
      return month == 1 && day == 1
    }
    let share = Double(newYear) / Double(register.count)
    if share > AdequacyLimits.newYearBirthShare, register.count >= 100 {
      judgement.care(
        "birth-dates-heaped",
        "\(Wording.percent(share)) of people are born on 1 January: for them only the year is "
          + "known, and ages are out by up to a year.")
    }
  }

  /// How many leave the register in a year for another reason than death.
  private func judgeChurn(_ judgement: inout Judgement) {
    let register = extracts.register
    let coverage = plan.calendar.coverage
    var days = 0
    var left = 0
    for person in 0..<register.count {
      let first = max(register.registeredFrom[person], coverage.lowerBound)
      let last = register.lastDay(of: person, cutOff: coverage.upperBound)
      guard first <= last else { continue }
      days += first.distance(to: last) + 1
      if let to = register.registeredTo[person], to <= coverage.upperBound,
        register.deaths[person].map({ to.distance(to: $0) > 31 }) ?? true
      {
        left += 1
      }
    }
    guard days > 0 else { return }
    let churn = Double(left) / (Double(days) / 365.25)
    if churn > AdequacyLimits.churnShare, left >= 20 {
      judgement.care(
        "churn",
        "\(Wording.percent(churn)) of people left the register in a year of being on it, more than "
          + "the 20 to 25% that London lists lose: people are followed less long than they seem.")
    }
  }

  /// Whether deaths are known, and until when.
  func judgeDeaths(_ judgement: inout Judgement) {
    let register = extracts.register
    let coverage = plan.calendar.coverage
    let deaths = register.deaths.compactMap { $0 }.filter { coverage.contains($0) }
    guard !register.deaths.allSatisfy({ $0 == nil }) else {
      judgement.care(
        "no-deaths",
        "No deaths are recorded, so that time after death may count as time at risk.")
      return
    }
    let months = CalendarMonth.whole(within: coverage)
    guard deaths.count >= 24, let last = deaths.max() else { return }
    let silent = months.count { $0 > CalendarMonth(last) }
    let usual = Double(deaths.count) / Double(max(1, months.count - silent))
    // Months in which so many deaths are usual have none by chance next to never.
    if silent > 0, Double(silent) * usual > 10 {
      judgement.care(
        "deaths-end-early",
        "No death is recorded after \(last), \(silent) whole months before the records end: people "
          + "who died since count as alive.")
    }
    let byDay = Dictionary(grouping: deaths) { $0 }.max { $0.value.count < $1.value.count }
    if let byDay, Double(byDay.value.count) > AdequacyLimits.sameDayShare * Double(deaths.count) {
      judgement.care(
        "death-dates-heaped",
        "\(opening(byDay.value.count, of: deaths.count, "deaths")) are dated \(byDay.key): the day "
          + "stands for another.")
    }
  }

  /// Stretches on the register.
  func judgeRegistrations(_ judgement: inout Judgement) {
    guard let account = extracts.register.registrations?.account else { return }
    if account.overlappingCount > 0 {
      judgement.care(
        "registrations-overlap",
        "\(opening(account.overlappingCount, of: account.recordCount, "registrations")) overlap "
          + "another of the same person and were merged with it.")
    }
    if account.unregisteredPersonCount > 0 {
      judgement.care(
        "never-registered",
        "\(opening(account.unregisteredPersonCount, of: extracts.register.count, "people")) have no "
          + "registration: they have no time at risk.")
    }
    let merged = account.touchingCount + account.bridgedCount
    if merged > 0 {
      judgement.note(
        "registrations-joined",
        "\(opening(merged, of: account.recordCount, "registrations")) follow on another and were "
          + "joined to it: a change of practice is no loss.")
    }
  }
}
