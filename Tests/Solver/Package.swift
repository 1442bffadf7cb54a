// swift-tools-version: 6.1
import PackageDescription

// Tests of what the package's trait CBC brings; a package of its own, so that everything else builds
// without that solver.
let package = Package(
  name: "Solver",
  dependencies: [.package(name: "EvalStats", path: "../..", traits: ["CBC"])],
  targets: [
    .testTarget(
      name: "SolverTests",
      dependencies: [
        .product(name: "EvalSolver", package: "EvalStats"),
        .product(name: "EvalStats", package: "EvalStats"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
