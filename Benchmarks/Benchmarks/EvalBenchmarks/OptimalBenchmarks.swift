import Benchmark
import EvalStats
import OptimalCases

/// Optimal matching; `make bench-optimal` runs the same cases beside their peers.
func optimalBenchmarks() {
  for item in OptimalCase.all {
    Benchmark("optimal matching, \(item.name)") { benchmark in
      let problem = try item.problem()
      let design = item.design
      benchmark.startMeasurement()
      blackHole(try problem.matched(by: design))
    }
  }
}
