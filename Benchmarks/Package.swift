// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that users of the library do not pull benchmark dependencies.
let package = Package(
  name: "EvalBenchmarks",
  dependencies: [
    .package(name: "EvalStats", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "OptimalCases", dependencies: [.product(name: "EvalStats", package: "EvalStats")],
      path: "Comparisons/OptimalCases"),
    // Runs one case of optimal matching beside its peer; see Peers/compare_optimal.py. It stands apart
    // from Benchmarks, every executable of which the benchmark tool would run.
    .executableTarget(
      name: "CompareOptimal", dependencies: ["Measurement", "OptimalCases"],
      path: "Comparisons/CompareOptimal"),
    // The models beside their peers; see Peers/compare_models.py.
    .executableTarget(
      name: "CompareModels",
      dependencies: [
        "Measurement",
        .product(name: "EvalLinearAlgebra", package: "EvalStats"),
        .product(name: "EvalStats", package: "EvalStats"),
      ],
      path: "Comparisons/CompareModels"),
    // Matching on large cohorts beside its peers; see Peers/compare_matching.py.
    .executableTarget(
      name: "CompareMatching",
      dependencies: [
        "Measurement",
        .product(name: "EvalLinearAlgebra", package: "EvalStats"),
        .product(name: "EvalStats", package: "EvalStats"),
      ],
      path: "Comparisons/CompareMatching"),
    // Extracts to a cohort beside polars; see Peers/compare_extracts.py.
    .executableTarget(
      name: "CompareExtracts",
      dependencies: [
        "Measurement",
        .product(name: "EvalStats", package: "EvalStats"),
        .product(name: "EvalStudy", package: "EvalStats"),
      ],
      path: "Comparisons/CompareExtracts"),
    .target(name: "Measurement", path: "Comparisons/Measurement"),
    .executableTarget(
      name: "EvalBenchmarks",
      dependencies: [
        "OptimalCases",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "EvalLinearAlgebra", package: "EvalStats"),
        .product(name: "EvalStats", package: "EvalStats"),
        .product(name: "EvalStudy", package: "EvalStats"),
      ],
      path: "Benchmarks/EvalBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
