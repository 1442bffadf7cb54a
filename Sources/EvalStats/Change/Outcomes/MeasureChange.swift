internal import EvalLinearAlgebra

/// How a measure such as a risk score changed among the treated against their matched controls, one
/// row a member.
///
/// Two answers to two questions (Lord's paradox): `ancova` compares the later values of members alike
/// in the earlier one, `changeScore` the mean changes. They agree where both arms began alike.
public struct MeasureChange: Sendable, Equatable {
  private let rows: [Int]
  private let arms: [Arm]
  private let sets: [Int]
  /// The person of each row where some serve in several sets; `nil` otherwise.
  private let sharedPersons: [Int]?
  private let weights: [Double]?
  private let before: [Double]
  private let after: [Double]
  private let holdsPriorUse: Bool
  /// Members left out because a value is missing.
  public let incompleteCount: Int

  /// Creates columns of equal length; members with a value missing are left out.
  ///
  /// - Parameters:
  ///   - sets: The matched set of each member: the clusters.
  ///   - persons: The person of each member, where some serve in several sets: errors are then clustered
  ///     by set and by person.
  ///   - weights: Match weights; members of weight 0 have no part.
  ///   - before: The measure before the index date; `nil` where missing.
  ///   - after: The measure after.
  ///   - holdsPriorUse: Whether the measure is made from admissions before it, as risk scores are.
  /// - Throws: `OutcomeError.invalidValue`, `.emptyArm`, `.tooFew` below two matched sets.
  public init(
    arms: [Arm], sets: [Int], persons: [Int]? = nil, weights: [Double]? = nil,
    before: [Double?], after: [Double?], holdsPriorUse: Bool = false
  ) throws(OutcomeError) {
    precondition(
      sets.count == arms.count && before.count == arms.count && after.count == arms.count
        && (weights?.count ?? arms.count) == arms.count
        && (persons?.count ?? arms.count) == arms.count, "columns of one length")
    _ = try OutcomeColumns.present(before, "before")
    _ = try OutcomeColumns.present(after, "after")
    for (row, weight) in (weights ?? []).enumerated() where !(weight >= 0 && weight < 1e100) {
      throw .invalidValue(column: "weights", row: row, allowed: "0 or more")
    }
    let members = arms.indices.filter { (weights?[$0] ?? 1) > 0 }
    let complete = members.filter { before[$0] != nil && after[$0] != nil }
    for arm in Arm.allCases where !complete.contains(where: { arms[$0] == arm }) {
      throw .emptyArm(arm)
    }
    let setCount = Set(complete.map { sets[$0] }).count
    guard setCount >= 2 else { throw .tooFew("matched sets", found: setCount, needed: 2) }
    rows = complete
    self.arms = complete.map { arms[$0] }
    self.sets = complete.map { sets[$0] }
    let people = persons.map { column in complete.map { column[$0] } }
    sharedPersons = people.flatMap { Set($0).count < $0.count ? $0 : nil }
    self.weights = weights.map { weights in complete.map { weights[$0] } }
    self.before = complete.compactMap { before[$0] }
    self.after = complete.compactMap { after[$0] }
    self.holdsPriorUse = holdsPriorUse
    incompleteCount = members.count - complete.count
  }

  private var treated: [Double] { arms.map { $0 == .treated ? 1 : 0 } }

  private var caveats: [String] {
    var caveats: [String] = []
    if incompleteCount > 0 {
      caveats.append(
        "\(incompleteCount) \(incompleteCount == 1 ? "member has" : "members have") a value missing "
          + "and \(incompleteCount == 1 ? "is" : "are") left out.")
    }
    if holdsPriorUse {
      caveats.append(
        "The score is made from earlier admissions and moves with them: a crisis before the index date "
          + "raises it for a while whatever is done, and it is no outcome apart from use.")
    }
    return caveats
  }

  /// The difference in the later measure between members alike in the earlier one: after = α + τ·arm +
  /// β·before, clustered by matched set.
  ///
  /// Noise in the earlier measure leaves part of a difference between the arms unadjusted.
  ///
  /// - Parameter covariates: Further columns, one row a member as given; an intercept is passed over.
  /// - Throws: `OutcomeError.model`.
  public func ancova(_ covariates: DesignMatrix? = nil) throws(OutcomeError) -> Finding {
    var columns = [
      ("(Intercept)", before.map { _ in 1.0 }), ("treated", treated), ("before", before),
    ]
    if let covariates {
      precondition(
        covariates.rowCount > (rows.last ?? 0), "a row of covariates for each member")
      for (place, name) in covariates.names.enumerated() where name != "(Intercept)" {
        let column = covariates.matrix.column(place)
        columns.append((name, rows.map { column[$0] }))
      }
    }
    return try finding(
      columns, response: after,
      estimand: "difference in the later measure, adjusted for the earlier",
      model: "analysis of covariance")
  }

  /// The difference between the arms in mean change, after less before, clustered by matched set.
  ///
  /// - Throws: `OutcomeError.model`.
  public func changeScore() throws(OutcomeError) -> Finding {
    try finding(
      [("(Intercept)", before.map { _ in 1.0 }), ("treated", treated)],
      response: zip(after, before).map { $0 - $1 }, estimand: "difference in mean change",
      model: "change scores")
  }

  private func finding(
    _ columns: [(String, [Double])], response: [Double], estimand: String, model: String
  ) throws(OutcomeError) -> Finding {
    let fit: GeneralisedLinearFit
    do {
      fit = try GeneralisedLinearModel(family: .gaussian).fit(
        DesignMatrix(names: columns.map(\.0), matrix: Matrix(columns: columns.map(\.1))),
        response: response, weights: weights)
    } catch { throw .model(error) }
    return try ClusteredCoefficient(
      fit: fit, name: "treated", clusters: sets, clusterName: "matched set",
      persons: sharedPersons
    ).finding(
      estimand, model: model + (weights == nil ? "" : ", weighted"), isRatio: false,
      caveats: caveats)
  }
}
