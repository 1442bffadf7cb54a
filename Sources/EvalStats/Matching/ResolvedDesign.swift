/// A design with its columns looked up, its scores known and its calipers in units: all a search
/// needs, and all a check of the result needs.
struct ResolvedDesign {
  let design: MatchingDesign
  let treated: [Bool]
  /// Every column the design names, each once.
  let covariates: CovariateColumns
  /// Rows that have every column.
  let isIncluded: [Bool]
  /// Included rows inside the common support.
  var isEligible: [Bool]
  let scores: [Double]?
  /// The second score of a distance of two.
  let secondScores: [Double]?
  var strata: ExactStrata
  let antiExact: [[Int32]]
  var calipers: [ResolvedCaliper]
  /// The unit of each row, where one unit may have several; `nil` if every row is its own.
  let units: [Int32]?
  let forbidden: Set<MatchedPair>
  let forced: [MatchedPair]
  let distances: DistanceMatrix?
  /// How covariates become coordinates, where that is handed in.
  var scaling: CovariateScaling?

  /// A caliper in its subject's own units.
  struct ResolvedCaliper {
    let subject: Caliper.Subject
    /// The values it bounds; `nil` for the score.
    let values: [Double]?
    let width: Double
    let demandsDistance: Bool
  }

  /// Eligible rows of those who look for partners, ascending.
  var focalRows: [Int] { rows(areFocal: true).map(Int.init) }

  /// Eligible rows of those who are looked for, ascending.
  var partnerRows: [Int] { rows(areFocal: false).map(Int.init) }

  /// Eligible rows of those who look for partners, or of those who are looked for, ascending.
  func rows(areFocal: Bool) -> [Int32] {
    EligibleArms.rows(
      of: areFocal == design.estimand.isFocalTreated, treated: treated, eligible: isEligible)
  }

  /// The unit a row belongs to.
  func unit(_ row: Int) -> Int32 { units?[row] ?? Int32(row) }

  /// The score caliper that binds, in `ScoreUnits`; `nil` without one.
  var scoreCaliper: Double? {
    calipers.filter { $0.subject == .score }.map { ScoreUnits.roundedUp($0.width) }.min()
  }

  /// The constraints other than stratum and score, for focal units and partners numbered as in
  /// `focalRows` and `partnerRows`.
  func constraints(withCalipers: Bool = true) -> PairConstraints {
    constraints(
      focal: rows(areFocal: true), partner: rows(areFocal: false), withCalipers: withCalipers)
  }

  /// Whether stratum and score are the only constraints.
  var isUnconstrained: Bool {
    antiExact.isEmpty && units == nil && forbidden.isEmpty
      && calipers.allSatisfy { $0.values == nil }
  }

  /// The constraints other than stratum and score, for focal units and partners that stand at some
  /// rows.
  func constraints(
    focal: [Int32], partner: [Int32], withCalipers: Bool = true
  ) -> PairConstraints {
    var constraints = PairConstraints()
    constraints.distinct = (antiExact + (units.map { [$0] } ?? [])).map { codes in
      .init(focal: focal.map { codes[Int($0)] }, control: partner.map { codes[Int($0)] })
    }
    constraints.forbidden = forbiddenPartners(focal: focal, partner: partner)
    if withCalipers {
      constraints.differences = calipers.compactMap { caliper in
        caliper.values.map { values in
          .init(
            focal: focal.map { values[Int($0)] }, control: partner.map { values[Int($0)] },
            width: caliper.width, demandsDistance: caliper.demandsDistance)
        }
      }
    }
    return constraints
  }

  private func forbiddenPartners(focal: [Int32], partner: [Int32]) -> [Int: Set<Int>] {
    guard !forbidden.isEmpty else { return [:] }
    let number = Dictionary(
      uniqueKeysWithValues: (focal + partner).enumerated().map { index, row in
        (row, index < focal.count ? index : index - focal.count)
      })
    var partners: [Int: Set<Int>] = [:]
    for pair in forbidden {
      guard let treated = number[Int32(pair.treated)],
        let control = number[Int32(pair.control)]
      else { continue }
      let isFocalTreated = design.estimand.isFocalTreated
      partners[isFocalTreated ? treated : control, default: []]
        .insert(isFocalTreated ? control : treated)
    }
    return partners
  }

  /// Whether everything but the exact keys allows a pair, by rows.
  func admits(_ left: Int, _ right: Int) -> Bool {
    antiExact.allSatisfy { $0[left] != $0[right] } && unit(left) != unit(right)
      && (forbidden.isEmpty
        || !forbidden.contains(
          treated[left]
            ? MatchedPair(treated: left, control: right)
            : MatchedPair(treated: right, control: left)))
      && calipers.allSatisfy { caliper in
        guard let values = caliper.values ?? scores else { return false }
        if caliper.subject == .score {
          return abs(ScoreUnits.rounded(values[left]) - ScoreUnits.rounded(values[right]))
            <= ScoreUnits.roundedUp(caliper.width)
        }
        return caliper.demandsDistance
          != PairConstraints.isWithin(caliper.width, of: values[left], and: values[right])
      }
  }
}
