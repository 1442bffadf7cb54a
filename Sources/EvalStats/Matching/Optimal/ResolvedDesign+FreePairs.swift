extension ResolvedDesign {
  /// The pairs that are left to choose from, and for each focal unit the places of partners it has by
  /// force.
  func freePairs(by metric: PairMetric) -> (pairs: AdmissiblePairs, held: [[Int]]) {
    let forced = forcedPartners(
      focal: rows(areFocal: true), partner: rows(areFocal: false))
    let pairs = AdmissiblePairs(
      self, metric: metric, withholding: withheldPartners(forced: forced))
    let places = pairs.places
    return (pairs, forced.map { $0.map { Int(places[$0]) } })
  }

  /// Partners that are spoken for: forced ones with all rows of their unit, and rows of people who
  /// look for partners themselves. Numbered as in `partnerRows`.
  private func withheldPartners(forced: [[Int]]) -> Set<Int> {
    let forced = forced.joined()
    guard !forced.isEmpty || units != nil else { return [] }
    let partner = partnerRows
    var taken = Set(forced.map { unit(partner[$0]) })
    if units != nil { taken.formUnion(focalRows.map(unit)) }
    return Set(partner.indices.filter { taken.contains(unit(partner[$0])) })
  }
}
