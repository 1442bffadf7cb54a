import EvalTestSupport

@testable import EvalStats

extension MatchingCase {
  /// The score of each row and what its calipers came to.
  func compareScores(_ match: Match, _ comparison: inout ReferenceComparison) {
    let scores = match.scores ?? []
    let count = Double(scores.count)
    comparison.check("distance_measure", scores, absolute: scoreTolerance)
    comparison.check(
      "distance_measure_first_50", Array(scores.prefix(50)), absolute: scoreTolerance)
    comparison.check(
      "distance_measure_sum", scores.reduce(0, +), absolute: count * scoreTolerance)
    let largest = scores.map(abs).max() ?? 0
    comparison.check(
      "distance_measure_sum_of_squares", scores.reduce(0) { $0 + $1 * $1 },
      absolute: 2 * largest * count * scoreTolerance)
    for name in comparison.keys("caliper_raw_width") {
      let subject: Caliper.Subject = name.isEmpty ? .score : .covariate(name)
      let index = design.calipers.firstIndex { $0.subject == subject }
      comparison.check(
        "caliper_raw_width" / name, index.map { match.caliperWidths[$0] }, relative: 1e-12,
        absolute: name.isEmpty ? scoreTolerance : 0)
    }
    comparison.check(
      "discarded_rows", match.discarded.map { Double($0 + 1) })
  }

  /// The distances of all pairs, before any matching.
  func compareDistances(_ comparison: inout ReferenceComparison) throws {
    guard comparison.expects("distance_matrix_sum") else { return }
    guard let space = try space() else { return }
    let focal = rows(looking: true)
    let partner = rows(looking: false)
    let sum = focal.reduce(0) { sum, row in
      partner.reduce(sum) { $0 + space.distance(row, $1) }
    }
    comparison.check("distance_matrix_sum", sum, relative: 1e-9)
    let expected =
      comparison.expected("distance_matrix_top_left_6x6/values")?.array?.map { $0.numbers ?? [] }
      ?? []
    let isRight = expected.enumerated().allSatisfy { index, values in
      values.enumerated().allSatisfy { other, value in
        value.map {
          agree(space.distance(focal[index], partner[other]), $0, relative: 1e-9)
        } ?? false
      }
    }
    comparison.record(
      "distance_matrix_top_left_6x6", found: "other distances", expected: "\(expected)",
      allowed: "relative 1e-9", isRight: isRight && !expected.isEmpty,
      valueCount: expected.joined().count)
  }

  /// Who was matched to whom.
  func comparePairs(_ match: Match, _ comparison: inout ReferenceComparison) {
    let isATT = design.estimand == .att
    let sets = match.sets.map {
      (focal: isATT ? $0.treated : $0.controls, partners: isATT ? $0.controls : $0.treated)
    }
    comparison.check("n", problem.treated.count)
    comparison.check("n_treated", problem.treated.count { $0 })
    comparison.check("n_pairs", sets.reduce(0) { $0 + $1.partners.count })
    comparison.check("n_treated_matched", sets.count)
    comparison.check(
      "total_pair_distance", totalDistance(match), relative: totalTolerance)
    comparison.setAside("pairs_columns", because: "names are for reading")
    let focal = rows(looking: true)
    let partner = rows(looking: false)
    var partnersOf: [Int: [Int]] = [:]
    for set in sets { partnersOf[set.focal[0]] = Array(set.partners) }
    if comparesPairs {
      let expected = comparison.expected("pairs")?.array?.map { $0.numbers ?? [] } ?? []
      let found = focal.map { row in
        let partners = partnersOf[row] ?? []
        return ([row] + partners).map { Double($0 + 1) }
          + Array(repeating: 0, count: design.ratio - partners.count)
      }
      let differing = zip(found, expected).filter { $0 != $1.compactMap { $0 } }
      comparison.record(
        "pairs", found: "\(differing.map(\.0))", expected: "\(differing.map(\.1))",
        allowed: "the same rows", isRight: differing.isEmpty && found.count == expected.count,
        valueCount: expected.joined().count)
    }
    let position = Dictionary(
      uniqueKeysWithValues: partner.enumerated().map { ($0.element, $0.offset) })
    let assignment = focal.map { (partnersOf[$0] ?? []).compactMap { position[$0] } }
    let violations = violations(of: assignment, match, focal: focal, partner: partner)
    comparison.record(
      "pairs", found: violations.prefix(3).joined(separator: "; "), expected: "greedy steps",
      allowed: "the nearest free control at every step", isRight: violations.isEmpty)
  }

