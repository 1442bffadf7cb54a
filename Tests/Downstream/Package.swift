// swift-tools-version: 6.1
import PackageDescription

// A package of someone else's that depends on EvalStats by path, with every trait: it must build
// without unsafe flags and run. It holds the tests of what the traits bring, so that everything else
// builds without a solver and without unixODBC.
let package = Package(
  name: "Downstream",
  dependencies: [.package(name: "EvalStats", path: "../..", traits: ["CBC", "ODBC"])],
  targets: [
    .executableTarget(
      name: "Downstream", dependencies: [.product(name: "EvalStats", package: "EvalStats")]),
    .testTarget(
      name: "SolverTests",
      dependencies: [
        .product(name: "EvalSolver", package: "EvalStats"),
        .product(name: "EvalStats", package: "EvalStats"),
      ]),
    .testTarget(
      name: "DatabaseTests",
      dependencies: [
        .product(name: "EvalStats", package: "EvalStats"),
        .product(name: "EvalStudy", package: "EvalStats"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
