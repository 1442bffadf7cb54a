internal import EvalStats

extension MatchedStudy {
  /// The design in words, for a statistician.
  var method: String {
    let design = match.design
    var parts = [choice, described]
    var exact = design.exact.map { Covariate.label(ofColumn: $0.name).lowercased() }
    if !design.ageBandEdges.isEmpty {
      let edges = design.ageBandEdges.map { Wording.fixed($0, places: 0) }
      exact.append("age band (new bands at \(edges.joined(separator: ", ")))")
    }
    if !exact.isEmpty { parts.append("exact on \(exact.joined(separator: " and "))") }
    parts += constraints
    if design.isScored {
      parts.append(design.caliper.map { "caliper \($0) SD of the score" } ?? "no caliper")
    }
    parts.append(
      "up to \(design.ratio) controls a treated person, at least \(design.minimumControls)")
    switch design.reuse {
    case .none: parts.append("without replacement over the whole study")
    case .atMost(let limit): parts.append("a control serves at most \(limit) times")
    case .unlimited: parts.append("with replacement")
    }
    switch design.laterTreated {
    case .excludedWithin(let days):
      parts.append("controls not taken on within \(days) days after the index date")
    case .censored: parts.append("controls taken on later censored at their own index date")
    case .neverTreated: parts.append("never-treated controls only")
    }
    return parts.joined(separator: "; ") + "."
  }

  /// By what a control is chosen.
  private var choice: String {
    switch match.design.choice {
    case .score:
      "nearest neighbour on the linear predictor of a pooled discrete-time logit, within risk sets "
        + "at each exact index date"
    case .nearest:
      "not scored: nearest neighbour "
        + (match.design.within.isEmpty
          ? "by the order of the register" : "by the sum of |difference| over caliper")
        + ", within risk sets at each exact index date"
    case .random:
      "not scored: at random by the seed of the study, within risk sets at each exact index date"
    }
  }

  /// What the covariates are there for.
  private var described: String {
    let names = match.design.covariates.map { Covariate.label(ofColumn: $0.name) }
      .joined(separator: "; ")
    return match.design.isScored
      ? "covariates of the day before: \(names)"
      : "compared, not matched on, as of the day before: \(names)"
  }

  /// The rules about pairs, and about who enters.
  private var constraints: [String] {
    let design = match.design
    var parts: [String] = []
    if !design.within.isEmpty {
      let calipers = design.within.map { caliper in
        let name = Covariate.label(ofColumn: caliper.covariate.name)
        // In words: "age 5 years (days between births / 365.25)".
        return caliper.covariate == .age
          ? "age \(Self.plain(caliper.width)) years (days between births / 365.25)"
          : "\(name) \(Self.plain(caliper.width))"
      }
      parts.append("controls within \(calipers.joined(separator: ", ")), inclusive")
    }
    if !design.antiExact.isEmpty {
      let names = design.antiExact.map { Covariate.label(ofColumn: $0.name).lowercased() }
      parts.append("controls of another \(names.joined(separator: " and another "))")
    }
    parts += design.excludedControls.map { rule in
      switch rule.values {
      case .listed(let values):
        "no controls whose \(rule.attribute) is \(values.joined(separator: ", "))"
      case .ofTreated: "no controls whose \(rule.attribute) is that of anybody treated"
      }
    }
    if !design.exclusions.isEmpty {
      let rules = design.exclusions.map { rule in
        switch rule.arms {
        case .both: rule.label
        case .treated: "\(rule.label) (treated only)"
        case .control: "\(rule.label) (controls only)"
        }
      }
      parts.append(
        "left out, in this order, on the index date of the person or the set: "
          + rules.joined(separator: ", "))
    }
    return parts
  }

  /// A width without needless decimals.
  private static func plain(_ width: Double) -> String {
    width == width.rounded() && abs(width) < 1e9 ? Wording.fixed(width, places: 0) : "\(width)"
  }
}
