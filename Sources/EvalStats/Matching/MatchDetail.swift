/// What a method has to say of how it came to its sets or weights, beyond those.
public enum MatchDetail: Sendable, Equatable {
  /// Subclassification.
  case subclasses(Subclassification.Outcome)
  /// Coarsened exact matching.
  case coarsened(Coarsening.Outcome)
  /// Generalised full matching.
  case groups(GeneralisedFull.Outcome)
  /// Weights.
  case weighting(WeightingScheme.Outcome)
  /// The largest balanced sample.
  case selection(BalancedSelection.Outcome)
}

extension MatchDetail {
  /// The detail in sentences.
  var lines: [String] {
    switch self {
    case .subclasses(let outcome):
      var lines: [String] = []
      if outcome.movedCount > 0 {
        lines.append(
          "\(outcome.movedCount) people stand in a neighbouring class, so that no class lacks an arm."
        )
      }
      if outcome.mergedCount > 0 {
        lines.append("\(outcome.mergedCount) classes were merged with a neighbour.")
      }
      return lines
    case .coarsened(let outcome):
      return [
        "\(outcome.sharedStratumCount) of \(outcome.stratumCount) strata hold both arms; over these "
          + "strata the arms' imbalance L1 was \(outcome.imbalanceBefore)."
      ]
    case .selection(let outcome):
      let proof =
        outcome.isOptimal
        ? "no balanced sample is larger" : "at most \(outcome.upperBound) could be"
      return [
        "\(outcome.chosenCount) people were chosen by \(outcome.solver), and \(proof); the largest "
          + "difference of means is \(outcome.largestDifference) SD."
      ]
    case .weighting(let outcome):
      var lines = [
        "The weights are worth \(outcome.effectiveTreated) treated people and "
          + "\(outcome.effectiveControls) controls; the largest are \(outcome.largestTreated) and "
          + "\(outcome.largestControl) times the mean of their arm."
      ]
      if outcome.cutCount > 0 { lines.append("\(outcome.cutCount) weights were cut down.") }
      return lines
    case .groups(let outcome):
      var lines: [String] = []
      if let radius = outcome.radius { lines.append("The radius is \(radius).") }
      if let largest = outcome.largestDistance {
        lines.append(
          "Members of a group are at most \(largest) apart; no grouping of these people has less "
            + "than \(outcome.lowerBound).")
      }
      return lines
    }
  }
}
