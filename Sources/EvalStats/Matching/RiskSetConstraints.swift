/// The rules about a pair that are not exact strata: calipers on covariates, and values that differ.
///
/// A missing value lies within a caliper of nothing, unless the design takes missing as a value of its
/// own (`MissingRule.indicator`): then it agrees with another missing one. It is never known to differ.
struct RiskSetConstraints: Sendable {
  private let calipers: [CovariateCaliper]
  private let withinReaders: [CovariateReader]
  private let antiExact: [Covariate]
  private let antiExactReaders: [CovariateReader]
  private let births: [Day]
  private let missing: MissingRule

  /// Finds what the rules read.
  ///
  /// - Throws: `RiskSetError.covariates`, or `.notNumeric` for a caliper on a category.
  init(
    _ design: RiskSetDesign, register: PersonRegister, history: ActivityHistory
  ) throws(RiskSetError) {
    calipers = design.within
    withinReaders = try design.readers(of: design.within.map(\.covariate), register, history)
      .readers
    for (caliper, reader) in zip(calipers, withinReaders) where reader.levels != nil {
      throw .notNumeric(covariate: caliper.covariate.name)
    }
    antiExact = design.antiExact
    antiExactReaders = try design.readers(of: antiExact, register, history).readers
    births = register.births
    missing = design.missing
  }

  /// A caliper of one treated person, with what is known of them.
  private struct Bound {
    let reader: CovariateReader
    let own: Double
    let caliper: CovariateCaliper
  }

  /// Of people at risk, those whose values differ where they must.
  ///
  /// - Throws: `CohortError.missingValues` if somebody misses one and the design does not say what to
  ///   do.
  func differing(_ people: [Int], from treated: RiskSetTreated) throws(CohortError) -> [Int] {
    var kept = people
    for (covariate, reader) in zip(antiExact, antiExactReaders) {
      let own = reader.value(of: treated.person, on: treated.date)
      var differing: [Int] = []
      for person in kept {
        let value = reader.value(of: person, on: treated.date)
        if value.isNaN { try refuseMissing(covariate, among: kept.count) }
        // A missing value differs from nothing that is known, and nothing from it.
        if !value.isNaN, !own.isNaN, value != own { differing.append(person) }
      }
      kept = differing
    }
    return kept
  }

  /// Of people at risk, those within every caliper, each with Σ |difference| / caliper.
  ///
  /// - Throws: as `differing`.
  /// - Complexity: O(*people* · *calipers* · log *events of a person*)
  func within(
    _ people: [Int], of treated: RiskSetTreated
  ) throws(CohortError) -> [PairCandidate] {
    let bounds = zip(calipers, withinReaders).map { caliper, reader in
      Bound(
        reader: reader, own: reader.value(of: treated.person, on: treated.date), caliper: caliper)
    }
    var candidates: [PairCandidate] = []
    candidates.reserveCapacity(people.count)
    for person in people {
      var distance: Double? = 0
      for bound in bounds {
        guard let sum = distance else { break }
        distance = try difference(person, treated, bound, among: people.count).map {
          sum + (bound.caliper.width > 0 ? $0 / bound.caliper.width : 0)
        }
      }
      if let distance { candidates.append(PairCandidate(control: person, distance: distance)) }
    }
    return candidates
  }

  /// The difference from the treated person; `nil` where it exceeds the caliper or is not known.
  private func difference(
    _ person: Int, _ treated: RiskSetTreated, _ bound: Bound, among count: Int
  ) throws(CohortError) -> Double? {
    if bound.caliper.covariate == .age {
      // By days, so that a whole number of years is one, whatever the two ages are.
      let days = abs(births[person].distance(to: births[treated.person]))
      let years = Double(days) / Age.daysPerYear
      return years <= bound.caliper.width ? years : nil
    }
    let value = bound.reader.value(of: person, on: treated.date)
    if value.isNaN { try refuseMissing(bound.caliper.covariate, among: count) }
    if value.isNaN || bound.own.isNaN {
      return missing == .indicator && value.isNaN && bound.own.isNaN ? 0 : nil
    }
    let difference = abs(value - bound.own)
    let allowance = (abs(value) + abs(bound.own) + bound.caliper.width) * Self.rounding
    return difference <= bound.caliper.width + allowance ? difference : nil
  }

  /// What two decimal fractions and their difference may be off by, as a share of their sizes: half a
  /// unit in the last place each.
  private static let rounding = 0x1p-52

  private func refuseMissing(_ covariate: Covariate, among count: Int) throws(CohortError) {
    if missing == .error {
      throw .missingValues(covariate: covariate.name, rows: 1, of: count)
    }
  }
}
