internal import EvalStats

/// The episodes of all sources of hospital admissions, with their diagnoses.
struct EpisodeTable {
  let episodes: ConsultantEpisodes
  /// The episode of each diagnosis, and its code.
  private let diagnosisEpisodes: [Int32]
  private let diagnosisCodes: [ICD10Code?]
  private let hasDiagnoses: Bool

  init(_ parts: [InpatientRows.Part], personCount: Int) {
    var providers = LevelColumn()
    var codes: [Int32] = []
    var diagnosisEpisodes: [Int32] = []
    var start: Int32 = 0
    for part in parts {
      let places = providers.places(of: part.events.providers)
      codes +=
        part.events.events.map {
          $0.provider < 0 ? ConsultantEpisodes.unknownProvider : places[Int($0.provider)]
        }
      diagnosisEpisodes += part.diagnosisRows.map { $0 + start }
      start += Int32(part.starts.count)
    }
    do throws(HospitalError) {
      episodes = try ConsultantEpisodes(
        personCount: personCount, persons: parts.flatMap(\.events.persons), providers: codes,
        admissions: parts.flatMap { $0.events.events.map(\.day) }, starts: parts.flatMap(\.starts),
        ends: parts.flatMap(\.ends), discharges: parts.flatMap(\.discharges),
        methods: parts.flatMap(\.methods), classes: parts.flatMap(\.classes),
        orders: parts.flatMap(\.orders), sources: parts.flatMap(\.sources),
        destinations: parts.flatMap(\.destinations))
    } catch {
      preconditionFailure("every row was checked as it was read: \(error)")
    }
    self.diagnosisEpisodes = diagnosisEpisodes
    diagnosisCodes = parts.flatMap(\.diagnosisCodes)
    hasDiagnoses = !diagnosisCodes.isEmpty
  }

  /// What was known of people's conditions on any date, by score; none without diagnoses.
  ///
  /// A diagnosis counts from the discharge of its spell on.
  func diagnosisLogs(of spells: HospitalSpells) -> [DiagnosisScore: DiagnosisLog] {
    guard hasDiagnoses else { return [:] }
    let ends = discharges(of: spells)
    let persons = diagnosisEpisodes.map { episodes.persons[Int($0)] }
    let known = diagnosisEpisodes.map { ends[Int($0)] }
    var logs: [DiagnosisScore: DiagnosisLog] = [:]
    for score in DiagnosisScore.allCases {
      do throws(ConditionError) {
        logs[score] = try DiagnosisLog(
          personCount: episodes.personCount, persons: persons, ends: known, codes: diagnosisCodes,
          list: score.conditions)
      } catch {
        preconditionFailure("every row was checked as it was read: \(error)")
      }
    }
    return logs
  }

  /// The day of discharge of each episode's spell: the first on or after the episode's start of the
  /// same person and provider.
  private func discharges(of spells: HospitalSpells) -> [Day?] {
    (0..<episodes.count).map { episode in
      let person = Int(episodes.persons[episode])
      let admission = episodes.admissions[episode]
      for spell in spells.offsets[person]..<spells.offsets[person + 1]
      where spells.providers[spell] == episodes.providers[episode]
        && spells.admissions[spell] <= admission
        && (spells.discharges[spell].map { $0 >= episodes.starts[episode] } ?? true)
      {
        return spells.discharges[spell]
      }
      return nil
    }
  }
}
