import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// One defect, planted in a sound study, that a check must find without being told.
struct PlantedDefect: Sendable, CustomTestStringConvertible {
  let code: String
  /// What readers call the source.
  let source: String
  let plant: @Sendable (inout RoutineStudy) -> Void

  init(_ code: String, in source: String, _ plant: @escaping @Sendable (inout RoutineStudy) -> Void)
  {
    self.code = code
    self.source = source
    self.plant = plant
  }

  var testDescription: String { "\(code) in \(source)" }
}

@Suite("Planted defects")
struct PlantedDefectTests {
  static let attendances = "A&E attendances"
  static let people = "Register of people"
  static let contacts = "MDT contacts"
  static let admissions = "Hospital admissions"
  static let appointments = "Outpatient appointments"
  static let packages = "Adult social care packages"

  /// What a check finds in a study: code by source.
  static func check(_ study: RoutineStudy) throws -> StudyCheck {
    try study.write()
    defer { study.clean() }
    return try StudyCheck(protocolAt: study.study.path)
  }

  static func codes(_ check: StudyCheck) -> [String: Set<String>] {
    Dictionary(
      uniqueKeysWithValues: check.adequacy.map {
        ($0.source, Set(($0.findings ?? []).map(\.code)))
      })
  }

  @Test("A sound study has none of them")
  func sound() throws {
    let found = try Self.codes(Self.check(RoutineStudy()))
    for defect in Self.defects {
      #expect(found[defect.source]?.contains(defect.code) != true, "\(defect.testDescription)")
    }
  }

  @Test("Each is found in the source it was planted in", arguments: defects)
  func found(defect: PlantedDefect) throws {
    var study = RoutineStudy()
    defect.plant(&study)
    let check = try Self.check(study)
    let verdict = try #require(check.adequacy.first { $0.source == defect.source })
    let finding = verdict.findings?.first { $0.code == defect.code }
    #expect(finding != nil, "found \((verdict.findings ?? []).map(\.code))")
    if let finding, finding.weight > .adequate { #expect(verdict.verdict >= finding.weight) }
    // Whatever was planted, every row is accounted for.
    for input in check.inputs {
      #expect(
        "\(input.rowsRead)"
          == "\((Int("\(input.rowsKept)") ?? 0) + (Int("\(input.rowsLeftOut)") ?? 0))",
        "\(input.fileName)")
    }
  }

  @Test("Thirty of them planted together are each found")
  func together() throws {
    // Those that change the calendar, or take away what another needs, are planted by themselves.
    let apart: Set<String> = [
      "no-deaths", "deaths-end-early", "data-set-break", "records-end-early", "records-begin-late",
      "dates-swapped", "nothing-recorded", "follow-up-cut-short", "look-back-cut-short",
      "no-window", "window-not-recorded", "dates-first-of-month", "sources-overlap",
      "data-set-share", "coding-break", "churn",
    ]
    var study = RoutineStudy()
    let planted = Self.defects.filter { !apart.contains($0.code) }
    #expect(planted.count >= 30)
    for defect in planted { defect.plant(&study) }
    let found = try Self.codes(Self.check(study))
    for defect in planted {
      #expect(
        found[defect.source]?.contains(defect.code) == true,
        "\(defect.testDescription): found \(found[defect.source] ?? [])")
    }
  }

  @Test("A practice that closed, and months that nobody has, are no gap of a practice's records")
  func closedPractice() throws {
    var study = RoutineStudy()
    let end = "2016-09-30"
    func isClosed(_ identifier: String) -> Bool { (Int(identifier.dropFirst()) ?? 0) % 12 == 8 }
    study.change("persons.csv") { _, cells in
      var cells = cells
      if isClosed(cells[0]), cells[9].isEmpty { cells[8] = end }
      return [cells]
    }
    study.change("ae.csv") { _, cells in
      (isClosed(cells[0]) && cells[1] > end) || cells[1].hasPrefix("2015-07") ? [] : [cells]
    }
    let found = try Self.codes(Self.check(study))[Self.attendances] ?? []
    #expect(found.contains("empty-months") && !found.contains("place-gap"), "\(found)")
  }
}
