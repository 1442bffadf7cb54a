/// Entropy balance of the arms of a resolved design, exact stratum by exact stratum.
struct EntropyBalancedArms {
  let resolved: ResolvedDesign
  let settings: EntropyBalance

  struct Result {
    var weights: [Double]
    var reasons: [Int: Match.Reason] = [:]
    var iterations = 0
  }

  /// The weights: each stratum of an arm weighs as much as those the estimate speaks of there.
  func balanced() throws(MatchingError) -> Result {
    let treated = resolved.treated
    let estimand = resolved.design.estimand
    let columns = columns()
    let base = try baseWeights()
    var result = Result(weights: [Double](repeating: 0, count: treated.count))
    let rows = treated.indices.filter { resolved.isEligible[$0] }
    for stratum in StrataSets.groups(of: rows, by: resolved.strata.strata) {
      let arms = [stratum.filter { treated[$0] }, stratum.filter { !treated[$0] }]
      let focal = estimand == .ate ? stratum : estimand == .att ? arms[0] : arms[1]
      guard !arms[0].isEmpty, !arms[1].isEmpty else {
        for row in focal { result.reasons[row] = .noneInExactStratum }
        continue
      }
      for (arm, members) in zip([Arm.treated, .control], arms) {
        if estimand != .ate, (arm == .treated) == estimand.isFocalTreated {
          for row in members { result.weights[row] = 1 }
          continue
        }
        let balancing: EntropyBalancing
        do {
          balancing = try EntropyBalancing(
            columns: columns.map { $0.values(at: members) },
            targets: columns.map { column in
              column.values(at: focal).reduce(0, +) / Double(focal.count)
            }, base: members.map { base[$0] })
        } catch {
          throw .cannotBalance(
            error.columns.map { columns[$0].name }, arm: arm, people: members.count)
        }
        for (row, weight) in zip(members, balancing.weights) {
          result.weights[row] = weight * Double(focal.count)
        }
        result.iterations = max(result.iterations, balancing.iterations)
      }
    }
    return result
  }

  /// The columns whose means are made equal: the covariates, their powers and products.
  private func columns() -> [CovariateColumns.Column] {
    let main = resolved.covariates.covariates(named: resolved.design.covariates).columns
    var columns = main
    let rows = resolved.treated.indices.filter { resolved.isEligible[$0] }
    func centred(_ column: CovariateColumns.Column) -> [Double] {
      let values = column.values
      let mean = rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
      return values.map { $0 - mean }
    }
    // Powers and products of centred columns have the same balance as raw ones once the means are
    // equal, and do not mistake one for another.
    for power in 2..<max(3, settings.moments + 1) where power <= settings.moments {
      for column in main where !column.isBinary {
        columns.append(
          .init(
            name: "\(column.name)^\(power)", covariate: column.covariate,
            values: centred(column).map { power == 2 ? $0 * $0 : $0 * $0 * $0 }))
      }
    }
    if settings.includesInteractions {
      for (index, left) in main.enumerated() {
        for right in main[(index + 1)...] where right.covariate != left.covariate {
          columns.append(
            .init(
              name: "\(left.name) × \(right.name)", covariate: left.covariate,
              values: zip(centred(left), centred(right)).map(*)))
        }
      }
    }
    return columns
  }

  private func baseWeights() throws(MatchingError) -> [Double] {
    guard let name = settings.baseWeights else {
      return [Double](repeating: 1, count: resolved.treated.count)
    }
    let column = resolved.covariates.columns.filter { $0.covariate == name }
    guard column.count == 1, column[0].level == nil else {
      throw .invalidSetting(
        "base weights in '\(name)'", remedy: "name a column of numbers without gaps")
    }
    let weights = column[0].values
    let broken = weights.indices.count { resolved.isEligible[$0] && !(weights[$0] > 0) }
    guard broken == 0 else {
      throw .invalidSetting(
        "base weights that are not above 0 in \(broken) rows of '\(name)'", remedy: "correct them")
    }
    return weights
  }
}
