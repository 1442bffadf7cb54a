// swift-tools-version: 6.1
import PackageDescription

// Tests of what the package's trait ODBC brings; a package of its own, so that everything else builds
// without unixODBC.
let package = Package(
  name: "Database",
  dependencies: [.package(name: "EvalStats", path: "../..", traits: ["ODBC"])],
  targets: [
    .testTarget(
      name: "DatabaseTests",
      dependencies: [
        .product(name: "EvalStats", package: "EvalStats"),
        .product(name: "EvalStudy", package: "EvalStats"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
