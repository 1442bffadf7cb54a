import EvalTestSupport

@testable import EvalStats

extension ReferenceKind {
  /// Strata as a partition, weights, sizes, balance over the strata, cut points and the outcome.
  static let stratification = ReferenceKind("stratification") { comparison in
    let asked = try MatchingCase(&comparison)
    let match = try asked.problem.matched(by: asked.design)
    if case .subclassification = asked.design.method {
      asked.compareScores(match, &comparison)
    } else {
      comparison.check("discarded_rows", match.discarded.map { Double($0 + 1) })
    }
    asked.compareStrata(match, &comparison)
    asked.compareWeights(match, &comparison)
    asked.compareBalance(match, &comparison)
    try asked.compareOutcomes(match, &comparison)
  }
}

extension MatchingCase {
  /// The method of a stratification case; `nil` for any other.
  static func strataMethod(
    _ method: String, _ comparison: inout ReferenceComparison
  ) throws -> MatchingMethod? {
    switch method {
    case "exact": return .exact
    case "subclass":
      guard let value = comparison.setting("subclass_count") else {
        return .subclassification()
      }
      if let count = value.number {
        return .subclassification(.init(cuts: .count(Int(count))))
      }
      guard let probabilities = value.numbers?.compactMap({ $0 }), !probabilities.isEmpty else {
        throw ReferencePending("settings.subclass_count")
      }
      return .subclassification(.init(cuts: .probabilities(probabilities)))
    case "cem":
      var coarsening = Coarsening()
      for path: ReferencePath in ["cut_points", "bins"] {
        guard let value = comparison.setting(path) else { continue }
        if let names = value.object?.keys {
          for name in names {
            guard let rule = value[ReferencePath([name])].flatMap(rule) else {
              throw ReferencePending("settings.\(path) of \(name)")
            }
            coarsening.columns[name] = rule
          }
        } else if let rule = rule(value) {
          coarsening.numbers = rule
        } else {
          throw ReferencePending("settings.\(path)")
        }
      }
      return .coarsenedExact(coarsening)
    default: return nil
    }
  }

  /// Numbers are cut points, one number alone a count of bins (0: the values as they are), a text the
  /// name of a rule, "q4" four quantile bins.
  private static func rule(_ value: JSONValue) -> Coarsening.Rule? {
    func count(_ number: Double) -> Coarsening.Rule? {
      guard number >= 0, number == number.rounded() else { return nil }
      return number == 0 ? .exact : .bins(Int(number))
    }
    if let number = value.number { return count(number) }
    if let text = value.string {
      switch text {
      case "sturges": return .sturges
      case "scott": return .scott
      case "fd": return .freedmanDiaconis
      default:
        return text.hasPrefix("q") ? Int(text.dropFirst()).map(Coarsening.Rule.quantiles) : nil
      }
    }
    guard let numbers = value.numbers?.compactMap({ $0 }), !numbers.isEmpty else { return nil }
    return numbers.count == 1 ? count(numbers[0]) : .cutPoints(numbers.sorted())
  }

  /// The strata, whatever their numbers, and where classes meet.
  func compareStrata(_ match: Match, _ comparison: inout ReferenceComparison) {
    comparison.check("n", problem.treated.count)
    comparison.check("n_treated", problem.treated.count { $0 })
    comparison.check("n_subclasses", match.sets.count)
    if case .subclasses(let outcome)? = match.detail {
      comparison.check("cut_points", outcome.cutPoints, absolute: scoreTolerance)
    }
    guard let expected = comparison.expected("subclass_of_row")?.numbers else { return }
    var found = [Int](repeating: 0, count: problem.treated.count)
    for (index, set) in match.sets.enumerated() {
      for row in set.treated + set.controls { found[row] = index + 1 }
    }
    var (there, back): ([Double: Int], [Int: Double]) = ([0: 0], [0: 0])
    let differing = found.indices.filter { row in
      guard row < expected.count, let theirs = expected[row] else { return true }
      let ours = found[row]
      if there[theirs] == nil, back[ours] == nil {
        (there[theirs], back[ours]) = (ours, theirs)
      }
      return there[theirs] != ours || back[ours] != theirs
    }
    comparison.record(
      "subclass_of_row", found: "rows \(differing.prefix(5).map { $0 + 1 }) elsewhere",
      expected: "the same strata", allowed: "any numbering",
      isRight: differing.isEmpty && found.count == expected.count, valueCount: found.count)
  }
}
