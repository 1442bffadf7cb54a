// swift-tools-version: 6.1
import PackageDescription

// A package of someone else's that depends on EvalStats by path: it must build without unsafe flags
// and run.
let package = Package(
  name: "Downstream",
  dependencies: [.package(name: "EvalStats", path: "../..")],
  targets: [
    .executableTarget(
      name: "Downstream", dependencies: [.product(name: "EvalStats", package: "EvalStats")])
  ],
  swiftLanguageModes: [.v6]
)
