import EvalStats
import Foundation

/// One task of large-scale matching: who is matched with whom and how, and data made for it.
struct MatchingCase {
  /// What is done.
  enum Task: String, CaseIterable {
    /// Mahalanobis distance, greedy 1:1 in the order of the data.
    case mahalanobis
    /// A score that is there already, greedy 1:1, largest first.
    case score
    /// A logistic score, then greedy 1:1.
    case logistic
    /// Mahalanobis distance inside 0.2 standard deviations of a logistic score, exact on three columns,
    /// 3:1.
    case caliper
    /// Mahalanobis distance, exact on sex, age band and region (300 strata), 1:1.
    case strata
    /// The ten nearest rows to each point, without a match.
    case neighbours
  }

  let task: Task
  let treatedCount: Int
  let controlCount: Int
  let covariateCount: Int

  /// `score-100000-1000000-1`: the task, treated, controls, covariates.
  init?(_ name: String) {
    let words = name.split(separator: "-")
    guard words.count == 4, let task = Task(rawValue: String(words[0])),
      let treated = Int(words[1]), let controls = Int(words[2]), let covariates = Int(words[3])
    else { return nil }
    self.task = task
    (treatedCount, controlCount, covariateCount) = (treated, controls, covariates)
  }

  var rowCount: Int { treatedCount + controlCount }

  /// The treated first, then the controls.
  var treated: [Bool] {
    Array(repeating: true, count: treatedCount) + Array(repeating: false, count: controlCount)
  }

  /// Columns that hang together by one common part; the treated stand a quarter of a standard deviation
  /// higher. A quarter of the columns are 0/1, as sex and diagnoses are.
  func columns() -> [[Double]] {
    var generator = SeededGenerator(seed: 5)
    let common = (0..<rowCount).map { _ in generator.normal() }
    return (0..<covariateCount).map { column in
      var generator = SeededGenerator(seed: 5, stream: UInt64(column + 1))
      return (0..<rowCount).map { row in
        let value =
          (row < treatedCount ? 0.25 : 0) + 0.5 * common[row]
          + 0.75.squareRoot() * generator.normal()
        return column % 4 == 3 ? (value > 0.5 ? 1 : 0) : value
      }
    }
  }

  /// Codes of the exact columns: sex, age band, region.
  func exactKeys() -> [(name: String, codes: [Int32])] {
    guard task == .caliper || task == .strata else { return [] }
    var generator = SeededGenerator(seed: 6)
    let sizes = task == .strata ? [2, 15, 10] : [2, 5, 4]
    return zip(["sex", "ageBand", "region"], sizes).map { name, size in
      (name, (0..<rowCount).map { _ in Int32(generator.integer(below: size)) })
    }
  }

  var names: [String] { (1...max(1, covariateCount)).map { "x\($0)" } }

  var design: MatchingDesign {
    switch task {
    case .mahalanobis, .neighbours:
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis),
        method: .nearest(order: .data, reuse: .none))
    case .score:
      MatchingDesign(
        covariates: [], distance: .score(.given), method: .nearest(order: .largest, reuse: .none))
    case .logistic:
      MatchingDesign(
        covariates: names, distance: .score(.fitted()),
        method: .nearest(order: .largest, reuse: .none))
    case .caliper:
      MatchingDesign(
        covariates: names,
        distance: .covariatesWithinScore(
          .mahalanobis, of: names, .fitted()),
        method: .nearest(order: .largest, reuse: .none), ratio: 3,
        exact: exactNames, calipers: [.score(0.2)])
    case .strata:
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis),
        method: .nearest(order: .data, reuse: .none), exact: exactNames)
    }
  }

  private var exactNames: [String] { ["sex", "ageBand", "region"] }
}
