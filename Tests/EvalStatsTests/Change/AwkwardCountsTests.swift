import Testing

@testable import EvalStats

@Suite("Awkward counts before and after")
struct AwkwardCountsTests {
  /// Twelve sets of one treated and two controls, as columns that can be spoilt.
  private struct Columns {
    var arms: [Arm] = (0..<36).map { $0 % 3 == 0 ? .treated : .control }
    var sets: [Int] = (0..<36).map { $0 / 3 }
    var persons: [Int] = Array(0..<36)
    var weights: [Double] = (0..<36).map { $0 % 3 == 0 ? 1 : 0.5 }
    var before: [Double] = (0..<36).map { Double(($0 * $0 + 3 * $0) % 5) }
    var timeBefore = [Double](repeating: 6, count: 36)
    var after: [Double] = (0..<36).map { Double(($0 * $0 + $0) % 4) }
    var timeAfter: [Double] = (0..<36).map { 6 - Double($0 % 4) / 2 }

    var counts: PrePostCounts {
      PrePostCounts(
        arms: arms, sets: sets, persons: persons, weights: weights, before: before,
        timeBefore: timeBefore, after: after, timeAfter: timeAfter)
    }

    mutating func keep(_ rows: [Int]) {
      arms = rows.map { arms[$0] }
      sets = rows.map { sets[$0] }
      persons = rows.map { persons[$0] }
      weights = rows.map { weights[$0] }
      before = rows.map { before[$0] }
      timeBefore = rows.map { timeBefore[$0] }
      after = rows.map { after[$0] }
      timeAfter = rows.map { timeAfter[$0] }
    }
  }

  private static func changed(_ change: (inout Columns) -> Void) -> PrePostCounts {
    var columns = Columns()
    change(&columns)
    return columns.counts
  }

  private static var cases: [(name: String, counts: PrePostCounts)] {
    var cases = [("nothing wrong", Columns().counts)]
    let columns: [(String, WritableKeyPath<Columns, [Double]>)] = [
      ("weight", \.weights), ("count before", \.before), ("time before", \.timeBefore),
      ("count after", \.after), ("time after", \.timeAfter),
    ]
    let values: [Double] = [
      .nan, .infinity, -.infinity, -1, 0, 0.3, 1e9, 1e150, 1e300, 1e-300, .greatestFiniteMagnitude,
    ]
    for (name, column) in columns {
      for value in values {
        cases.append(("a \(name) of \(value)", changed { $0[keyPath: column][4] = value }))
        cases.append(
          (
            "every \(name) \(value)",
            changed { columns in
              columns[keyPath: column] = columns[keyPath: column].map { _ in value }
            }
          ))
      }
    }
    return cases + [
      ("nobody", changed { $0.keep([]) }),
      ("one set", changed { $0.keep([0, 1, 2]) }),
      ("two sets", changed { $0.keep(Array(0..<6)) }),
      ("no controls", changed { $0.keep((0..<12).map { 3 * $0 }) }),
      ("a set a member", changed { $0.sets = Array(0..<36) }),
      ("one label for all", changed { $0.sets = $0.sets.map { _ in .min } }),
      (
        "labels at the ends of the integers",
        changed { columns in
          columns.sets = columns.sets.map { $0 % 2 == 0 ? .min + $0 : .max - $0 }
        }
      ),
      ("one person", changed { $0.persons = $0.persons.map { _ in 1 } }),
      (
        "events of one set alone",
        changed { columns in
          for row in 3..<36 {
            columns.before[row] = 0
            columns.after[row] = 0
          }
        }
      ),
    ]
  }

  private static func isSound(_ finding: Finding) -> Bool {
    let numbers = [
      finding.estimate, finding.standardError, finding.lower, finding.upper, finding.pValue,
      finding.degreesOfFreedom,
    ].compactMap(\.self)
    return numbers.allSatisfy(\.isFinite)
      && (finding.pValue.map { (0...1).contains($0) } ?? true)
  }

  private static func estimates(
    _ change: RateOfChange, _ generator: inout SeededGenerator
  ) -> (findings: [Finding], refusals: [String]) {
    var findings: [Finding] = []
    var refusals: [String] = []
    func add(_ estimate: () throws(ChangeError) -> Finding) {
      do { findings.append(try estimate()) } catch { refusals.append(error.code) }
    }
    for correction in [nil] + ClusterCorrection.allCases.map(Optional.some) {
      add { () throws(ChangeError) in try change.ratio(correction: correction) }
      add { () throws(ChangeError) in try change.change(in: .treated, correction: correction) }
      add { () throws(ChangeError) in try change.level(in: .after, correction: correction) }
    }
    let others = change.alternatives(permutations: 99, resamples: 200, using: &generator)
    findings += others.findings
    refusals += others.refusals.map(\.reason.code)
    return (findings, refusals)
  }

  @Test("Whatever stands in a column, findings are finite or an error says why there is none")
  func soundOrRefused() {
    var generator = SeededGenerator(seed: 3)
    var findingCount = 0
    var refusals: Set<String> = []
    for (name, counts) in Self.cases {
      do {
        let found = Self.estimates(try RateOfChange(counts), &generator)
        findingCount += found.findings.count
        refusals.formUnion(found.refusals)
        for finding in found.findings where !Self.isSound(finding) {
          Issue.record("\(name): \(finding)")
        }
      } catch {
        refusals.insert(error.code)
        #expect(!error.message.isEmpty)
      }
    }
    #expect(findingCount > 200)
    for code in ["invalid-value", "no-events", "events-without-person-time", "too-few-sets"] {
      #expect(refusals.contains(code), "\(code) never came up")
    }
  }

  @Test("Indices drawn many at a time are uniform, from bounds of every width")
  func uniformIndices() {
    for bound in [1, 2, 3, 5_000, 16_384, 16_385, 70_000] {
      var generator = SeededGenerator(seed: 8)
      let draws = 40 * min(bound, 20_000)
      var counts = [Int](repeating: 0, count: min(bound, 20))
      var drawn = 0
      generator.draw(draws, below: bound) { index in
        counts[index * counts.count / bound] += 1
        drawn += 1
      }
      #expect(drawn == draws)
      let expected = Double(draws) / Double(counts.count)
      // Chi-squared on at most 19 degrees of freedom: beyond 50 once in ten thousand.
      let statistic = counts.reduce(0) {
        $0 + (Double($1) - expected) * (Double($1) - expected) / expected
      }
      #expect(statistic < 50, "bound \(bound)")
    }
  }
}
