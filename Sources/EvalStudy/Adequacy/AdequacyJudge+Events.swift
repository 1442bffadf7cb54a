internal import EvalStats

extension AdequacyJudge {
  /// Events that cannot be, or are counted twice.
  func judgeEvents(of kind: ExtractKind, _ judgement: inout Judgement) {
    guard let profile = extracts.profiles[kind], profile.eventCount > 0 else { return }
    func share(_ count: Int) -> Double { Double(count) / Double(profile.eventCount) }
    if share(profile.repeatedRows) > AdequacyLimits.repeatedShare {
      judgement.care(
        "repeated-rows",
        "\(Wording.percent(share(profile.repeatedRows))) of the rows repeat another in every column "
          + "read"
          + (kind == .inpatient && extracts.rowsAreEpisodes
            ? "; they count once." : "; they were counted."))
    }
    if let close = profile.withinAnHour, share(close) > AdequacyLimits.withinAnHourShare {
      judgement.care(
        "within-an-hour",
        "\(Wording.percent(share(close))) of the attendances begin within an hour of another of the "
          + "same person: one attendance recorded twice, as a rule.")
    }
    if share(profile.afterDeath) > AdequacyLimits.impossibleShare {
      judgement.care(
        "events-after-death",
        "\(Wording.percent(share(profile.afterDeath))) of the events are dated after the person's "
          + "death; they are in no window.")
    }
    if share(profile.beforeBirth) > AdequacyLimits.impossibleShare {
      judgement.care(
        "events-before-birth",
        "\(Wording.percent(share(profile.beforeBirth))) of the events are dated before the person's "
          + "birth.")
    }
    if share(profile.outsideRegistration) > AdequacyLimits.unregisteredShare {
      judgement.care(
        "events-outside-registration",
        "\(Wording.percent(share(profile.outsideRegistration))) of the events are dated when the "
          + "person was not on the register; they are in no window.")
    }
    judgeDays(profile, &judgement)
    if kind == .ae || kind == .ambulance { judgeWeek(profile.days, &judgement) }
  }

  /// Days of the week on which a service that is always open has next to no records.
  private func judgeWeek(_ days: DaySpread, _ judgement: inout Judgement) {
    guard days.eventCount >= 700 else { return }
    let names = [
      "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays",
    ]
    let low = zip(names, days.weekdayCounts).filter {
      Double($0.1) < AdequacyLimits.weekdayShare * Double(days.eventCount)
    }.map(\.0)
    guard !low.isEmpty else { return }
    judgement.care(
      "weekdays-missing",
      "Hardly any event falls on \(low.joined(separator: ", ")), though the service is open every day: "
        + "records of those days are missing, or stand on others.")
  }

  /// Dates that stand for others, and one pseudonym for many people.
  private func judgeDays(_ profile: EventProfile, _ judgement: inout Judgement) {
    let days = profile.days
    guard days.eventCount >= 200 else { return }
    let total = Double(days.eventCount)
    if let day = days.fullestDay, days.dayCount > 30,
      Double(days.fullestDayCount)
        > max(20, AdequacyLimits.fullDayMultiple * total / Double(days.dayCount))
    {
      judgement.care(
        "dates-heaped",
        "\(Wording.percent(Double(days.fullestDayCount) / total)) of the events are dated \(day), "
          + "more than ten times as many as on the mean day: the day stands for others.")
    }
    if Double(days.firstOfMonthCount) / total > AdequacyLimits.firstOfMonthShare {
      judgement.care(
        "dates-first-of-month",
        "\(Wording.percent(Double(days.firstOfMonthCount) / total)) of the events are dated the "
          + "first of a month, where 3% are expected: of many only the month is known, so that "
          + "events near the index date may stand on its wrong side.")
    }
    if Double(days.upToTwelfthCount) / total > AdequacyLimits.upToTwelfthShare {
      judgement.care(
        "dates-swapped",
        "\(Wording.percent(Double(days.upToTwelfthCount) / total)) of the events fall on the first "
          + "12 days of a month, where 39% are expected: day and month may have been swapped.")
    }
    let years = Double(plan.calendar.coverage.count) / 365.25
    if Double(profile.busiestPerson) > AdequacyLimits.busiestPersonYearCount * max(1, years) {
      judgement.care(
        "busiest-person",
        "One person has \(Wording.fixed(Double(profile.busiestPerson), places: 0)) events, more than "
          + "one a day: a pseudonym may stand for many people.")
    }
  }

  /// Stays that do not end, and what episodes became.
  func judgeSpells(_ judgement: inout Judgement) {
    guard let spells = extracts.spells, spells.count > 0 else { return }
    let account = spells.account
    let sameStay = account.mergedCount + account.duplicateCount
    if !extracts.rowsAreEpisodes {
      let share = Double(sameStay) / Double(account.episodeCount)
      if share > AdequacyLimits.repeatedShare {
        judgement.care(
          "same-stay-rows",
          "\(Wording.percent(share)) of the rows have the person, the provider and the day of "
            + "admission of another: if they are episodes, give 'episode_start' and "
            + "'episode_order' so that a stay counts once.")
      }
    } else if sameStay > 0 {
      judgement.note(
        "episodes-joined",
        "\(Wording.fixed(Double(account.episodeCount), places: 0)) rows are "
          + "\(Wording.fixed(Double(account.spellCount), places: 0)) spells: "
          + "\(Wording.fixed(Double(account.mergedCount), places: 0)) were joined to another of the "
          + "same stay and \(Wording.fixed(Double(account.duplicateCount), places: 0)) stood twice."
      )
    }
    let unfinished = Double(account.unfinishedCount) / Double(spells.count)
    if unfinished > AdequacyLimits.impossibleShare, account.unfinishedCount < spells.count {
      judgement.care(
        "stays-without-end",
        "\(Wording.percent(unfinished)) of the stays have no day of discharge: they have no bed days "
          + "yet, and diagnoses of them are not known.")
    }
    let long = (0..<spells.count).count {
      (spells.bedDays(of: $0) ?? 0) > AdequacyLimits.longestStay
    }
    if Double(long) / Double(spells.count) > AdequacyLimits.impossibleShare {
      judgement.care(
        "stays-too-long",
        "\(Wording.percent(Double(long) / Double(spells.count))) of the stays are longer than a "
          + "year: a discharge may have been recorded late.")
    }
    let settings = plan.outcomes.map(\.setting)
    if settings.contains(.emergency), settings.contains(.nonElective) {
      judgement.note(
        "two-kinds-of-unplanned",
        "Emergency admissions (methods 2x) are a part of non-elective ones (all but 1x): they are "
          + "two outcomes and must not be added or mixed.")
    }
  }
}

extension ClosedRange<Day> {
  /// The number of days.
  var count: Int { lowerBound.distance(to: upperBound) + 1 }
}
