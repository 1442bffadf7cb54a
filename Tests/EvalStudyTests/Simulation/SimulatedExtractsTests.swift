import EvalStats
import Foundation
import Testing

@testable import EvalStudy

@Suite("A simulated study as extracts")
struct SimulatedExtractsTests {
  static let study: SimulatedStudy = {
    var configuration = SimulationConfiguration.islington
    configuration.personCount = 1500
    configuration.newContactsByMonth = Array(repeating: 8, count: 12)
    return StudySimulator(configuration).simulate(seed: 1)
  }()
  let extracts = SimulatedExtracts(of: study)

  @Test("Every column is one the extracts are read by, and none is left to be guessed")
  func headers() {
    let headers: [(ExtractKind, [UInt8])] = [
      (.persons, extracts.persons()), (.mdtContacts, extracts.contacts()),
      (.ae, extracts.attendances()), (.inpatient, extracts.spells()),
      (.outpatient, extracts.appointments()), (.ascPackages, extracts.packages()),
      (.ascSummary, extracts.summary()), (.riskScores, extracts.riskScores()),
      (.unitCosts, Array(SampleStudy.unitCosts.utf8)),
    ]
    for (kind, bytes) in headers {
      let header = rows(bytes).first ?? []
      #expect(Set(header).isSubset(of: kind.columns), "\(kind.rawValue)")
      #expect(Set(kind.requiredColumns).isSubset(of: header), "\(kind.rawValue)")
      #expect(rows(bytes).count > 4, "\(kind.rawValue)")
    }
  }

  @Test("Reading the files back gives the study and nothing else")
  func roundTrip() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "evalstats-simulated-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files: [(String, [UInt8])] = [
      ("persons.csv.gz", extracts.persons()), ("mdt_contacts.csv.gz", extracts.contacts()),
      ("ae.csv.gz", extracts.attendances()), ("inpatient.csv.gz", extracts.spells()),
      ("outpatient.csv.gz", extracts.appointments()),
      ("asc_packages.csv.gz", extracts.packages()),
      ("risk_scores.csv.gz", extracts.riskScores()),
    ]
    for (name, bytes) in files {
      try Data(try GzipWriter.compress(bytes)).write(to: folder.appendingPathComponent(name))
    }
    try Data(extracts.summary()).write(
      to: folder.appendingPathComponent("asc_summary_2015_16.csv"))
    try Data(SampleStudy.unitCosts.utf8).write(
      to: folder.appendingPathComponent("unit_costs.csv"))
    let plan = try StudyProtocol(
      yaml: SampleStudy.islington.protocolText(seed: 1), file: "study.yml")
    #expect(plan.isSynthetic)
    let read = try StudyExtracts(plan, folder: folder)

    let study = Self.study
    #expect(read.register.identifiers == study.register.identifiers)
    #expect(read.register.births == study.register.births)
    #expect(read.register.deaths == study.register.deaths)
    #expect(read.register.registeredTo == study.register.registeredTo)
    #expect(read.register.indexDates == study.register.indexDates)
    #expect(read.contacts.map(\.day) == study.discussions.map(\.day))
    for setting in [Setting.aAndE, .nonElective, .emergency, .elective, .dayCase, .outpatient] {
      #expect(read.history.logs[setting]?.offsets == study.history.logs[setting]?.offsets)
      #expect(read.history.logs[setting]?.days == study.history.logs[setting]?.days)
    }
    let covered = study.history.coverage(of: .adultSocialCare)
    #expect(read.history.coverage(of: .adultSocialCare) == covered)
    for person in 0..<study.register.count {
      func cost(_ history: ActivityHistory) -> Double {
        history.total(
          of: person, in: .adultSocialCare, from: covered.lowerBound, through: covered.upperBound)
      }
      #expect(abs(cost(read.history) - cost(study.history)) < 1e-6, "row \(person)")
    }
    #expect((read.socialCareSummary?.gapCount ?? 0) > 0)
  }

  @Test("Spells end after they begin, by the next admission and by death")
  func spells() throws {
    let rows = rows(extracts.spells()).dropFirst()
    var previous: [String] = []
    var openCount = 0
    for row in rows {
      if row[2].isEmpty { openCount += 1 } else { #expect(row[1] <= row[2]) }
      if row[0] == previous.first, previous.count > 2 { #expect(previous[2] <= row[1]) }
      previous = row
    }
    #expect(openCount < rows.count / 50)
    #expect(Set(rows.map { $0[4] }) == ["1", "2"])
    #expect(rows.allSatisfy { $0[4] == "1" || $0[3].hasPrefix("1") })
  }

  @Test("Some appointments are not attended, some follow-ups planned, some use across the border")
  func rowsThatDoNotCount() {
    let appointments = rows(extracts.appointments()).dropFirst()
    let missed = appointments.count { !["5", "6"].contains($0[2]) }
    #expect((0.08...0.16).contains(Double(missed) / Double(appointments.count)))
    let attendances = rows(extracts.attendances()).dropFirst()
    let planned = attendances.count { $0[2] == "2" }
    #expect((0.02...0.06).contains(Double(planned) / Double(attendances.count)))
    let elsewhere = attendances.count { $0[4].hasPrefix("X") }
    #expect((0.08...0.2).contains(Double(elsewhere) / Double(attendances.count)))
  }

  @Test("The summary covers the four quarters of 2015/16, with gaps, and no person")
  func summary() {
    let rows = rows(extracts.summary()).dropFirst()
    #expect(rows.count == 24)
    #expect(Set(rows.map { $0[0] }) == ["2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4"])
    #expect(rows.contains { $0[3].isEmpty })
  }

  @Test("Risk scores lie between 0 and 100, of those ever in the top tenth, from the second year")
  func riskScores() {
    let rows = rows(extracts.riskScores()).dropFirst()
    let scores = rows.compactMap { Double($0[2]) }
    #expect(scores.count == rows.count)
    #expect(scores.allSatisfy { (0...100).contains($0) })
    #expect(rows.map { $0[1] }.min() == "2015-04")
    #expect(rows.map { $0[1] }.max() == "2017-12")
    let people = Set(rows.map { $0[0] }).count
    #expect((0.1...0.6).contains(Double(people) / 1500))
  }

  @Test("The pilot's folder says it is synthetic and tells the seed and the truth, twice the same")
  func folder() throws {
    let files = try SampleStudy.testAndLearn.files(seed: 1)
    #expect(try SampleStudy.testAndLearn.files(seed: 1) == files)
    let readMe = files.first { $0.name == "README.md" }.map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    #expect(readMe?.contains("Synthetic data. Nobody in these files exists.") == true)
    #expect(readMe?.contains("--seed 1`") == true)
    #expect(readMe?.contains("| A&E attendances | 0.75 |") == true)
    #expect(readMe?.contains("| cost of adult social care | 1.12 |") == true)
    for name in files.map(\.name) where name != "README.md" {
      #expect(readMe?.contains("`\(name)`") == true)
    }
    let plan = files.first { $0.name == "study.yml" }.map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    let study = try StudyProtocol(yaml: plan ?? "", file: "study.yml")
    #expect(study.matching.covariates == Calibration.design.covariates)
    #expect(study.outcomes.map(\.setting).contains(.adultSocialCare))
    #expect(files.map(\.bytes.count).reduce(0, +) < 8_000_000)
    #expect(files.allSatisfy { $0.bytes.count < 5_000_000 })
  }

  /// Cells by row; nothing in these extracts but support reasons and sources is ever quoted.
  private func rows(_ bytes: [UInt8]) -> [[String]] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
