internal import EvalStats

/// A simulated study written as the extracts an evaluation would receive.
///
/// What the simulator does not decide is drawn here from a stream of its own: providers, categories,
/// lengths of stay, appointments missed, planned follow-ups. None of it bears on an outcome: rows
/// that do not count (planned follow-ups, appointments not attended) stand beside those that do, so
/// that reading the files back gives the events of the study and no others.
struct SimulatedExtracts {
  let study: SimulatedStudy
  let practices: Factor
  let networks: Factor

  init(of study: SimulatedStudy) {
    self.study = study
    practices = SimulatedExtracts.factor("practice", of: study)
    networks = SimulatedExtracts.factor("network", of: study)
  }

  private static func factor(_ name: String, of study: SimulatedStudy) -> Factor {
    guard case .factor(let factor)? = try? study.register.attributes.column(name) else {
      preconditionFailure("a simulated register has the category \(name)")
    }
    return factor
  }

  /// Streams of the seeded generator beside those of the simulator, one an extract.
  enum Stream: UInt64 {
    case contacts = 101
    case attendances = 102
    case spells = 103
    case appointments = 104
    case packages = 105
    case summary = 106
  }

  func generator(_ stream: Stream) -> SeededGenerator {
    SeededGenerator(seed: study.seed, stream: stream.rawValue)
  }

  var register: PersonRegister { study.register }
  var coverage: ClosedRange<Day> { study.history.coverage }

  func lastDay(of person: Int) -> Day { register.lastDay(of: person, cutOff: coverage.upperBound) }

  /// The register: `persons.csv`.
  func persons() -> [UInt8] {
    var writer = CSVWriter(header: [
      "person_id", "birth_date", "sex", "practice", "network", "imd_decile",
      "long_term_conditions", "registered_from", "registered_to", "death_date",
    ])
    for person in 0..<register.count {
      writer.append(register.identifiers[person])
      writer.append(register.births[person])
      writer.append(register.sexes[person])
      writer.append(practices[person])
      writer.append(networks[person])
      writer.append(study.deprivationDeciles[person])
      writer.append(study.conditions[person])
      writer.append(register.registeredFrom[person])
      writer.append(register.registeredTo[person])
      writer.append(register.deaths[person])
      writer.endRow()
    }
    return writer.bytes
  }

  /// The discussions: `mdt_contacts.csv`. A first contact names who referred the person.
  func contacts() -> [UInt8] {
    var generator = generator(.contacts)
    var writer = CSVWriter(header: ["person_id", "contact_date", "network", "referral_source"])
    var previous = -1
    for discussion in study.discussions {
      writer.append(register.identifiers[discussion.person])
      writer.append(discussion.day)
      writer.append(networks[discussion.person])
      let draw = generator.uniform()
      writer.append(
        discussion.person == previous
          ? "Review"
          : draw < 0.55
            ? "General practice"
            : draw < 0.78
              ? "Hospital discharge" : draw < 0.92 ? "Community nursing" : "Adult social care")
      writer.endRow()
      previous = discussion.person
    }
    return writer.bytes
  }

  /// The scores: `risk_scores.csv`, for those ever in the top tenth.
  func riskScores() -> [UInt8] {
    var writer = CSVWriter(header: ["person_id", "month", "score"])
    for score in study.riskScores() {
      writer.append(register.identifiers[score.person])
      writer.append(String(score.month.description.dropLast(3)))
      writer.append(score.score)
      writer.endRow()
    }
    return writer.bytes
  }
}
