public import Foundation

/// A sound study of 1,200 people over three and a half years, in which nothing is wrong, to be spoilt
/// in one place at a time.
///
/// Made by one seeded generator: a register, contacts of 150 people taken on, A&E attendances with
/// times, admissions, outpatient appointments, packages of social care, monthly risk scores and unit
/// costs. Activity is even over the months, so that whatever adequacy finds has been put there.
public struct RoutineStudy {
  /// The folder that holds `study.yml` and the extracts.
  public let folder: URL
  private var tables: [String: [String]] = [:]

  public static let personCount = 1_200
  public static let treatedCount = 150

  /// Makes the study in memory; `write` puts it into a temporary folder.
  public init(seed: UInt64 = 1) {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evalstats-routine-\(UUID().uuidString)")
    var maker = Maker(seed: seed)
    tables = maker.tables()
  }

  /// The protocol.
  public var study: URL { folder.appendingPathComponent("study.yml") }

  /// The rows of a file, without its header.
  public func rows(of name: String) -> [String] { Array((tables[name] ?? []).dropFirst()) }

  /// Changes rows of a file: `nil` takes a row away, several stand in its place.
  public mutating func change(
    _ name: String, _ change: (_ place: Int, _ cells: [String]) -> [[String]]
  ) {
    guard let lines = tables[name], let header = lines.first else { return }
    tables[name] =
      [header]
      + lines.dropFirst().enumerated().flatMap { place, line in
        change(place, line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
          .map { $0.joined(separator: ",") }
      }
  }

  /// Adds rows to a file.
  public mutating func add(_ rows: [String], to name: String) { tables[name]? += rows }

  /// Replaces a piece of the protocol, which must be there.
  public mutating func replace(_ piece: String, with other: String) {
    let text = (tables["study.yml"] ?? []).joined(separator: "\n")
    precondition(text.contains(piece), "the protocol has no '\(piece)'")
    tables["study.yml"] = [text.replacingOccurrences(of: piece, with: other)]
  }

  /// Adds a file.
  public mutating func add(_ name: String, _ lines: [String]) { tables[name] = lines }

  /// Writes every file.
  public func write() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, lines) in tables {
      try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: folder.appendingPathComponent(name))
    }
  }

  /// Takes the folder away.
  public func clean() { try? FileManager.default.removeItem(at: folder) }
}

extension RoutineStudy {
  /// Days of the calendar by their distance to 1 April 2014.
  public static func day(_ number: Int) -> String {
    let date = Date(timeIntervalSince1970: Double(16_161 + number) * 86_400)
    let parts = Calendar.utc.dateComponents([.year, .month, .day], from: date)
    func padded(_ value: Int?) -> String {
      let value = value ?? 0
      return value < 10 ? "0\(value)" : "\(value)"
    }
    return "\(parts.year ?? 0)-\(padded(parts.month))-\(padded(parts.day))"
  }

  /// The distance of a day to 1 April 2014.
  public static func number(_ day: String) -> Int {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    let date = Calendar.utc.date(
      from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))
    return Int((date ?? .distantPast).timeIntervalSince1970 / 86_400) - 16_161
  }

  /// The number of days the study covers.
  public static let dayCount = 1_371

  private struct Maker: SeededDraws {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func tables() -> [String: [String]] {
      var persons = [
        "person_id,birth_date,sex,practice,network,imd_decile,long_term_conditions,registered_from,"
          + "registered_to,death_date"
      ]
      var contacts = ["person_id,contact_date,network,site,referral_source"]
      var attendances = [
        "person_id,arrival_date,arrival_time,attendance_category,department_type,provider"
      ]
      var spells = [
        "person_id,admission_date,discharge_date,admission_method,patient_class,provider"
      ]
      var appointments = ["person_id,appointment_date,attended,first_attendance,provider"]
      var packages = [
        "person_id,service_type,support_reason,start_date,end_date,weekly_cost"
      ]
      var scores = ["person_id,month,score"]
      for number in 0..<RoutineStudy.personCount {
        let id = "P" + String(10_000 + number)
        let isTreated = number < RoutineStudy.treatedCount
        // Fourteen deaths a month or so would be many; three are enough to know when they stop.
        let death = number % 10 == 9 ? RoutineStudy.day(30 + draw(1_330)) : ""
        persons.append(
          "\(id),\(RoutineStudy.day(-30_000 + draw(20_000))),\(number % 2 == 0 ? "F" : "M"),"
            + "A\(number % 12),N\(number % 4),\(1 + number % 10),\(number % 5),2009-0\(1 + draw(9))-11,,"
            + death)
        let last = death.isEmpty ? RoutineStudy.dayCount : RoutineStudy.number(death)
        let index = 731 + draw(270)
        if isTreated, index + 40 < last {
          contacts.append("\(id),\(RoutineStudy.day(index)),N\(number % 4),Hub,GP")
          if number % 3 == 0 {
            contacts.append("\(id),\(RoutineStudy.day(index + 30)),N\(number % 4),Hub,Review")
          }
        }
        for _ in 0..<6 {
          let day = draw(RoutineStudy.dayCount)
          guard day < last else { continue }
          attendances.append(
            "\(id),\(RoutineStudy.day(day)),\(10 + draw(13)):\(10 + draw(49)),1,1,R0\(draw(4))")
        }
        for _ in 0..<4 {
          let day = draw(RoutineStudy.dayCount)
          guard death.isEmpty || day + 12 < last else { continue }
          spells.append(
            "\(id),\(RoutineStudy.day(day)),\(RoutineStudy.day(day + draw(12))),"
              + "\(draw(4) == 0 ? "11" : "21"),1,R0\(draw(4))")
        }
        for _ in 0..<8 {
          let day = draw(RoutineStudy.dayCount)
          guard day < last else { continue }
          appointments.append("\(id),\(RoutineStudy.day(day)),5,2,R0\(draw(4))")
        }
        if number % 4 == 0 {
          let day = 20 + draw(900)
          if day + 200 < last {
            packages.append(
              "\(id),community,personal care,\(RoutineStudy.day(day)),\(RoutineStudy.day(day + 180)),"
                + "\(300 + draw(200))")
          }
        }
        for month in 0..<44 where draw(2) == 0 {
          let day = RoutineStudy.day(month * 30 + 14)
          scores.append("\(id),\(day.prefix(7)),\(5 + draw(40))")
        }
      }
      return [
        "persons.csv": persons, "mdt_contacts.csv": contacts, "ae.csv": attendances,
        "inpatient.csv": spells, "outpatient.csv": appointments, "asc_packages.csv": packages,
        "risk_scores.csv": scores, "study.yml": [RoutineStudy.plan],
      ]
    }
  }

  static let plan = """
    title: A routine study
    synthetic: true
    selection: recorded use
    calendar:
      coverage: {from: 2014-04-01, to: 2017-12-31}
      index: {from: 2016-04-01, to: 2016-12-31}
    sources:
      bad_rows: refuse
      local_providers: [R00, R01, R02, R03]
      persons: persons.csv
      mdt_contacts: mdt_contacts.csv
      ae: ae.csv
      inpatient: inpatient.csv
      outpatient: outpatient.csv
      asc_packages: asc_packages.csv
      risk_scores: risk_scores.csv
    outcomes: [aAndE, nonElective, outpatient, adultSocialCare]
    matching:
      covariates: [age, sex, {prior_use: aAndE, days: 365}]
    disclosure: none
    """
}

extension Calendar {
  fileprivate static let utc: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    return calendar
  }()
}
