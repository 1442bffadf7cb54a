internal import EvalStats

extension SimulatedExtracts {
  /// Trusts near the practices, and those elsewhere that see people across the border.
  static let localProviders = ["L01", "L02", "L03"]
  static let otherProviders = ["X01", "X02", "X03", "X04", "X05"]

  /// Where an event took place: mostly the trust of the practice's part of the borough, more often
  /// across the border for every fourth practice, which lies at its edge.
  func provider(of person: Int, _ generator: inout SeededGenerator) -> String {
    let practice = Int(practices.codes[person])
    let share = practice.isMultiple(of: 4) ? 0.25 : 0.08
    let draw = generator.uniform()
    if draw < share {
      return Self.otherProviders[generator.integer(below: Self.otherProviders.count)]
    }
    let home = practice * Self.localProviders.count / practices.levels.count
    return draw < share + 0.15
      ? Self.localProviders[generator.integer(below: Self.localProviders.count)]
      : Self.localProviders[home]
  }

  /// Attendances, with planned follow-ups that no statistic counts: `ae.csv`.
  func attendances() -> [UInt8] {
    var generator = generator(.attendances)
    var writer = CSVWriter(header: [
      "person_id", "arrival_date", "attendance_category", "department_type", "provider",
    ])
    func row(_ person: Int, _ day: Day, category: String, type: String, _ provider: String) {
      writer.append(register.identifiers[person])
      writer.append(day)
      writer.append(category)
      writer.append(type)
      writer.append(provider)
      writer.endRow()
    }
    forEachEvent(of: .aAndE) { person, day, _ in
      let kind = generator.uniform()
      let type = kind < 0.76 ? "1" : kind < 0.78 ? "2" : kind < 0.92 ? "3" : "4"
      let place = provider(of: person, &generator)
      let category = generator.uniform() < 0.04 ? "3" : "1"
      row(person, day, category: category, type: type, place)
      let followUp = day.advanced(by: 3 + generator.integer(below: 12))
      if generator.uniform() < 0.04, followUp <= lastDay(of: person) {
        row(person, followUp, category: "2", type: type, place)
      }
    }
    return writer.bytes
  }

  /// Hospital spells in order of person and admission: `inpatient.csv`. A stay ends by the next
  /// admission, by death, or is still open at the end of coverage.
  func spells() -> [UInt8] {
    struct Spell {
      let day: Day
      let method: String
      let patientClass: String
      let meanStay: Double
    }
    var generator = generator(.spells)
    var spells: [[Spell]] = Array(repeating: [], count: register.count)
    forEachEvent(of: .nonElective) { person, day, event in
      let method = study.admissionMethods[event]
      spells[person].append(
        Spell(day: day, method: method.rawValue, patientClass: "1", meanStay: 6))
    }
    for (setting, patientClass, stay) in [(Setting.elective, "1", 3.0), (.dayCase, "2", 0)] {
      forEachEvent(of: setting) { person, day, _ in
        let method = AdmissionMethod.drawElective(&generator)
        spells[person].append(
          Spell(day: day, method: method.rawValue, patientClass: patientClass, meanStay: stay))
      }
    }
    var writer = CSVWriter(header: [
      "person_id", "admission_date", "discharge_date", "admission_method", "patient_class",
      "provider",
    ])
    for person in 0..<register.count {
      let own = spells[person].enumerated().sorted {
        ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
      }.map(\.element)
      for (place, spell) in own.enumerated() {
        let stay =
          spell.meanStay > 0 ? Int(spell.meanStay * generator.gamma(shape: 0.7) / 0.7) : 0
        var discharge = spell.day.advanced(by: stay)
        if place + 1 < own.count { discharge = min(discharge, own[place + 1].day) }
        if let death = register.deaths[person] { discharge = min(discharge, death) }
        writer.append(register.identifiers[person])
        writer.append(spell.day)
        writer.append(discharge <= coverage.upperBound ? discharge : nil)
        writer.append(spell.method)
        writer.append(spell.patientClass)
        writer.append(provider(of: person, &generator))
        writer.endRow()
      }
    }
    return writer.bytes
  }

  /// Appointments, with those not attended: `outpatient.csv`.
  func appointments() -> [UInt8] {
    var generator = generator(.appointments)
    var writer = CSVWriter(header: [
      "person_id", "appointment_date", "attended", "first_attendance", "provider",
    ])
    func row(_ person: Int, _ day: Day, attended: String, first: String, _ provider: String) {
      writer.append(register.identifiers[person])
      writer.append(day)
      writer.append(attended)
      writer.append(first)
      writer.append(provider)
      writer.endRow()
    }
    forEachEvent(of: .outpatient) { person, day, _ in
      let place = provider(of: person, &generator)
      let visit = generator.uniform()
      let first = visit < 0.30 ? "1" : visit < 0.96 ? "2" : visit < 0.97 ? "3" : "4"
      let missed = day.advanced(by: -7 - generator.integer(below: 50))
      let why = generator.uniform()
      if generator.uniform() < 0.14,
        missed >= max(coverage.lowerBound, register.registeredFrom[person])
      {
        row(
          person, missed, attended: why < 0.5 ? "3" : why < 0.8 ? "2" : why < 0.95 ? "4" : "7",
          first: first, place)
      }
      row(person, day, attended: generator.uniform() < 0.04 ? "6" : "5", first: first, place)
    }
    return writer.bytes
  }

  /// Calls `body` with every event of a setting in order of person and day, and its place in the log.
  private func forEachEvent(of setting: Setting, _ body: (Int, Day, Int) -> Void) {
    guard let log = study.history.logs[setting] else { return }
    for person in 0..<register.count {
      for event in log.offsets[person]..<log.offsets[person + 1] {
        body(person, log.days[event], event)
      }
    }
  }
}
