import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

@Suite("Wild cluster bootstrap")
struct WildClusterBootstrapTests {
  private let least = GeneralisedLinearModel(family: .gaussian)
  private let design = ModelExample.design
  private let clusters = ModelExample.clusters

  private func fit(_ response: [Double]) throws -> GeneralisedLinearFit {
    try least.fit(design, response: response)
  }

  /// t with CR0 errors of a least-squares fit.
  private func statistic(_ response: [Double], _ column: Int, _ value: Double) throws -> Double {
    let fit = try fit(response)
    let errors = try fit.standardErrors(.clustered(by: clusters, correction: .cr0))
    return (fit.coefficients[column] - value) / errors[column]
  }

  @Test("all patterns of five clusters give what refitting each one gives", arguments: [0.0, 2.1])
  func refitted(value: Double) throws {
    let amounts = ModelExample.amounts
    var generator = SeededGenerator(seed: 1)
    let found = try WildClusterBootstrap().test(
      fit(amounts), coefficient: 1, value: value, clusters: clusters, generator: &generator)
    #expect(generator == SeededGenerator(seed: 1))
    #expect(found.isExhaustive && found.replicateCount == 32 && found.clusterCount == 5)
    let observed = try statistic(amounts, 1, value)
    #expect(agree(found.statistic, observed, relative: 1e-10))
    // The null model by hand: the group alone, x held at the value.
    let held = ModelExample.x.map { $0 * value }
    let null = try least.fit(
      ModelExample.design(("g", ModelExample.group)), response: amounts, offset: held)
    var extremeCount = 0
    for pattern in 0..<32 {
      let response = amounts.indices.map { row in
        let sign: Double = pattern >> (clusters[row] - 1) & 1 == 1 ? -1 : 1
        return null.fitted[row] + sign * (amounts[row] - null.fitted[row])
      }
      let other = try statistic(response, 1, value)
      if abs(other) >= abs(observed) * (1 - 1e-9) { extremeCount += 1 }
    }
    #expect(agree(found.pValue, Double(extremeCount) / 32, relative: 1e-14))
    #expect(
      found.method
        == "wild cluster bootstrap, null imposed, all 32 Rademacher replicates, 5 clusters")
  }

  @Test("Webb's weights have mean 0 and variance 1, and the same seed gives the same p-value")
  func webb() throws {
    let bootstrap = WildClusterBootstrap(weights: .webb, replicateCount: 999)
    let fit = try fit(ModelExample.amounts)
    var first = SeededGenerator(seed: 7)
    var second = SeededGenerator(seed: 7)
    let one = try bootstrap.test(fit, coefficient: 1, clusters: clusters, generator: &first)
    let two = try bootstrap.test(
      fit, coefficient: 1, clusters: clusters.map { 50 - $0 }, generator: &second)
    #expect(one == two && !one.isExhaustive)
    #expect(one.pValue >= 1 / 1_000 && one.pValue <= 1)
    // Where all are extreme, the coefficient at its own estimate, p is 1.
    var third = SeededGenerator(seed: 7)
    let own = try bootstrap.test(
      fit, coefficient: 1, value: fit.coefficients[1], clusters: clusters, generator: &third)
    #expect(agree(own.statistic, 0, absolute: 1e-8))
    #expect(own.pValue > 0.99)
  }

  @Test("counts are tested by their scores under the null")
  func scores() throws {
    // Intercept alone against a rate of 1: the scores are the clusters' events less rows.
    let ones = DesignMatrix(
      names: ["(Intercept)"], matrix: Matrix(rowCount: 10, columnCount: 1, repeating: 1))
    let fit = try GeneralisedLinearModel(family: .poisson)
      .fit(ones, response: ModelExample.counts)
    var generator = SeededGenerator(seed: 1)
    let found = try WildClusterBootstrap().test(
      fit, coefficient: 0, clusters: clusters, generator: &generator)
    let sums = [2.0, 9, 26, -1, 5]
    let sizes = [2.0, 2, 3, 1, 2]
    func statistic(_ signs: [Double]) -> Double {
      let move = zip(signs, sums).reduce(0) { $0 + $1.0 * $1.1 }
      let squares = signs.indices.reduce(0.0) { sum, cluster in
        let left = signs[cluster] * sums[cluster] - sizes[cluster] * move / 10
        return sum + left * left
      }
      return move / squares.squareRoot()
    }
    let observed = statistic([1, 1, 1, 1, 1])
    #expect(agree(found.statistic, observed, relative: 1e-11))
    let extremeCount = (0..<32).count { pattern in
      let signs = (0..<5).map { pattern >> $0 & 1 == 1 ? -1.0 : 1 }
      return abs(statistic(signs)) >= abs(observed) * (1 - 1e-9)
    }
    #expect(agree(found.pValue, Double(extremeCount) / 32, relative: 1e-14))
  }

  @Test("one cluster cannot be flipped")
  func oneCluster() throws {
    let fit = try fit(ModelExample.amounts)
    #expect(throws: ModelError.tooFewClusters(found: 1)) {
      var generator = SeededGenerator(seed: 1)
      _ = try WildClusterBootstrap().test(
        fit, coefficient: 1, clusters: Array(repeating: 3, count: 10), generator: &generator)
    }
  }
}
