internal import EvalStats

extension AdequacyJudge {
  /// Contacts with the team: whether index dates can be what they say.
  func judgeContacts(_ judgement: inout Judgement) {
    let register = extracts.register
    let contacts = extracts.contacts
    func care(_ code: String, _ what: String, where holds: (Contact) -> Bool) {
      let count = contacts.count(where: holds)
      guard count > 0 else { return }
      judgement.care(code, "\(opening(count, of: contacts.count, "contacts")) \(what)")
    }
    care("contact-after-death", "are dated after the person's death.") { contact in
      register.deaths[contact.person].map { $0 < contact.day } ?? false
    }
    care("contact-before-birth", "are dated before the person's birth.") { contact in
      contact.day < register.births[contact.person]
    }
    let outside = admittedIndexDates.count { !register.isRegistered($0.person, on: $0.day) }
    if outside > 0 {
      judgement.care(
        "index-not-registered",
        "\(opening(outside, of: admittedIndexDates.count, "people taken on")) were not on the "
          + "register on their index date and cannot be matched.")
    }
    let elsewhere = register.indexDates.count { date in
      date.map { !plan.calendar.index.contains($0) } ?? false
    }
    let indexed = register.indexDates.count { $0 != nil }
    if elsewhere > 0 {
      judgement.note(
        "index-not-admitted",
        "\(opening(elsewhere, of: indexed, "people")) had their first contact outside the admitted "
          + "index dates.")
    }
    let repeated = zip(contacts, contacts.dropFirst()).count { $0 == $1 }
    if repeated > 0 {
      judgement.care(
        "contacts-repeated",
        "\(opening(repeated, of: contacts.count, "contacts")) repeat another of the same person, "
          + "day and place; a person's number of discussions would count them twice.")
    }
    judgeIndexDates(&judgement)
  }

  /// Index dates that heap on a day, and months in which nobody was taken on.
  private func judgeIndexDates(_ judgement: inout Judgement) {
    let dates = admittedIndexDates.map(\.day)
    guard dates.count >= 20 else { return }
    let spread = DaySpread(dates)
    if let day = spread.fullestDay,
      Double(spread.fullestDayCount) > AdequacyLimits.sameDayShare * Double(dates.count)
    {
      judgement.care(
        "index-dates-heaped",
        "\(opening(spread.fullestDayCount, of: dates.count, "index dates")) are \(day): records "
          + "entered together may carry the day of entry instead of that of the contact.")
    }
    let months = CalendarMonth.whole(within: plan.calendar.index)
    let counts = months.map { month in dates.count { CalendarMonth($0) == month } }
    let usual = Double(dates.count) / Double(max(1, months.count))
    let empty = zip(months, counts).filter { $1 == 0 }.map { $0.0 }
    if usual >= 5, let first = empty.first {
      judgement.care(
        "index-months-empty",
        "Nobody's first contact is recorded in \(empty.count) of \(months.count) months "
          + "(\(first)\(empty.count > 1 ? " the first" : "")): contacts may be missing, and people "
          + "first seen then would seem to be first seen later.")
    }
  }
}