  /// The sum of the distances of all pairs. The peer takes it from the matrix of the whole sample,
  /// where a covariate distance of the match has the scale of those not discarded.
  private func totalDistance(_ match: Match) -> Double {
    guard !match.discarded.isEmpty, let space = try? space() else { return match.totalDistance }
    return match.pairs.reduce(0) { $0 + space.distance($1.treated, $1.control) }
  }

  /// Replays the match step by step with constraints worked out from the table alone.
  private func violations(
    of assignment: [[Int]], _ match: Match, focal: [Int], partner: [Int]
  ) -> [String] {
    guard case .nearest(let order, let reuse) = design.method else { return ["method"] }
    let discarded = Set(match.discarded)
    let scores = match.scores
    let space = try? space(without: discarded)
    let keys = (design.exact + design.antiExact).map { name in
      focalText(name)
    }
    typealias Bound = (values: [Double], width: Double, isNegative: Bool)
    let calipers = zip(design.calipers, match.caliperWidths).map { caliper, width -> Bound in
      switch caliper.subject {
      case .score: (scores ?? [], width, false)
      case .covariate(let name): (numbers(name), width, caliper.width < 0)
      }
    }
    func distance(_ left: Int, _ right: Int) -> Double? {
      let (row, other) = (focal[left], partner[right])
      if discarded.contains(row) || discarded.contains(other) { return nil }
      for (index, key) in keys.enumerated()
      where (key[row] == key[other]) == (index >= design.exact.count) { return nil }
      for caliper in calipers {
        let isInside = abs(caliper.values[row] - caliper.values[other]) <= caliper.width + 1e-12
        if isInside == caliper.isNegative { return nil }
      }
      if let space { return space.distance(row, other) }
      return scores.map { abs($0[row] - $0[other]) }
    }
    let check = GreedyCheck(
      controlCount: partner.count, ratio: design.ratio, limit: reuse.limit,
      tolerance: space == nil ? 1e-11 : 1e-9, distance: distance)
    if order == .closest, reuse == .none { return check.blockingPairs(of: assignment) }
    let units = (scores ?? []).map { ($0 * 1e12).rounded() }
    let sequence =
      switch order {
      case .largest:
        focal.indices.sorted { (-units[focal[$0]], $0) < (-units[focal[$1]], $1) }
      case .smallest: focal.indices.sorted { (units[focal[$0]], $0) < (units[focal[$1]], $1) }
      default: Array(focal.indices)
      }
    return check.violations(of: assignment, order: sequence)
  }

  /// Rows of the arm that looks for partners, or of the other.
  private func rows(looking: Bool) -> [Int] {
    problem.treated.indices.filter { (problem.treated[$0] == (design.estimand == .att)) == looking }
  }

  /// The space of the covariate distance; `nil` if the distance is the score.
  private func space(without discarded: Set<Int> = []) throws -> CovariateSpace? {
    let (metric, names): (CovariateMetric, [String])
    switch design.distance {
    case .score, .scores, .given: return nil
    case .covariates(let chosen): (metric, names) = (chosen, design.covariates)
    case .covariatesWithinScore(let chosen, let of, _): (metric, names) = (chosen, of)
    }
    return try CovariateSpace(
      CovariateColumns(table, names: names), metric: metric, treated: problem.treated,
      eligible: problem.treated.indices.map { !discarded.contains($0) })
  }

  private func focalText(_ name: String) -> [String] {
    guard let column = try? table.column(name) else { return [] }
    return switch column {
    case .real(let values): values.elements.map(\.description)
    case .integer(let values): values.elements.map(\.description)
    case .factor(let factor): factor.codes.indices.map { factor[$0] ?? "" }
    case .text(let values): values.elements
    case .day(let values): values.elements.map(\.description)
    case .boolean(let values): values.elements.map(\.description)
    }
  }

  private func numbers(_ name: String) -> [Double] { focalText(name).map { Double($0) ?? .nan } }
}
