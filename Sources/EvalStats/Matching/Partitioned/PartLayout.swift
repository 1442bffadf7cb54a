/// How a part's table is laid out: numbers alone, so that it reads back the same whatever kinds the
/// columns had, filled in and ranked as the whole sample has it.
struct PartLayout {
  /// The design parts are matched by.
  let design: MatchingDesign
  let scale: MatchingScale
  /// The columns and what each holds.
  let columns: [(name: String, meaning: String)]
  /// How covariates become coordinates in the whole sample.
  private let scaling: CovariateScaling?

  static let stratum = "stratum"
  static let unit = "unit"

  /// - Throws: `noVaryingCovariate`.
  init(_ resolved: ResolvedDesign) throws(MatchingError) {
    let whole = resolved.design
    let scaling = try resolved.covariateScaling()
    self.scaling = scaling
    let coordinates = (scaling?.axes ?? []).indices.map { "x\($0 + 1)" }
    let differing = whole.antiExact.indices.map { "differ\($0 + 1)" }
    let bounded = whole.calipers.indices.map { "caliper\($0 + 1)" }
    var columns = [
      (PartLayout.stratum, "the exact stratum" + PartLayout.names(whole.exact))
    ]
    if let unit = whole.unit { columns.append((PartLayout.unit, "codes of \(unit)")) }
    columns += zip(differing, whole.antiExact).map { ($0, "codes of \($1)") }
    var calipers: [Caliper] = []
    for (name, caliper) in zip(bounded, whole.calipers) {
      var renamed = caliper
      if case .covariate(let covariate) = caliper.subject {
        renamed.subject = .covariate(name)
        columns.append((name, covariate))
      }
      calipers.append(renamed)
    }
    columns += zip(coordinates, scaling?.axes ?? []).map { name, axis in
      (name, axis.ranks == nil ? axis.name : "rank of \(axis.name)")
    }
    self.columns = columns
    scale = MatchingScale(
      caliperWidths: resolved.calipers.map(\.width),
      covariates: scaling.map { scaling in
        CovariateScaling(
          axes: zip(coordinates, scaling.axes).map { name, axis in
            .init(name: name, centre: axis.centre, factor: axis.factor, ranks: nil)
          }, whitening: scaling.whitening)
      })
    design = MatchingDesign(
      covariates: coordinates,
      distance: PartLayout.distance(of: whole, coordinates: coordinates), method: whole.method,
      estimand: whole.estimand, ratio: whole.ratio, exact: [PartLayout.stratum],
      antiExact: differing, calipers: calipers, minimumRatio: whole.minimumRatio,
      unit: whole.unit == nil ? nil : PartLayout.unit, seed: whole.seed)
  }

  /// The same distance by the columns of a part.
  private static func distance(
    of whole: MatchingDesign, coordinates: [String]
  ) -> MatchingDistance {
    switch whole.distance {
    case .score: .score(.given)
    case .covariates(let metric): .covariates(metric)
    case .covariatesWithinScore(let metric, _, _), .scores(_, _, let metric):
      .covariatesWithinScore(metric, of: coordinates, .given)
    case .given: preconditionFailure("a matrix of distances was divided")
    }
  }

  private static func names(_ columns: [String]) -> String {
    columns.isEmpty ? ", the same for all" : " of \(MatchingDesign.list(columns))"
  }

  /// The columns of some rows.
  func table(of rows: [Int], in resolved: ResolvedDesign) -> Table {
    func codes(_ values: [Int32]) -> Column {
      .integer(Values(rows.map { Int(values[$0]) }))
    }
    var values = [codes(resolved.strata.strata)]
    if let units = resolved.units { values.append(codes(units)) }
    values += resolved.antiExact.map(codes)
    values += resolved.calipers.compactMap(\.values).map { bounded in
      .real(Values(rows.map { bounded[$0] }))
    }
    if let scaling {
      let columnOf = Dictionary(
        resolved.distanceColumns.columns.map { ($0.name, $0.values) },
        uniquingKeysWith: { first, _ in first })
      values += scaling.axes.map { axis in
        let column = columnOf[axis.name] ?? []
        return .real(
          Values(rows.map { row in axis.ranks.map { $0.rank(of: column[row]) } ?? column[row] }))
      }
    }
    return Table(names: columns.map(\.name), columns: values, rowCount: rows.count)
  }
}
