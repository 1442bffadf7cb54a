import EvalStats
import Testing

@Suite("Findings on awkward counts")
struct FindingFinitenessTests {
  /// A small cohort full of zeros, short lives, uneven sets and people who serve twice.
  private static func awkwardCounts(_ generator: inout SeededGenerator) -> PrePostCounts {
    var arms: [Arm] = []
    var sets: [Int] = []
    var persons: [Int] = []
    var weights: [Double] = []
    let setCount = 2 + generator.integer(below: 5)
    let sharesPeople = generator.bernoulli(0.4)
    for set in 0..<setCount {
      let controls = 1 + generator.integer(below: 3)
      for place in 0...controls {
        arms.append(place == 0 ? .treated : .control)
        sets.append(set)
        let mayRepeat = sharesPeople && place > 0
        persons.append(mayRepeat ? 1000 + generator.integer(below: 6) : persons.count)
        weights.append(place == 0 ? 1 : 1 / Double(controls))
      }
    }
    let timeBefore = months(arms.count, &generator)
    let timeAfter = months(arms.count, &generator)
    let rate = 0.6 * generator.uniform()
    return PrePostCounts(
      arms: arms, sets: sets, persons: persons, weights: weights,
      before: events(rate, timeBefore, &generator),
      timeBefore: timeBefore, after: events(rate, timeAfter, &generator), timeAfter: timeAfter)
  }

  private static func months(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in
      let kind = generator.uniform()
      return kind < 0.25 ? 0 : kind < 0.6 ? 6 : 6 * generator.uniform()
    }
  }

  private static func events(
    _ rate: Double, _ time: [Double], _ generator: inout SeededGenerator
  ) -> [Double] {
    time.map { $0 > 0 ? Double(generator.poisson(mean: rate * $0)) : 0 }
  }

  private static func isSound(_ finding: Finding) -> Bool {
    let numbers = [
      finding.estimate, finding.standardError, finding.lower, finding.upper, finding.pValue,
      finding.degreesOfFreedom,
    ].compactMap(\.self)
    guard numbers.allSatisfy(\.isFinite) else { return false }
    if let error = finding.standardError, error <= 0 { return false }
    if let lower = finding.lower, let upper = finding.upper, lower > upper { return false }
    if let p = finding.pValue, !(0...1).contains(p) { return false }
    return true
  }

  private static func estimate(
    _ kind: Int, _ change: RateOfChange
  ) throws(ChangeError) -> Finding {
    switch kind {
    case 0: try change.ratio()
    case 1: try change.ratio(correction: .cr1s)
    case 2: try change.ratio(correction: .cr3)
    case 3: try change.change(in: .treated)
    default: try change.level(in: .after)
    }
  }

  @Test("Whatever the counts, a finding is finite and in order, or an error says why there is none")
  func soundOrRefused() {
    var generator = SeededGenerator(seed: 11)
    var found = 0
    var refused: Set<String> = []
    for _ in 0..<250 {
      let counts = FindingFinitenessTests.awkwardCounts(&generator)
      var findings: [Finding] = []
      do {
        let change = try RateOfChange(counts)
        for kind in 0..<5 {
          do {
            findings.append(try FindingFinitenessTests.estimate(kind, change))
          } catch {
            refused.insert(error.code)
            #expect(!error.message.isEmpty && !error.message.contains("nan"))
          }
        }
        let others = change.alternatives(permutations: 99, resamples: 200, using: &generator)
        findings += others.findings
        refused.formUnion(others.refusals.map(\.reason.code))
      } catch {
        refused.insert(error.code)
      }
      for finding in findings {
        #expect(FindingFinitenessTests.isSound(finding), "\(finding)")
      }
      found += findings.count
    }
    #expect(found > 500)
    // The awkward cases did come up.
    for code in ["no-events", "no-person-time", "shared-people", "no-complete-set"] {
      #expect(refused.contains(code), "\(code) never came up: \(refused.sorted())")
    }
  }

  @Test("A negative component of shared people never leaves a standard error of zero, and is said")
  func clippedComponent() throws {
    // One person serves twice with residuals that cancel: person-level variance falls far below
    // member-level variance.
    var generator = SeededGenerator(seed: 12)
    var clipped = 0
    for _ in 0..<400 {
      let counts = FindingFinitenessTests.awkwardCounts(&generator)
      guard let ratio = try? RateOfChange(counts).difference() else { continue }
      if ratio.caveats.contains(where: { $0.contains("clipped to zero") }) {
        clipped += 1
        #expect((ratio.standardError ?? 0) > 0)
      }
    }
    #expect(clipped > 0)
  }

  @Test("A covariance of a count model that had to be clipped says so, and only two-way ones are")
  func clippedModels() throws {
    var generator = SeededGenerator(seed: 14)
    var (clipped, whole) = (0, 0)
    for _ in 0..<400 {
      let counts = FindingFinitenessTests.awkwardCounts(&generator)
      guard let change = try? RateOfChange(counts),
        let finding = try? change.adjustedForBaseline()
      else { continue }
      let isClipped = finding.method.contains("negative eigenvalues set to zero")
      if isClipped {
        clipped += 1
        #expect(finding.method.contains("by matched set and person, negative"))
      } else if change.sharesPeople {
        whole += 1
      }
    }
    #expect(clipped > 0 && whole > 0, "\(clipped) clipped, \(whole) not")
  }
}
