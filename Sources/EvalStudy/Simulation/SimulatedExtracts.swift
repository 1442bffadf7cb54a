internal import EvalStats

/// A simulated study as the extracts an evaluator would get.
///
/// The simulator says who used what when; this adds what an extract holds besides: providers,
/// attendance categories, appointments not kept, lengths of stay. None of it changes a count that a
/// protocol with the national codes would make.
struct SimulatedExtracts {
  let study: SimulatedStudy
  var generator: SeededGenerator

  /// A stream of its own, so that what is drawn here leaves the simulated study as it is.
  private static let stream: UInt64 = 1_000

  init(_ study: SimulatedStudy) {
    self.study = study
    generator = SeededGenerator(seed: study.seed, stream: Self.stream)
  }

  /// The extracts, compressed where they are long.
  func files() throws(GzipError) -> [OutputFolder.File] {
    var drawing = self
    var files: [OutputFolder.File] = []
    for (name, writer) in [
      ("persons", persons), ("mdt_contacts", drawing.contacts()),
      ("ae", drawing.attendances()), ("inpatient", drawing.spells()),
      ("outpatient", drawing.appointments()), ("asc_packages", carePackages),
      ("risk_scores", drawing.riskScores()),
    ] {
      files.append(
        OutputFolder.File(name: "\(name).csv.gz", bytes: try GzipWriter.compress(writer.bytes)))
    }
    if let summary = drawing.careSummary() {
      files.append(OutputFolder.File(name: "asc_summary_2015_16.csv", text: summary.text))
    }
    return files
  }

  private var persons: CSVWriter {
    var writer = CSVWriter(header: [
      "person_id", "birth_date", "sex", "practice", "network", "imd_decile",
      "long_term_conditions", "registered_from", "registered_to", "death_date",
    ])
    let register = study.register
    let practices = attribute("practice")
    let networks = attribute("network")
    let deciles = attribute("imd_decile")
    let conditions = attribute("long_term_conditions")
    for person in 0..<register.count {
      writer.append(register.identifiers[person])
      writer.append(register.births[person])
      writer.append(register.sexes[person])
      for column in [practices, networks, deciles, conditions] { writer.append(column[person]) }
      writer.append(register.registeredFrom[person])
      writer.append(register.registeredTo[person])
      writer.append(register.deaths[person])
      writer.endRow()
    }
    return writer
  }

  private mutating func contacts() -> CSVWriter {
    var writer = CSVWriter(header: ["person_id", "contact_date", "network", "referral_source"])
    let networks = attribute("network")
    for discussion in study.discussions {
      writer.append(study.register.identifiers[discussion.person])
      writer.append(discussion.day)
      writer.append(networks[discussion.person])
      let draw = generator.uniform()
      writer.append(
        draw < 0.62 ? "GP" : draw < 0.78 ? "community nursing" : draw < 0.9 ? "hospital" : "ASC")
      writer.endRow()
    }
    return writer
  }

  private mutating func attendances() -> CSVWriter {
    var writer = CSVWriter(header: [
      "person_id", "arrival_date", "attendance_category", "department_type", "provider",
    ])
    forEachEvent(of: .aAndE) { extracts, person, day, _ in
      func row(_ day: Day, category: String) {
        writer.append(extracts.study.register.identifiers[person])
        writer.append(day)
        writer.append(category)
        let draw = extracts.generator.uniform()
        writer.append(draw < 0.8 ? "1" : draw < 0.85 ? "2" : draw < 0.95 ? "3" : "4")
        writer.append(extracts.provider())
        writer.endRow()
      }
      row(day, category: extracts.generator.bernoulli(0.96) ? "1" : "3")
      let followUp = day.advanced(by: 7 + extracts.generator.integer(below: 14))
      if extracts.generator.bernoulli(0.03), followUp <= extracts.lastDay(of: person) {
        row(followUp, category: "2")
      }
    }
    return writer
  }

  private mutating func appointments() -> CSVWriter {
    var writer = CSVWriter(header: [
      "person_id", "appointment_date", "attended", "first_attendance", "provider",
    ])
    forEachEvent(of: .outpatient) { extracts, person, day, _ in
      func row(_ day: Day, attended: String) {
        writer.append(extracts.study.register.identifiers[person])
        writer.append(day)
        writer.append(attended)
        writer.append(extracts.generator.bernoulli(0.3) ? "1" : "2")
        writer.append(extracts.provider())
        writer.endRow()
      }
      row(day, attended: extracts.generator.bernoulli(0.97) ? "5" : "6")
      let missed = day.advanced(by: 1 + extracts.generator.integer(below: 60))
      if extracts.generator.bernoulli(0.1), missed <= extracts.lastDay(of: person) {
        row(missed, attended: extracts.generator.bernoulli(0.8) ? "3" : "7")
      }
    }
    return writer
  }

  private mutating func spells() -> CSVWriter {
    var writer = CSVWriter(header: [
      "person_id", "admission_date", "discharge_date", "admission_method", "patient_class",
      "provider",
    ])
    func spell(
      _ extracts: inout SimulatedExtracts, _ person: Int, _ day: Day, method: AdmissionMethod,
      patientClass: String, meanStay: Double
    ) {
      let stay = Int(extracts.generator.exponential() * meanStay)
      writer.append(extracts.study.register.identifiers[person])
      writer.append(day)
      writer.append(min(day.advanced(by: min(stay, 180)), extracts.lastDay(of: person)))
      writer.append(method.rawValue)
      writer.append(patientClass)
      writer.append(extracts.provider())
      writer.endRow()
    }
    let methods = study.admissionMethods
    forEachEvent(of: .nonElective) { extracts, person, day, event in
      spell(&extracts, person, day, method: methods[event], patientClass: "1", meanStay: 6)
    }
    forEachEvent(of: .elective) { extracts, person, day, _ in
      let method = AdmissionMethod.drawElective(&extracts.generator)
      spell(&extracts, person, day, method: method, patientClass: "1", meanStay: 4)
    }
    forEachEvent(of: .dayCase) { extracts, person, day, _ in
      let method = AdmissionMethod.drawElective(&extracts.generator)
      spell(&extracts, person, day, method: method, patientClass: "2", meanStay: 0)
    }
    return writer
  }

  /// Most care is at the two local hospitals, a twelfth elsewhere.
  private mutating func provider() -> String {
    let draw = generator.uniform()
    return draw < 0.66 ? "RKE" : draw < 0.92 ? "RRV" : draw < 0.97 ? "RAL" : "R1H"
  }

  /// Visits every event of a setting by person and day; `event` is its place in the log.
  private mutating func forEachEvent(
    of setting: Setting,
    _ visit: (inout SimulatedExtracts, _ person: Int, _ day: Day, _ event: Int) -> Void
  ) {
    guard let log = study.history.logs[setting] else { return }
    for person in 0..<log.personCount {
      for event in log.offsets[person]..<log.offsets[person + 1] {
        visit(&self, person, log.days[event], event)
      }
    }
  }

  /// The last day on which a person can have used anything.
  private func lastDay(of person: Int) -> Day {
    study.register.lastDay(of: person, cutOff: study.history.coverage.upperBound)
  }

  /// A column of the register as text; empty where there is none.
  private func attribute(_ name: String) -> Values<String> {
    (try? study.register.attributes.strings(name))
      ?? Values(Array(repeating: "", count: study.register.count))
  }
}
