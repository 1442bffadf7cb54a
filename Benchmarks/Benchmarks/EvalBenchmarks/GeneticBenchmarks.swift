import Benchmark
import EvalStats
import EvalStudy

/// Genetic matching and the Abadie–Imbens estimator; `Benchmarks/Peers/genmatch.R` is the peer.
func geneticBenchmarks() {
  let covariates = ["age", "educ", "race", "married", "nodegree", "re74", "re75"]

  for objective in GeneticSearch.Objective.allCases {
    Benchmark("genetic matching, lalonde, population 1,000 × 10, \(objective)") { benchmark in
      let problem = try MatchingProblem(
        table: CSVReader.table(at: Samples.path("nsw/lalonde.csv")), treatment: "treat")
      let search = GeneticSearch(
        population: 1000, generations: 10, patience: 10, objective: objective, reuse: .unlimited)
      let design = MatchingDesign(
        covariates: covariates, distance: .covariates(.mahalanobis), method: .genetic(search))
      benchmark.startMeasurement()
      blackHole(try problem.matched(by: design))
    }
  }

  Benchmark("Abadie–Imbens, Mahalanobis, everyone, 20,000 × 10") { benchmark in
    let cohort = Samples.cohort(rowCount: 20_000, columnCount: 12)
    let names = Array(cohort.design.names.dropFirst())
    let problem = try cohort.problem(scores: nil)
    let design = AbadieImbensDesign(
      covariates: Array(names.dropLast()), distance: .mahalanobis, estimand: .ate, matchCount: 3)
    benchmark.startMeasurement()
    blackHole(try problem.effect(on: names[names.count - 1], by: design))
  }
}

extension Samples {
  /// The path of a file below `SampleData`; the benchmarks run from the repository's folder.
  static func path(_ name: String) -> String { "SampleData/\(name)" }
}
