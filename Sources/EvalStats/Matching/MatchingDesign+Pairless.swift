extension MatchingDesign {
  /// Refuses settings that bind pairs, for a method that forms none.
  func checkPairless() throws(MatchingError) {
    let method = method.label
    if estimand == .ato, !self.method.isWeighting {
      throw .unsupported("the effect on \(estimand.population)", method: method)
    }
    if ratio != 1 { throw .unsupported("a number of partners", method: method) }
    try checkFixedRatio()
    if !antiExact.isEmpty { throw .unsupported("columns that must differ", method: method) }
    if !calipers.isEmpty { throw .unsupported("a caliper", method: method) }
    if unit != nil { throw .unsupported("units of several rows", method: method) }
    if fineBalance != nil { throw .unsupported("fine balance", method: method) }
  }

  /// Refuses a number of partners that varies or has a minimum.
  func checkFixedRatio() throws(MatchingError) {
    if minimumRatio != 1 { throw .unsupported("a fewest number of partners", method: method.label) }
    if maximumRatio != nil {
      throw .unsupported("a number of partners that varies", method: method.label)
    }
  }
}

extension MatchingDesign {
  /// Whether the distance matters: to the method, or to say who is discarded.
  var usesDistance: Bool { method.usesDistance || discard != .none }
}

extension ResolvedDesign {
  /// The same design with other strata.
  func replacing(strata: ExactStrata) -> ResolvedDesign {
    var other = self
    other.strata = strata
    return other
  }

  /// Refuses pairs given with the problem, for a method that forms none.
  func checkNoGivenPairs() throws(MatchingError) {
    if !forbidden.isEmpty { throw .unsupported("forbidden pairs", method: design.method.label) }
    if !forced.isEmpty { throw .unsupported("forced pairs", method: design.method.label) }
  }
}
