/// Reads one covariate off the records for any person and date.
///
/// Names are looked up and kinds decided once, so that reading is a switch and at most two binary
/// searches: a match evaluates millions of pairs.
enum CovariateReader: Sendable {
  case age(births: [Day])
  /// A number that does not change over time; not a number where missing.
  case constant([Double])
  /// A category that does not change over time.
  case category(Factor)
  case use(ActivityLog, Window)
  case cost(PackageLog, Window)
  case daysSinceLast(ActivityLog, cap: Int)
  case measurement(MeasurementLog)
  case diagnosisScore(DiagnosisScore, DiagnosisLog)
  case slope(ActivityLog, UseSlope)

  /// Finds the records of a covariate.
  ///
  /// - Throws: `CohortError` if there are none or it would read the future.
  init(
    _ covariate: Covariate, register: PersonRegister, history: ActivityHistory
  ) throws(CohortError) {
    if let setting = covariate.setting, !history.supplies(setting) {
      throw .settingNotSupplied(setting)
    }
    switch covariate {
    case .age:
      self = .age(births: register.births)
    case .sex:
      self = .category(register.sexes)
    case .attribute(let name):
      self = try CovariateReader.attribute(name, of: register)
    case .priorUse(let setting, let window):
      guard window.lastDay < 0 else { throw .futureInformation(covariate: covariate.name) }
      if setting == .adultSocialCare, let packages = history.packages {
        self = .cost(packages, window)
      } else if let log = history.logs[setting] {
        self = .use(log, window)
      } else {
        throw .settingNotSupplied(setting)
      }
    case .daysSinceLast(let setting, let cap):
      guard let log = history.logs[setting] else { throw .settingNotSupplied(setting) }
      self = .daysSinceLast(log, cap: cap)
    case .useSlope(let setting, let months):
      guard let log = history.logs[setting] else { throw .settingNotSupplied(setting) }
      self = .slope(log, UseSlope(months: months))
    case .measurement(let name):
      guard let log = history.measurements[name] else {
        throw .unknownMeasurement(
          name, nearest: NearestNames.of(name, among: history.measurements.keys.sorted()))
      }
      self = .measurement(log)
    case .diagnosisScore(let score):
      guard let log = history.diagnoses[score] else {
        throw .unknownMeasurement(
          score.rawValue,
          nearest: NearestNames.of(
            score.rawValue, among: history.diagnoses.keys.map(\.rawValue).sorted()))
      }
      self = .diagnosisScore(score, log)
    }
  }

  private static func attribute(
    _ name: String, of register: PersonRegister
  ) throws(CohortError) -> CovariateReader {
    let column: Column
    do {
      column = try register.attributes.column(name)
    } catch {
      throw .unknownAttribute(
        name, nearest: NearestNames.of(name, among: register.attributes.names))
    }
    switch column {
    case .real(let values):
      return .constant(values.elements.indices.map { values[$0] ?? .nan })
    case .integer(let values):
      return .constant(values.elements.indices.map { values[$0].map { Double($0) } ?? .nan })
    case .boolean(let values):
      return .constant(values.elements.indices.map { values[$0].map { $0 ? 1 : 0 } ?? .nan })
    case .factor(let factor):
      return .category(factor)
    case .text(let values):
      return .category(Factor(values.elements.indices.map { values[$0] }))
    case .day:
      throw .unusableAttribute(name, found: "day")
    }
  }

  /// The levels of a category, `nil` for a number.
  var levels: [String]? {
    if case .category(let factor) = self { factor.levels } else { nil }
  }

  /// The number, or the code of the category, of a person on a date; not a number where missing.
  func value(of person: Int, on date: Day) -> Double {
    switch self {
    case .age(let births):
      return Age.years(from: births[person], to: date)
    case .constant(let values):
      return values[person]
    case .category(let factor):
      let code = factor.codes[person]
      return code < 0 ? .nan : Double(code)
    case .use(let log, let window):
      return log.total(
        of: person, from: date.advanced(by: window.firstDay),
        through: date.advanced(by: window.lastDay))
    case .cost(let log, let window):
      return log.cost(
        of: person, from: date.advanced(by: window.firstDay),
        through: date.advanced(by: window.lastDay))
    case .daysSinceLast(let log, let cap):
      let next = log.firstEvent(of: person, after: date.advanced(by: -1))
      guard next > log.offsets[person] else { return Double(cap) }
      return Double(min(cap, log.days[next - 1].distance(to: date)))
    case .measurement(let log):
      return log.last(of: person, before: date) ?? .nan
    case .diagnosisScore(let score, let log):
      return score.value(of: person, before: date, in: log)
    case .slope(let log, let slope):
      return slope.value(of: person, before: date, in: log)
    }
  }

  /// Hands the value of each person on one date to `body`, with the person's place.
  ///
  /// The kind is decided once for all: this is what a match spends its time in.
  func forEachValue<People: Collection<Int>>(
    of people: People, on date: Day, _ body: (_ place: Int, _ value: Double) -> Void
  ) {
    var place = 0
    func each(_ value: (Int) -> Double) {
      for person in people {
        body(place, value(person))
        place += 1
      }
    }
    switch self {
    case .age(let births):
      each { Age.years(from: births[$0], to: date) }
    case .constant(let values):
      each { values[$0] }
    case .category(let factor):
      each { factor.codes[$0] < 0 ? .nan : Double(factor.codes[$0]) }
    case .use(let log, let window):
      let first = date.advanced(by: window.firstDay)
      let last = date.advanced(by: window.lastDay)
      each { log.total(of: $0, from: first, through: last) }
    case .cost(let log, let window):
      let first = date.advanced(by: window.firstDay)
      let last = date.advanced(by: window.lastDay)
      each { log.cost(of: $0, from: first, through: last) }
    case .daysSinceLast, .measurement, .diagnosisScore, .slope:
      each { self.value(of: $0, on: date) }
    }
  }
}
