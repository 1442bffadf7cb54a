extension SelectionMatching {
  /// The columns that must balance, centred and in their standard deviations before matching.
  func bounds() throws(MatchingError) -> [Bound] {
    let design = resolved.design
    let columns = resolved.covariates.covariates(named: design.covariates.uniqued()).columns
    var means: [String: Double]?
    if case .means(let given) = settings.goal {
      let known = Set(columns.map(\.name))
      for (name, value) in given.sorted(by: { $0.key < $1.key }) {
        guard known.contains(name), value.isFinite else {
          throw .invalidSetting(
            "a mean of \(value) of '\(name)'",
            remedy: "give finite means of columns the design names")
        }
      }
      means = given
    }
    let included = resolved.treated.indices.filter { resolved.isIncluded[$0] }
    let spoken = included.filter { design.estimand == .ate || resolved.isFocal($0) }
    return columns.compactMap { column in
      if let means, means[column.name] == nil { return nil }
      guard let deviation = deviation(of: column, included) else { return nil }
      let centre =
        means?[column.name]
        ?? column.values(at: spoken).reduce(0, +) / Double(max(1, spoken.count))
      return Bound(
        values: column.values.map { ($0 - centre) / deviation },
        tolerance: settings.tolerances[column.covariate] ?? settings.tolerance, target: 0)
    }
  }

  /// The standard deviation the design's balance is measured by, of everyone where that is none;
  /// `nil` for a constant.
  private func deviation(of column: CovariateColumns.Column, _ included: [Int]) -> Double? {
    let values = column.values
    func deviation(_ rows: [Int]) -> Double {
      WeightedSummary(values, rows: rows, weights: nil, isBinary: column.isBinary)?
        .variance?.squareRoot() ?? 0
    }
    let treated = deviation(included.filter { resolved.treated[$0] })
    let control = deviation(included.filter { !resolved.treated[$0] })
    let chosen =
      switch resolved.design.estimand {
      case .att: treated
      case .atc: control
      case .ate, .ato: ((treated * treated + control * control) / 2).squareRoot()
      }
    let deviation = chosen > 0 ? chosen : deviation(included)
    return deviation > 0 ? deviation : nil
  }
}

extension ResolvedDesign {
  /// The same design for some of its rows, distances as they are for all.
  func restricted(to rows: [Int]) throws(MatchingError) -> ResolvedDesign {
    var other = self
    other.scaling = try covariateScaling()
    let kept = Set(rows)
    other.isEligible = isEligible.indices.map { kept.contains($0) }
    return other
  }
}
