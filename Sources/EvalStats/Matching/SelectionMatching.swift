/// The largest balanced sample of a resolved design.
struct SelectionMatching {
  let resolved: ResolvedDesign
  let settings: BalancedSelection
  let table: Table
  let solver: any IntegerProgrammeSolver

  /// A difference may exceed its tolerance by this many standard deviations: what a solver calls zero.
  private static let solverTolerance = 1e-6

  /// Refuses what a selection cannot honour.
  static func check(
    _ design: MatchingDesign, _ settings: BalancedSelection
  ) throws(MatchingError) {
    let method = design.method.label
    guard settings.goal == .otherArm else {
      try design.checkPairless()
      if !design.exact.isEmpty { throw .unsupported("exact columns", method: method) }
      if settings.formsPairs { throw .unsupported("pairs", method: method) }
      return try checkNumbers(design, settings)
    }
    if design.estimand.isOfBothArms {
      throw .unsupported("the effect on \(design.estimand.population)", method: method)
    }
    // A selection has no pairs that such settings could bind, and pairs must not undo it.
    var pairless = design
    pairless.ratio = 1
    try pairless.checkPairless()
    try checkNumbers(design, settings)
  }

  private static func checkNumbers(
    _ design: MatchingDesign, _ settings: BalancedSelection
  ) throws(MatchingError) {
    guard !design.covariates.isEmpty else {
      throw .invalidSetting("the balance of no covariates", remedy: "name some")
    }
    for value in [settings.tolerance] + settings.tolerances.values
    where !(value >= 0 && value < .infinity) {
      throw .invalidSetting("a tolerance of \(value)", remedy: "give 0 or more")
    }
    for name in settings.tolerances.keys.sorted() where !design.covariates.contains(name) {
      throw .invalidSetting(
        "a tolerance for '\(name)', which is no covariate,", remedy: "name it as one or drop it")
    }
    guard settings.timeLimit > 0 else {
      throw .invalidSetting("\(settings.timeLimit) seconds", remedy: "give more than 0")
    }
    guard settings.gap >= 0, settings.gap < 1 else {
      throw .invalidSetting("a gap of \(settings.gap)", remedy: "give at least 0 and less than 1")
    }
  }

  /// One column in units of its standard deviation, and how far its means may be apart.
  struct Bound {
    let values: [Double]
    let tolerance: Double
    /// The mean wanted, for a profile.
    let target: Double
  }

  /// Chooses the sample.
  func match() throws(MatchingError) -> Match {
    try resolved.checkNoGivenPairs()
    return settings.goal == .otherArm ? try cardinality() : try profile()
  }

  /// As many as possible who have `ratio` people of the other arm each, in every exact stratum.
  private func cardinality() throws(MatchingError) -> Match {
    let (focal, partner) = (resolved.focalRows, resolved.partnerRows)
    let rows = focal + partner
    let ratio = Double(resolved.design.ratio)
    let bounds = try bounds()
    let shares = rows.indices.map { $0 < focal.count ? 1 : -1 / ratio }
    var programme: [IntegerProgramme.Row] = bounds.flatMap { bound in
      [1.0, -1].map { sign in
        IntegerProgramme.Row(
          columns: Array(rows.indices),
          coefficients: rows.indices.map { place in
            sign * shares[place] * bound.values[rows[place]]
              - (place < focal.count ? bound.tolerance : 0)
          }, lower: -.infinity, upper: 0)
      }
    }
    for stratum in StrataSets.groups(
      of: Array(rows.indices), by: rows.map { resolved.strata.strata[$0] })
    {
      programme.append(
        .init(
          columns: stratum, coefficients: stratum.map { $0 < focal.count ? ratio : -1 }, lower: 0,
          upper: 0))
    }
    let solution = try solve(
      .init(objective: rows.indices.map { $0 < focal.count ? 1 : 0 }, rows: programme))
    let chosen = rows.indices.filter { solution.chosen[$0] }.map { rows[$0] }
    let chosenFocal = chosen.count { resolved.isFocal($0) }
    let largest = largestDifference(bounds) { bound in
      mean(bound.values, chosen.filter { resolved.treated[$0] })
        - mean(bound.values, chosen.filter { !resolved.treated[$0] })
    }
    let detail = outcome(
      count: chosenFocal, bound: solution.bound, isOptimal: solution.isOptimal, largest: largest)
    let reasons = reasons(unchosen: focal, chosen: chosen, partner: partner)
    guard settings.formsPairs, chosenFocal > 0 else {
      let sets = StrataSets(
        StrataSets.groups(of: chosen.sorted(), by: resolved.strata.strata).map { members in
          .init(
            treated: members.filter { resolved.treated[$0] },
            controls: members.filter { !resolved.treated[$0] })
        }, of: resolved)
      return resolved.match(
        sets: sets.sets, pairDistances: [], reasons: reasons, rules: .strata, detail: detail)
    }
    let pairs = try OptimalMatching(resolved: try resolved.restricted(to: chosen), table: table)
      .match()
    var match = resolved.match(
      sets: pairs.sets, pairDistances: pairs.pairDistances, reasons: reasons,
      rules: .stars(upTo: resolved.design.ratio, reuse: .none, for: resolved.design.estimand),
      detail: detail)
    match.certificate = pairs.certificate
    return match
  }

