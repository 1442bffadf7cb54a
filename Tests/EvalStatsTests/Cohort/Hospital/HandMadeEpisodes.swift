import EvalStats

/// Episodes written one by one, on days counted from 2016-01-01.
struct HandMadeEpisode: Equatable {
  var person = 0
  var provider = 1
  var admission: Int
  var start: Int
  var end: Int?
  var discharge: Int?
  var method: AdmissionMethod? = .accidentAndEmergency
  var patientClass: PatientClass? = .ordinary
  var order = 1
  var source: AdmissionSource? = .usualResidence
  var destination: DischargeDestination? = .usualResidence
  var dischargeMethod: DischargeMethod? = .clinicalAdvice

  /// A stay of one episode.
  static func stay(
    _ from: Int, _ to: Int?, person: Int = 0, provider: Int = 1,
    method: AdmissionMethod? = .accidentAndEmergency, patientClass: PatientClass? = .ordinary,
    arrives: Bool = false, leaves: Bool = false, dies: Bool = false
  ) -> HandMadeEpisode {
    HandMadeEpisode(
      person: person, provider: provider, admission: from, start: from, end: to, discharge: to,
      method: method, patientClass: patientClass,
      source: arrives ? .otherProviderGeneralWard : .usualResidence,
      destination: leaves ? .otherProviderGeneralWard : .usualResidence,
      dischargeMethod: dies ? .died : .clinicalAdvice)
  }
}

extension ConsultantEpisodes {
  init(_ rows: [HandMadeEpisode], personCount: Int? = nil) throws {
    try self.init(
      personCount: personCount ?? (rows.map(\.person).max() ?? -1) + 1,
      persons: rows.map { Int32($0.person) }, providers: rows.map { Int32($0.provider) },
      admissions: rows.map { day($0.admission) }, starts: rows.map { day($0.start) },
      ends: rows.map { $0.end.map { day($0) } },
      discharges: rows.map { $0.discharge.map { day($0) } },
      methods: rows.map(\.method), classes: rows.map(\.patientClass),
      orders: rows.map { Int32($0.order) }, sources: rows.map(\.source),
      destinations: rows.map(\.destination), dischargeMethods: rows.map(\.dischargeMethod))
  }
}
