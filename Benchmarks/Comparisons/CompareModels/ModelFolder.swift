import EvalLinearAlgebra
import EvalStats
import Foundation

/// The data of the comparison: a million rows of 20 covariates, a 0/1 outcome and a count that hang
/// together within 10,000 clusters; and 5,000 matched sets of one treated and three controls.
struct ModelFolder {
  private static let rowCount = 1_000_000
  private static let covariateCount = 20
  private static let clusterCount = 10_000
  private static let setCount = 5_000

  private let url: URL

  init(_ url: URL) { self.url = url }

  func doubles(_ name: String) throws -> [Double] {
    let data = try Data(contentsOf: url.appendingPathComponent(name))
    return [Double](unsafeUninitializedCapacity: data.count / 8) { buffer, count in
      count = data.copyBytes(to: buffer) / 8
    }
  }

  private func put(_ values: [Double], _ name: String) throws {
    try values.withUnsafeBytes { try Data($0).write(to: url.appendingPathComponent(name)) }
  }

  /// An intercept and the covariates.
  func design() throws -> DesignMatrix {
    let ones = [Double](repeating: 1, count: Self.rowCount)
    return DesignMatrix(
      names: ["(Intercept)"] + (1...Self.covariateCount).map { "x\($0)" },
      matrix: Matrix(
        rowCount: Self.rowCount, columnCount: Self.covariateCount + 1,
        columnMajor: ones + (try doubles("covariates"))))
  }

  func prePostCounts() throws -> PrePostCounts {
    let columns = try ["before", "timeBefore", "after", "timeAfter"].map { try doubles($0) }
    let members = 4 * Self.setCount
    return PrePostCounts(
      arms: (0..<members).map { $0 % 4 == 0 ? .treated : .control },
      sets: (0..<members).map { $0 / 4 }, persons: Array(0..<members),
      weights: (0..<members).map { $0 % 4 == 0 ? 1 : 1.0 / 3 }, before: columns[0],
      timeBefore: columns[1], after: columns[2], timeAfter: columns[3])
  }

  func write() throws {
    var generator = SeededGenerator(seed: 20_261_122)
    let clusters = (0..<Self.rowCount).map { _ in generator.integer(below: Self.clusterCount) }
    let effects = (0..<Self.clusterCount).map { _ in 0.3 * generator.normal() }
    var predictor = clusters.map { effects[$0] - 1 }
    var covariates: [Double] = []
    covariates.reserveCapacity(Self.rowCount * Self.covariateCount)
    for column in 0..<Self.covariateCount {
      let slope = 0.2 * Double(column % 5 - 2) / 2
      for row in 0..<Self.rowCount {
        // A quarter of the columns are 0/1, as sex and diagnoses are.
        let value = column % 4 == 3 ? (generator.bernoulli(0.3) ? 1 : 0) : generator.normal()
        predictor[row] += slope * value
        covariates.append(value)
      }
    }
    try put(covariates, "covariates")
    try put(clusters.map(Double.init), "clusters")
    try put(predictor.map { generator.bernoulli(1 / (1 + exp(-$0))) ? 1 : 0 }, "outcome")
    try put(predictor.map { Double(generator.poisson(mean: exp($0))) }, "counts")
    try writeSets(&generator)
  }

  private func writeSets(_ generator: inout SeededGenerator) throws {
    let members = 4 * Self.setCount
    let needs = (0..<members).map { _ in generator.gamma(shape: 1.2) / 1.2 }
    let timeBefore = [Double](repeating: 6, count: members)
    let timeAfter = needs.map { _ in generator.bernoulli(0.8) ? 6 : 6 * generator.uniform() + 0.1 }
    try put(timeBefore, "timeBefore")
    try put(timeAfter, "timeAfter")
    try put(needs.map { Double(generator.poisson(mean: 1.2 * $0)) }, "before")
    try put(
      needs.indices.map { member in
        let rate = member % 4 == 0 ? 0.16 : 0.2
        return Double(generator.poisson(mean: rate * timeAfter[member] * needs[member]))
      }, "after")
  }
}