  /// As many as possible of each arm whose means are near the target's.
  private func profile() throws(MatchingError) -> Match {
    let bounds = try bounds()
    var chosen: [Int] = []
    var bound = 0.0
    var isOptimal = true
    var largest = 0.0
    var reasons: [Int: Match.Reason] = [:]
    for flag in [true, false] {
      let arm = resolved.treated.indices.filter {
        resolved.isEligible[$0] && resolved.treated[$0] == flag
      }
      let solution = try solve(
        .init(
          objective: arm.map { _ in 1 },
          rows: bounds.flatMap { bound in
            [1.0, -1].map { sign in
              .init(
                columns: Array(arm.indices),
                coefficients: arm.map {
                  sign * (bound.values[$0] - bound.target) - bound.tolerance
                }, lower: -.infinity, upper: 0)
            }
          }))
      let kept = arm.indices.filter { solution.chosen[$0] }.map { arm[$0] }
      largest = max(
        largest, largestDifference(bounds) { mean($0.values, kept) - $0.target })
      for row in arm.indices where !solution.chosen[row] {
        if resolved.design.estimand == .ate || resolved.isFocal(arm[row]) {
          reasons[arm[row]] = .notChosen
        }
      }
      chosen += kept
      bound += solution.bound.rounded(.down)
      isOptimal = isOptimal && solution.isOptimal
    }
    var weights = [Double](repeating: 0, count: resolved.treated.count)
    for row in chosen { weights[row] = 1 }
    return resolved.match(
      sets: [], pairDistances: [], reasons: reasons, rules: .strata, weights: weights,
      detail: outcome(
        count: chosen.count, bound: bound, isOptimal: isOptimal, largest: largest))
  }

  private func solve(_ programme: IntegerProgramme) throws(MatchingError) -> IntegerSolution {
    // Choosing nobody keeps every bound.
    try solver.maximise(programme, timeLimit: settings.timeLimit, gap: settings.gap)
      ?? IntegerSolution(
        chosen: programme.objective.map { _ in false },
        bound: programme.objective.reduce(0, +), isOptimal: false)
  }

  private func outcome(
    count: Int, bound: Double, isOptimal: Bool, largest: Double
  ) -> MatchDetail {
    .selection(
      .init(
        solver: solver.name, chosenCount: count,
        // Counts are whole: what is just below one for the solver's rounding is that one.
        upperBound: isOptimal && settings.gap == 0
          ? count : max(count, Int((bound + 1e-6).rounded(.down))),
        isOptimal: isOptimal, largestDifference: largest))
  }

  /// Why those who were looked for a place have none.
  private func reasons(
    unchosen focal: [Int], chosen: [Int], partner: [Int]
  ) -> [Int: Match.Reason] {
    let kept = Set(chosen)
    let occupied = Set(partner.map { resolved.strata.strata[$0] })
    var reasons: [Int: Match.Reason] = [:]
    for row in focal where !kept.contains(row) {
      reasons[row] =
        occupied.contains(resolved.strata.strata[row]) ? .notChosen : .noneInExactStratum
    }
    return reasons
  }

  private func mean(_ values: [Double], _ rows: [Int]) -> Double {
    rows.isEmpty ? 0 : rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
  }

  /// The largest difference; one beyond its tolerance would be the solver's slip.
  private func largestDifference(
    _ bounds: [Bound], _ difference: (Bound) -> Double
  ) -> Double {
    bounds.reduce(0) { largest, bound in
      let size = abs(difference(bound))
      precondition(
        size <= bound.tolerance + Self.solverTolerance,
        "the solver chose a sample \(size) apart where \(bound.tolerance) is allowed")
      return max(largest, size)
    }
  }
}
