import ArgumentParser
import EvalStats

/// How sets are formed, or weights found.
struct MatchMethodOptions: ParsableArguments {
  /// The methods by the names users know them by.
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case nearest, optimal, full, quick, subclass, cem, exact, genetic
    case inverseProbability = "ipw"
    case overlap
    case matchingWeights = "matching-weights"
    case entropy
  }

  @Option(
    help: ArgumentHelp(
      "nearest, optimal, full (optimal full), quick (generalised full), subclass, cem (coarsened "
        + "exact), exact, genetic; or weights: ipw, overlap, matching-weights, entropy."))
  var method: Method = .nearest

  @Option(
    help: "Who chooses first: \(MatchingOrder.allCases.map(\.rawValue).joined(separator: ", ")).")
  var order: MatchingOrder = .automatic

  @Flag(help: "Controls may serve in any number of sets.")
  var replace = false

  @Option(help: "Controls may serve in at most this many sets.")
  var maximumReuse: Int?

  @Option(
    help: "The fewest controls for a treated person in full matching; 0.5 lets two share one.")
  var minimumControls: Double?

  @Option(help: "The most controls for a treated person in full matching.")
  var maximumControls: Double?

  @Option(help: "A column as frequent among the controls as among the treated (optimal).")
  var fineBalance: String?

  @Option(help: "The number of classes (subclass).")
  var classes: Int?

  @Option(help: "The bins of numbers: sturges, scott, fd, or how many (cem).")
  var bins: BinsArgument?

  @Option(
    help: "Where the bins of one column meet: age=20,40,60 (cem). May be given several times.")
  var cut: [CutArgument] = []

  @Flag(help: "Form pairs inside the strata (cem).")
  var pairs = false

  @Option(help: "The number of weightings in a generation (genetic).")
  var population: Int?

  @Option(help: "The most generations (genetic).")
  var generations: Int?

  @Option(
    help: ArgumentHelp(
      "What is balanced (genetic): "
        + GeneticSearch.Objective.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var objective: GeneticSearch.Objective?

  @Option(help: "The moments made equal: 1 means, 2 squares too (entropy).")
  var moments: Int?

  @Option(help: "Leave out probabilities within this of 0 and 1 (ipw).")
  var trim: Double?

  /// The method with its settings.
  func chosen() throws -> MatchingMethod {
    try refuseLooseEnds()
    switch method {
    case .nearest: return .nearest(order: order, reuse: reuse)
    case .optimal: return .optimal
    case .full:
      return .optimalFull(
        FullMatchingLimits(
          minimumControls: minimumControls ?? 0, maximumControls: maximumControls ?? .infinity))
    case .quick: return .generalisedFull()
    case .subclass: return .subclassification(Subclassification(cuts: .count(classes ?? 6)))
    case .cem:
      return .coarsenedExact(
        Coarsening(
          numbers: bins?.rule ?? .sturges,
          columns: Dictionary(
            cut.map { ($0.column, .cutPoints($0.points)) }, uniquingKeysWith: { $1 }),
          formsPairs: pairs))
    case .exact: return .exact
    case .genetic:
      var search = GeneticSearch(reuse: reuse)
      if let population { search.population = population }
      if let generations { search.generations = generations }
      if let objective { search.objective = objective }
      return .genetic(search)
    case .inverseProbability:
      return .weighting(.inverseProbability(WeightTrimming(margin: trim)))
    case .overlap: return .weighting(.overlap)
    case .matchingWeights: return .weighting(.matchingWeights)
    case .entropy: return .weighting(.entropyBalance(EntropyBalance(moments: moments ?? 1)))
    }
  }

  private var reuse: ControlReuse {
    replace ? .unlimited : maximumReuse.map { $0 == 1 ? .none : .atMost($0) } ?? .none
  }

  /// Refuses options that the method would pass over in silence.
  private func refuseLooseEnds() throws {
    if replace, maximumReuse != nil {
      throw UsageError(
        option: "--maximum-reuse", problem: "given with --replace, which sets no limit; give one")
    }
    let given: [(option: String, isGiven: Bool, methods: [Method])] = [
      ("--order", order != .automatic, [.nearest]),
      ("--replace", replace, [.nearest, .genetic]),
      ("--maximum-reuse", maximumReuse != nil, [.nearest, .genetic]),
      ("--minimum-controls", minimumControls != nil, [.full]),
      ("--maximum-controls", maximumControls != nil, [.full]),
      ("--fine-balance", fineBalance != nil, [.optimal]),
      ("--classes", classes != nil, [.subclass]),
      ("--bins", bins != nil, [.cem]),
      ("--cut", !cut.isEmpty, [.cem]),
      ("--pairs", pairs, [.cem]),
      ("--population", population != nil, [.genetic]),
      ("--generations", generations != nil, [.genetic]),
      ("--objective", objective != nil, [.genetic]),
      ("--moments", moments != nil, [.entropy]),
      ("--trim", trim != nil, [.inverseProbability]),
    ]
    for entry in given where entry.isGiven && !entry.methods.contains(method) {
      throw UsageError(
        option: entry.option,
        problem: "has no part in the method '\(method.rawValue)'; leave it out or choose "
          + entry.methods.map { "'\($0.rawValue)'" }.joined(separator: " or "))
    }
  }
}

/// The bins of numbers as they are typed.
struct BinsArgument: ExpressibleByArgument {
  let rule: Coarsening.Rule

  init?(argument: String) {
    switch argument.lowercased() {
    case "sturges": rule = .sturges
    case "scott": rule = .scott
    case "fd": rule = .freedmanDiaconis
    default:
      guard let count = Int(argument) else { return nil }
      rule = .bins(count)
    }
  }
}

/// Cut points of one column as they are typed: `age=20,40,60`.
struct CutArgument: ExpressibleByArgument {
  let column: String
  let points: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let points = parts[1].split(separator: ",").map { Double($0.filter { $0 != " " }) }
    guard !points.isEmpty, points.allSatisfy({ $0 != nil }) else { return nil }
    column = String(parts[0])
    self.points = points.compactMap(\.self)
  }
}

extension MatchingOrder: ExpressibleByArgument {}
extension GeneticSearch.Objective: ExpressibleByArgument {}
