extension MatchingDesign: CustomStringConvertible {
  /// The design in one sentence, for a statistician: "up to 2:1 nearest neighbour for the effect on
  /// the treated, on the logit of the probability of treatment given age and sex, largest first, …".
  public var description: String {
    var parts = [methodText]
    parts[0] += " for the effect on \(estimand.population)"
    if usesDistance { parts.append(distanceText) }
    switch method {
    case .nearest(let order, let reuse): parts += [reuse.text, orderText(order, reuse)]
    case .genetic(let search):
      parts += [
        search.text, "seed \(seed)", search.reuse.text, orderText(.data, search.reuse),
      ]
    case .optimal: break
    case .optimalFull(let limits): parts.append(limits.description)
    case .subclassification(let settings): parts.append(settings.description)
    case .coarsenedExact(let coarsening):
      parts.append("on \(MatchingDesign.list(covariates)) (\(coarsening))")
    case .exact: parts.append("on \(MatchingDesign.list(covariates))")
    case .generalisedFull(let settings): parts.append(settings.description)
    case .selection(let settings):
      parts.append("of \(MatchingDesign.list(covariates)), \(settings)")
    case .weighting(let scheme):
      if !usesDistance { parts.append("of \(MatchingDesign.list(covariates))") }
      parts.append(scheme.description)
    }
    if !exact.isEmpty { parts.append("exact on \(MatchingDesign.list(exact))") }
    if !antiExact.isEmpty { parts.append("different in \(MatchingDesign.list(antiExact))") }
    parts += calipers.map(\.description)
    if let unit { parts.append("each '\(unit)' as one person") }
    if let fineBalance { parts.append("as often in each category of \(fineBalance)") }
    if minimumRatio > 1 { parts.append("at least \(minimumRatio) partners") }
    switch discard {
    case .none: break
    case .treated: parts.append("treated outside the range of the controls discarded")
    case .control: parts.append("controls outside the range of the treated discarded")
    case .both: parts.append("everyone outside the common range of scores discarded")
    }
    if fitsAgainAfterDiscard, discard != .none { parts.append("score fitted again without them") }
    switch missing {
    case .error: break
    case .indicator: parts.append("missing covariates marked")
    case .exclude: parts.append("rows with missing covariates left out")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var methodText: String {
    let ratioText = ratio == 1 ? "1:1" : "up to \(ratio):1"
    switch method {
    case .nearest, .genetic: return "\(ratioText) \(method.label)"
    case .optimal:
      guard let maximumRatio else { return "\(ratioText) optimal" }
      return "optimal, on average \(ratio) and at most \(maximumRatio) partners,"
    case .optimalFull: return "optimal full"
    case .coarsenedExact, .selection:
      return method.formsStrata ? method.label : "\(ratioText) \(method.label)"
    case .subclassification, .exact, .generalisedFull, .weighting: return method.label
    }
  }

  private var distanceText: String {
    switch distance {
    case .score(let score): "on \(text(of: score))"
    case .covariates(let metric):
      "on the \(metric.text) distance of \(MatchingDesign.list(covariates))"
    case .scores(let first, let second, let metric):
      "on the \(metric.text) distance of \(text(of: first)) and \(text(of: second))"
    case .given: "on the distances given"
    case .covariatesWithinScore(let metric, let names, let score):
      "on the \(metric.text) distance of \(MatchingDesign.list(names)) in the order of "
        + text(of: score)
    }
  }

  private func text(of score: MatchingScore) -> String {
    switch score {
    case .given: return "a given score"
    case .column(let name): return name
    case .prognostic(let model):
      return "the \(model.outcome) to expect without treatment given "
        + MatchingDesign.list(covariates)
    case .fitted(let link, let scale):
      let given = "the probability of treatment given \(MatchingDesign.list(covariates))"
      return scale == .probability
        ? "\(given) (\(link.rawValue) model)" : "the \(link.rawValue) of \(given)"
    }
  }

  private func orderText(_ order: MatchingOrder, _ reuse: ControlReuse) -> String {
    if reuse == .unlimited { return "" }
    switch order {
    case .automatic:
      if distance.score == nil { return "in the order of the rows" }
      return estimand.isFocalTreated ? "largest first" : "smallest first"
    case .largest: return "largest first"
    case .smallest: return "smallest first"
    case .data: return "in the order of the rows"
    case .random: return "in random order (seed \(seed))"
    case .closest: return "closest pair first"
    case .farthest: return "farthest nearest neighbour first"
    }
  }

  /// "a", "a and b", "a, b and c".
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Estimand {
  /// Of whom the estimate speaks, in words.
  var population: String {
    switch self {
    case .att: "the treated"
    case .atc: "the controls"
    case .ate: "everyone"
    case .ato: "those who might well be in either arm"
    }
  }
}

extension ControlReuse {
  fileprivate var text: String {
    switch self {
    case .none: "without replacement"
    case .atMost(let limit): "each control in at most \(limit) sets"
    case .unlimited: "with replacement"
    }
  }
}

extension GeneticSearch {
  /// What is searched for and how hard.
  fileprivate var text: String {
    let aim =
      switch objective {
      case .balanceTests: "balance tests"
      case .largestStandardisedDifference: "the largest standardised difference"
      case .meanStandardisedDifference: "the mean standardised difference"
      }
    let extra = [
      balanced.map { "of \(MatchingDesign.list($0))" }, balancesSquares ? "squares too" : nil,
      balancesInteractions ? "products too" : nil,
    ].compactMap(\.self)
    let whom = extra.isEmpty ? "" : " (\(extra.joined(separator: ", ")))"
    return "weights from \(lowestWeight) to \(highestWeight) searched by \(aim)\(whom), population "
      + "\(population) for up to \(generations) generations until \(patience) bring nothing better"
  }
}

extension CovariateMetric {
  fileprivate var text: String {
    switch self {
    case .mahalanobis: "Mahalanobis"
    case .robustMahalanobis: "rank-based Mahalanobis"
    case .scaledEuclidean: "scaled Euclidean"
    case .euclidean: "Euclidean"
    }
  }
}

extension Caliper: CustomStringConvertible {
  /// "caliper of 0.2 SD on the score".
  public var description: String {
    let subjectText =
      switch subject {
      case .score: "the score"
      case .covariate(let name): name
      }
    let unit = isStandardised ? " SD" : ""
    return width < 0
      ? "more than \(abs(width))\(unit) apart in \(subjectText)"
      : "caliper of \(width)\(unit) on \(subjectText)"
  }
}
