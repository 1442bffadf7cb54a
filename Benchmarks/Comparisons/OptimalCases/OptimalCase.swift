import EvalStats

/// A made problem of optimal matching: normal covariates, the treated a quarter of an SD higher.
public struct OptimalCase: Sendable {
  /// What to match on and how.
  public enum Kind: String, CaseIterable, Sendable {
    case pair
    case caliper
    case twoToOne = "two-to-one"
    case full
    /// Full, with 2:1 to 1:20.
    case limited
    /// On average two controls, at most four.
    case variable
    /// As often in each of five centres.
    case fine
    /// On one score without a caliper.
    case score
    case sparse
  }

  public let kind: Kind
  public let treatedCount: Int
  public let controlCount: Int
  public let columnCount: Int

  /// Every case that is measured.
  public static let all: [OptimalCase] =
    [(750, 7_250, 6), (2_000, 20_000, 10)].flatMap { treated, controls, columns in
      Kind.allCases.filter { $0 != .sparse }.map {
        OptimalCase(
          kind: $0, treatedCount: treated, controlCount: controls, columnCount: columns)
      }
    } + [OptimalCase(kind: .sparse, treatedCount: 15_000, controlCount: 370_000, columnCount: 1)]

  /// "pair-750-7250-6".
  public var name: String { "\(kind.rawValue)-\(treatedCount)-\(controlCount)-\(columnCount)" }

  /// Treated rows first, one array a column.
  public var columns: [[Double]] {
    var generator = SeededGenerator(seed: 1)
    let rows = 0..<(treatedCount + controlCount)
    return (0..<columnCount).map { _ in
      rows.map { row in
        // A score that is uniform has as many controls near one person as near another.
        if kind == .sparse { return generator.uniform() }
        return generator.normal() + (row < treatedCount ? 0.25 : 0)
      }
    }
  }

  /// The caliper on the score that leaves about 50 controls for each treated person.
  public var sparseWidth: Double { 25 / Double(controlCount) }

  public func problem() throws -> MatchingProblem {
    let columns = columns
    return try MatchingProblem(
      treated: (0..<(treatedCount + controlCount)).map { $0 < treatedCount },
      covariates: zip(names, columns).map { (name: $0, values: $1) },
      exactKeys: [("centre", columns[0].map { Int32(max(-2, min(2, $0.rounded()))) })],
      scores: columns[0])
  }

  public var design: MatchingDesign {
    var design = MatchingDesign(
      covariates: names, distance: .covariates(.mahalanobis), method: .optimal)
    switch kind {
    case .pair: break
    case .caliper: design.calipers = [.covariate("x1", 0.2, isStandardised: true)]
    case .twoToOne: design.ratio = 2
    case .full: design.method = .optimalFull()
    case .limited:
      design.method = .optimalFull(FullMatchingLimits(minimumControls: 0.5, maximumControls: 20))
    case .variable:
      design.ratio = 2
      design.maximumRatio = 4
    case .fine: design.fineBalance = "centre"
    case .score: design.distance = .score(.given)
    case .sparse:
      design.distance = .score(.given)
      design.calipers = [.score(sparseWidth, isStandardised: false)]
    }
    return design
  }

  private var names: [String] { (1...columnCount).map { "x\($0)" } }
}
