// swift-tools-version: 6.1
import PackageDescription

// Optimising tests takes longer than running them; what they call is optimised.
let plain: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "EvalStats",
  products: [
    .library(name: "EvalLinearAlgebra", targets: ["EvalLinearAlgebra"]),
    .library(name: "EvalStats", targets: ["EvalStats"]),
    .library(name: "EvalSolver", targets: ["EvalSolver"]),
    .library(name: "EvalStudy", targets: ["EvalStudy"]),
    .library(name: "EvalReport", targets: ["EvalReport"]),
    .executable(name: "evalrun", targets: ["evalrun"]),
  ],
  traits: [
    .trait(
      name: "CBC",
      description: "Cardinality and profile matching by the solver CBC (Debian: coinor-libcbc-dev)"),
    .trait(
      name: "ODBC",
      description: "Extracts from databases through unixODBC (Debian: unixodbc-dev)"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // C libraries of the system; the Makefile's `system-packages` lists what provides them.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCBC", providers: [.apt(["coinor-libcbc-dev"])]),
    .systemLibrary(name: "CUnixODBC", providers: [.apt(["unixodbc-dev"])]),
    .target(name: "CBoostMath", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CEvalKernels"),

    // The tiers, lowest first; each imports only what stands above it in this list.
    .target(name: "EvalLinearAlgebra", dependencies: ["CEvalKernels", "COpenBLAS", "CLAPACKE"]),
    .target(
      name: "EvalStats",
      dependencies: [
        "CBoostMath", "EvalLinearAlgebra",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    // Solvers of integer programmes; empty without the trait CBC.
    .target(
      name: "EvalSolver",
      dependencies: ["EvalStats", .target(name: "CCBC", condition: .when(traits: ["CBC"]))]),
    // Extracts from databases are empty without the trait ODBC.
    .target(
      name: "EvalStudy",
      dependencies: [
        "CEvalKernels", "COpenSSL", "CZlib", "EvalLinearAlgebra", "EvalStats", "Yams",
        .target(name: "CUnixODBC", condition: .when(traits: ["ODBC"])),
      ]),
    .target(
      name: "EvalReport",
      dependencies: [
        "EvalStudy",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Templates")]),
    .executableTarget(
      name: "evalrun",
      dependencies: [
        "EvalReport", "EvalStats", "EvalStudy",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests: one target a module, and one that holds every number against the reference cases.
    .target(
      name: "EvalTestSupport", dependencies: ["EvalLinearAlgebra", "EvalStats"],
      path: "Tests/EvalTestSupport"),
    .testTarget(
      name: "EvalLinearAlgebraTests",
      dependencies: ["CEvalKernels", "EvalLinearAlgebra", "EvalTestSupport"], swiftSettings: plain),
    .testTarget(
      name: "EvalStatsTests", dependencies: ["EvalStats", "EvalTestSupport"], swiftSettings: plain),
    .testTarget(
      name: "EvalStudyTests", dependencies: ["EvalStudy", "EvalTestSupport"], swiftSettings: plain),
    .testTarget(
      name: "EvalReportTests", dependencies: ["EvalReport", "EvalStudy", "EvalTestSupport"],
      swiftSettings: plain),
    .testTarget(
      name: "EvalrunTests", dependencies: ["evalrun", "EvalTestSupport"], swiftSettings: plain),
    .testTarget(
      name: "EvalReferenceTests", dependencies: ["EvalStats", "EvalStudy", "EvalTestSupport"],
      swiftSettings: plain),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
