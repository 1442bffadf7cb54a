import EvalStats
import Testing

@Suite("Panels that bear little")
struct AwkwardPanelTests {
  /// Finite and in order, or `nil`.
  private static func isSound(_ finding: Finding) -> Bool {
    guard finding.estimate.isFinite, finding.standardError.map({ $0 > 0 && $0.isFinite }) ?? true,
      finding.pValue.map({ (0...1).contains($0) }) ?? true
    else { return false }
    guard let lower = finding.lower else { return true }
    return lower.isFinite && lower <= finding.estimate
      && finding.upper.map { $0.isFinite && finding.estimate <= $0 } ?? true
  }

  @Test("Few sets, shared people, empty months: every month is sound or says why not")
  func eventStudies() throws {
    var sound = 0
    var refused: Set<String> = []
    for seed in 1...150 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let sets = 1 + generator.integer(below: 45)
      let mean = [0.02, 0.3, 3][generator.integer(below: 3)]
      let isShared = generator.bernoulli(0.4)
      let isWeighted = generator.bernoulli(0.5)
      var rows:
        [(arm: Arm, set: Int, person: Int, weight: Double, month: Int, y: Double, t: Double)] =
          []
      for set in 0..<sets {
        for place in 0..<2 {
          let person = isShared && place == 1 ? generator.integer(below: 10) : 100 + 2 * set + place
          let weight = isWeighted ? Double(generator.integer(below: 4)) / 2 : 1
          for month in -3...2 where month != 0 && !generator.bernoulli(0.3) {
            let time = generator.bernoulli(0.1) ? 0 : [0.25, 1, 1][generator.integer(below: 3)]
            rows.append(
              (
                place == 0 ? .treated : .control, set, person, weight, month,
                Double(generator.poisson(mean: mean * time)), time
              ))
          }
        }
      }
      let counts = EventTimeCounts(
        arms: rows.map(\.arm), sets: rows.map(\.set), persons: rows.map(\.person),
        weights: rows.map(\.weight), months: rows.map(\.month), events: rows.map(\.y),
        time: rows.map(\.t))
      do {
        let study = try EventStudy(counts, reference: -3...(-2))
        for scale in ChangeScale.allCases {
          do {
            let path = try study.path(on: scale)
            for case .success(let finding) in path.findings {
              #expect(AwkwardPanelTests.isSound(finding), "seed \(seed): \(finding)")
              sound += 1
            }
            for case .failure(let error) in path.findings { refused.insert(error.code) }
            if let band = path.band(draws: 199, using: &generator) {
              #expect(band.criticalValue.isFinite && band.lower.allSatisfy(\.isFinite))
            }
            let test = try study.preTrend(on: scale)
            #expect(AwkwardPanelTests.isSound(test.slope), "seed \(seed): \(test.slope)")
            #expect((0...1).contains(test.pValue) && test.statistic >= 0, "seed \(seed)")
          } catch {
            refused.insert(error.code)
          }
        }
      } catch {
        refused.insert(error.code)
      }
    }
    #expect(sound > 300, "\(sound)")
    #expect(refused.isSuperset(of: ["no-events-in-month", "too-few-sets"]), "\(refused)")
  }

  @Test("Small groups, empty cells and clusters across groups: every average is sound or absent")
  func staggeredStarts() throws {
    var sound = 0
    var refused: Set<String> = []
    for seed in 1...120 {
      var generator = SeededGenerator(seed: UInt64(500 + seed))
      let people = 1 + generator.integer(below: 40)
      let mean = [0.05, 1][generator.integer(below: 2)]
      let hasClusters = generator.bernoulli(0.4)
      var rows: [(person: Int, month: Int, start: Int?, y: Double, t: Double, cluster: Int)] = []
      for person in 0..<people {
        let start = [nil, 2, 3, 5, 9][generator.integer(below: 5)]
        for month in 1...6 where !generator.bernoulli(0.2) {
          let time = generator.bernoulli(0.1) ? 0 : 1.0
          rows.append(
            (
              person, month, start, Double(generator.poisson(mean: mean * time)), time,
              hasClusters ? person % 7 : person
            ))
        }
      }
      let panel = StaggeredPanel(
        persons: rows.map(\.person), months: rows.map(\.month), starts: rows.map(\.start),
        events: rows.map(\.y), time: rows.map(\.t), clusters: rows.map(\.cluster))
      do {
        let starts = try StaggeredStarts(
          panel,
          design: .init(
            comparison: generator.bernoulli(0.5) ? .notYetTreated : .neverTreated,
            base: generator.bernoulli(0.5) ? .varying : .universal,
            anticipation: generator.integer(below: 2), fewestPeople: 2,
            smallGroups: generator.bernoulli(0.5) ? .pooled : .leftOut))
        for scale in ChangeScale.allCases {
          for result in starts.groupTimeEffects(on: scale).findings {
            switch result {
            case .success(let finding):
              #expect(AwkwardPanelTests.isSound(finding), "seed \(seed): \(finding)")
              sound += 1
            case .failure(let error): refused.insert(error.code)
            }
          }
          for average in StaggeredStarts.Average.allCases {
            let path = starts.average(by: average, on: scale)
            for finding in path.findings.compactMap({ $0 }) + [path.overall].compactMap({ $0 }) {
              #expect(AwkwardPanelTests.isSound(finding), "seed \(seed): \(finding)")
            }
            if let band = path.band(draws: 199, using: &generator) {
              #expect(band.criticalValue.isFinite && band.lower.allSatisfy(\.isFinite))
            }
          }
        }
      } catch {
        refused.insert(error.code)
      }
    }
    #expect(sound > 300, "\(sound)")
    #expect(
      refused.isSuperset(of: ["no-panel-events", "no-staggered-starts", "small-group"]),
      "\(refused)")
  }
}
