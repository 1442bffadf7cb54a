extension ResolvedDesign {
  /// Looks up what a design names and works out scores, common support and calipers.
  ///
  /// - Parameter scale: the scale of the whole sample, where the problem is a part of it.
  /// - Throws: `MatchingError` for anything the design or the data cannot support.
  init(
    _ design: MatchingDesign, for problem: MatchingProblem, scale: MatchingScale? = nil
  ) throws(MatchingError) {
    precondition(
      (scale?.caliperWidths.count ?? design.calipers.count) == design.calipers.count,
      "a scale of \(scale?.caliperWidths.count ?? 0) calipers for \(design.calipers.count)")
    try design.check()
    let treated = problem.treated
    guard treated.contains(true) else { throw .noTreated(rows: treated.count) }
    guard treated.contains(false) else { throw .noControls(rows: treated.count) }
    let covariates: CovariateColumns
    do {
      covariates = try CovariateColumns(
        problem.table, names: design.namedColumns, missing: design.missing)
    } catch { throw .covariates(error) }
    let included = covariates.isComplete ?? Array(repeating: true, count: treated.count)
    let includedCount = included.count { $0 }
    guard treated.indices.contains(where: { treated[$0] && included[$0] }) else {
      throw .noTreated(rows: includedCount)
    }
    guard treated.indices.contains(where: { !treated[$0] && included[$0] }) else {
      throw .noControls(rows: includedCount)
    }
    let resolver = MatchingScores(design, problem: problem, covariates: covariates)
    let (scores, eligible) = try resolver.resolve(included: included)
    for arm in Arm.allCases
    where !treated.indices.contains(where: { eligible[$0] && treated[$0] == (arm == .treated) }) {
      throw .nobodyInCommonSupport(arm)
    }
    var strata = ExactStrata(rowCount: treated.count)
    for name in design.exact { strata.split(by: try ResolvedDesign.codes(name, problem.table)) }
    var antiExact: [[Int32]] = []
    for name in design.antiExact {
      antiExact.append(try ResolvedDesign.codes(name, problem.table))
    }
    var calipers: [ResolvedCaliper] = []
    for (index, caliper) in design.calipers.enumerated() {
      calipers.append(
        try ResolvedDesign.resolve(
          caliper, width: scale?.caliperWidths[index], table: problem.table, covariates: covariates,
          scores: scores,
          eligible: eligible))
    }
    for pair in problem.forbidden + problem.forced
    where !treated.indices.contains(pair.treated) || !treated.indices.contains(pair.control)
      || !treated[pair.treated] || treated[pair.control]
    {
      throw .pairOfOneArm(pair)
    }
    var units: [Int32]?
    if let unit = design.unit {
      units = try ResolvedDesign.codes(unit, problem.table)
      let missing = units?.count { $0 == Factor.missingCode } ?? 0
      guard missing == 0 else {
        throw .covariates(.missing([.init(column: unit, rows: missing)]))
      }
    }
    self.init(
      design: design, treated: treated, covariates: covariates, isIncluded: included,
      isEligible: eligible, scores: scores,
      secondScores: try resolver.secondScores(included: included), strata: strata,
      antiExact: antiExact,
      calipers: calipers, units: units, forbidden: Set(problem.forbidden),
      forced: problem.forced.uniqued(), distances: problem.distances,
      scaling: scale?.covariates)
    try checkForcedPairs()
  }

  private static func codes(_ name: String, _ table: Table) throws(MatchingError) -> [Int32] {
    do { return ExactStrata.codes(of: try table.column(name)) } catch {
      throw .covariates(.table(error))
    }
  }

  private static func resolve(
    _ caliper: Caliper, width: Double?, table: Table, covariates: CovariateColumns,
    scores: [Double]?,
    eligible: [Bool]
  ) throws(MatchingError) -> ResolvedCaliper {
    var values: [Double]?
    if case .covariate(let name) = caliper.subject {
      if (try? table.column(name))?.categories != nil { throw .caliperOnFactor(name) }
      if let gap = covariates.missing.first(where: { $0.column == name }),
        covariates.isComplete == nil
      {
        // A filled-in value has no distance that could be vouched for.
        throw .covariates(.missing([gap]))
      }
      values = covariates.columns.first { $0.covariate == name }?.values
    }
    guard let bounded = values ?? scores else { throw .needsScore("a caliper on the score") }
    let unit =
      caliper.isStandardised
      ? WeightedSummary(
        bounded, rows: bounded.indices.filter { eligible[$0] }, weights: nil, isBinary: false)?
        .variance?.squareRoot() ?? 0
      : 1
    return ResolvedCaliper(
      subject: caliper.subject, values: values, width: width ?? abs(caliper.width) * unit,
      demandsDistance: caliper.width < 0)
  }
}

extension MatchingDesign {
  /// Every column the design names, each once.
  var namedColumns: [String] {
    var names = covariates
    if case .covariatesWithinScore(_, let of, _) = distance { names += of }
    if case .genetic(let search) = method { names += search.balanced ?? [] }
    names += exact + method.namedColumns
    names += calipers.compactMap { caliper in
      if case .covariate(let name) = caliper.subject { name } else { nil }
    }
    return (names + antiExact + [fineBalance].compactMap(\.self)).uniqued()
  }

  /// Refuses what no data could support.
  func check() throws(MatchingError) {
    guard ratio >= 1 else { throw .ratio(ratio) }
    guard minimumRatio >= 1, minimumRatio <= ratio, ratio <= maximumRatio ?? ratio else {
      throw .ratioBounds(fewest: minimumRatio, mean: ratio, most: maximumRatio ?? ratio)
    }
    try method.check(self)
    for caliper in calipers
    where !caliper.width.isFinite || (caliper.subject == .score && caliper.width < 0) {
      throw .caliperWidth(caliper)
    }
    guard distance.score == nil else { return }
    if calipers.contains(where: { $0.subject == .score }) {
      throw .needsScore("a caliper on the score")
    }
    if discard != .none { throw .needsScore("discarding outside the common support") }
  }
}
