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
    /// Mahalanobis distance, exact on sex, age band and region (300 strata), greedy 1:1 in the order
    /// of the data: a country's population at 100,000 treated of 60,000,000.
    case national
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
      let treated = Int(words[1]), let controls = Int(words[2]), let covariates = Int(words[3]),
      treated > 0, controls > 0, covariates > 0
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
  func columns() -> [[Double]] { (1...covariateCount).map(column) }

  private func column(_ number: Int) -> [Double] {
    let treatedCount = treatedCount
    return ColumnBlocks.column(rowCount: rowCount) { block in
      // The common part is drawn again for each column: to keep it would take another column.
      (
        common: ColumnBlocks.generator(seed: 5, column: 0, block: block),
        own: ColumnBlocks.generator(seed: 5, column: number, block: block)
      )
    } value: { source, row in
      let value =
        (row < treatedCount ? 0.25 : 0) + 0.5 * source.common.normal()
        + 0.75.squareRoot() * source.own.normal()
      return number.isMultiple(of: 4) ? (value > 0.5 ? 1 : 0) : value
    }
  }

  /// The exact columns: sex, age band, region.
  func exactKeys() -> [(name: String, factor: Factor)] {
    let sizes: [Int]
    switch task {
    case .national: sizes = [2, 15, 10]
    case .caliper: sizes = [2, 5, 4]
    default: return []
    }
    return zip(Self.exactNames, sizes).enumerated().map { number, key in
      let (name, size) = key
      let codes = ColumnBlocks.column(rowCount: rowCount) { block in
        ColumnBlocks.generator(seed: 6, column: number, block: block)
      } value: { generator, _ in
        Int32(generator.integer(below: size))
      }
      return (name, Factor(codes: codes, levels: (1...size).map { "\($0)" }))
    }
  }

  /// What is matched.
  func problem() throws -> MatchingProblem {
    guard task != .score else {
      return try MatchingProblem(treated: treated, covariates: [], scores: column(1))
    }
    let covariates = zip(names, columns()).map { (name: $0, column: Column.real(Values($1))) }
    let keys = exactKeys().map { (name: $0.name, column: Column.factor($0.factor)) }
    return MatchingProblem(treated: treated, table: try Table(covariates + keys))
  }

  /// The columns' bytes in MiB: 8 a covariate or score, 4 a key.
  var inputMegabytes: Double {
    let keyCount = design.exact.count
    return Double(rowCount * (8 * covariateCount + 4 * keyCount)) / 0x1p20
  }

  var names: [String] { (1...covariateCount).map { "x\($0)" } }

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
        exact: Self.exactNames, calipers: [.score(0.2)])
    case .national:
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis),
        method: .nearest(order: .data, reuse: .none), exact: Self.exactNames)
    }
  }

  private static let exactNames = ["sex", "ageBand", "region"]
}
