import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// Protocols with something wrong in them: each is read or refused in one line, never a crash or a hang.
@Suite("Protocols spoilt at random")
struct ProtocolFuzzTests {
  private struct Spoiler: SeededDraws {
    var state: UInt64

    /// Values that a number, a date or a word may be replaced by.
    static let values = [
      "", "~", "-1", "0", "1e308", "-1e308", "nan", "inf", "99999999999999999999", "0x10", "[]",
      "{}",
      "[[]]", "true", "2016-02-30", "0000-00-00", "9999-12-31", "2016-04-01", "é漢😀", "\"", "'",
      "*a",
      "&a", "!!binary aGk=", "!!int x", "|", ">", "? x", "{a: b, a: c}", "- x", "%", "@", "`", "\t",
      "aAndE", "everyone else",
    ]

    mutating func spoilt(_ text: String) -> String {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      for _ in 0...draw(3) where !lines.isEmpty {
        let place = draw(lines.count)
        switch draw(8) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: draw(lines.count))
        case 2: lines.swapAt(place, draw(lines.count))
        case 3: lines[place] = String(repeating: " ", count: draw(7)) + lines[place]
        case 4: lines[place] = String(lines[place].drop { $0 == " " })
        case 5:
          let key = lines[place].prefix { $0 != ":" }
          lines[place] = "\(key): \(Self.values[draw(Self.values.count)])"
        case 6:
          var characters = Array(lines[place])
          if !characters.isEmpty {
            characters[draw(characters.count)] = Array(":-{}[],#&*!|>'\"%@`\t \0é9")[draw(22)]
          }
          lines[place] = String(characters)
        default: lines[place] = String(lines[place].prefix(draw(lines[place].count + 1)))
        }
      }
      return lines.joined(separator: "\n")
    }
  }

  private static let full = """
    title: Everything
    selection: both
    calendar:
      coverage: {from: 2014-04-01, to: 2018-03-31}
      coverage_of: {adultSocialCare: {from: 2015-04-01, to: 2018-03-31}}
      index: {from: 2016-04-01, to: 2017-03-31}
    sources:
      bad_rows: refuse
      persons: persons.csv
      mdt_contacts: {file: contacts.csv, columns: {contact_date: date}, dates: uk}
      ae: [{file: ae.csv, format: hes}, {file: ecds.csv, format: ecds}]
      inpatient: inpatient.csv
      asc_packages: asc.csv
      risk_scores: scores.csv
    outcomes:
      - {setting: aAndE, label: A&E, windows: [3, 6, 12]}
      - nonElective
    primary: {setting: aAndE, window: 6}
    subgroups: [{attribute: imd_decile, quintiles: true}, practice]
    segments:
      - {name: old, where: [{covariate: age, at_least: 75}]}
      - {name: ill, where: [{covariate: {attribute: conditions}, in: [3, 4]}]}
    exclusions:
      - {age_below: 18}
      - {attribute: practice, not_in: [A, B], missing: true, arm: treated}
      - {prior_use: aAndE, days: [-730, -366]}
    matching:
      covariates: [age, sex, {prior_use: aAndE, days: 365}, {diagnosis_score: charlson}]
      exact: [sex, age_band, {attribute: network}]
      age_bands: [18, 65]
      caliper: 0.2
      ratio: 3
    disclosure: {below: 10}
    bootstrap_replicates: 500
    """

  @Test("end in a protocol or in one line of error", arguments: [1, 2, 3, 4] as [UInt64])
  func spoilt(seed: UInt64) throws {
    let tiny = try TinyStudy()
    defer { tiny.clean() }
    let texts = [Self.full, try tiny.text(of: "study.yml")]
    var spoiler = Spoiler(state: seed)
    var refused = 0
    for round in 0..<1_500 {
      do {
        _ = try StudyProtocol(yaml: spoiler.spoilt(texts[round % texts.count]), file: "study.yml")
      } catch {
        refused += 1
        #expect(
          !error.description.isEmpty && !error.description.contains(where: \.isNewline),
          "\(error)")
      }
    }
    // Most of what is spoilt is wrong, and not all of it is.
    #expect(refused > 600 && refused < 1_450)
  }

  @Test("The protocol that is spoilt is sound itself")
  func sound() throws {
    #expect(try StudyProtocol(yaml: Self.full, file: "study.yml").segments.count == 2)
  }
}
