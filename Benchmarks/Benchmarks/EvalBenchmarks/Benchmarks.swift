import Benchmark
import EvalLinearAlgebra
import EvalStats

/// Each benchmark makes its data from a seed before the clock starts.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident], maxDuration: .seconds(10), maxIterations: 5)

  Benchmark("gram, 1,000,000 × 20") { benchmark in
    let matrix = Samples.matrix(rowCount: 1_000_000, columnCount: 20)
    benchmark.startMeasurement()
    blackHole(matrix.gram())
  }

  Benchmark("logit, 100,000 × 20") { benchmark in
    let cohort = Samples.cohort(rowCount: 100_000, columnCount: 20)
    let model = GeneralisedLinearModel(family: .binomial)
    benchmark.startMeasurement()
    blackHole(try model.fit(cohort.design, response: cohort.treated.map { $0 ? 1 : 0 }))
  }

  Benchmark("score given, greedy 1:1, 100,000") { benchmark in
    let cohort = Samples.cohort(rowCount: 100_000, columnCount: 2)
    let problem = try cohort.problem(scores: cohort.design.matrix.column(1))
    let design = MatchingDesign(covariates: [], distance: .score(.given))
    benchmark.startMeasurement()
    blackHole(try problem.matched(by: design))
  }

  Benchmark("Mahalanobis, greedy 1:1, 20,000 × 10") { benchmark in
    let cohort = Samples.cohort(rowCount: 20_000, columnCount: 11)
    let problem = try cohort.problem(scores: nil)
    let design = MatchingDesign(
      covariates: Array(cohort.design.names.dropFirst()), distance: .covariates(.mahalanobis))
    benchmark.startMeasurement()
    blackHole(try problem.matched(by: design))
  }

  Benchmark("rate-of-change ratio, 5,000 sets of 4") { benchmark in
    let counts = Samples.counts(setCount: 5_000)
    benchmark.startMeasurement()
    blackHole(try RateOfChange(counts).ratio())
  }

  optimalBenchmarks()
  geneticBenchmarks()
}
