/// What each step of a match holds, in bytes.
///
/// A step's terms stand beside one another with what they are for; where a step's arrays change, its
/// terms change with them. A number takes 8 bytes, a place, stratum or code 4, a flag 1; an array of
/// its own 32 for its header and up to 16 for rounding.
struct MatchingMemory {
  private let design: MatchingDesign
  /// Everyone, those who look for partners, and those who are looked for.
  private let rows: Int
  private let focal: Int
  private let partner: Int
  /// The columns the design's names become.
  private let columns: Columns
  /// The axes of the design's distance, and those a genetic search weighs.
  private let axes: Int
  private let weighedAxes: Int
  /// Whether a genetic search must ask of each pair whether it may be.
  private let isConstrained: Bool
  /// Whether strata and scores are the only constraints on a pair.
  private let isFree: Bool
  /// The columns of the matrix that a score is fitted on and that the match makes; 0 for none.
  private let fittedColumns: Int
  /// How many scores a person has.
  private let scoreCount: Int
  /// The partners one person may have at most.
  private let mostPartners: Int
  /// Threads a genetic search has a workspace each for.
  private let threads: Int
  /// Bytes of the problem.
  let input: Int

  /// - Throws: `MatchingError` for a column that the table does not have.
  init(
    _ design: MatchingDesign, problem: MatchingProblem, threads: Int
  ) throws(MatchingError) {
    self.design = design
    self.threads = min(max(1, threads), Self.mostThreads)
    rows = problem.treated.count
    let treated = problem.treated.count { $0 }
    focal = design.estimand.isFocalTreated ? treated : rows - treated
    partner = rows - focal
    mostPartners = min(max(1, design.maximumRatio ?? design.ratio), max(1, partner))
    scoreCount =
      !design.usesDistance || design.distance.score == nil
      ? 0 : design.distance.secondScore == nil ? 1 : 2
    columns = try Columns(design.namedColumns, of: problem.table, missing: design.missing)
    let matched = try Columns(design.covariates, of: problem.table, missing: design.missing)
    switch design.distance {
    case .covariates: axes = matched.count
    case .covariatesWithinScore(_, let names, _):
      axes = try Columns(names, of: problem.table, missing: design.missing).count
    case .scores: axes = 2
    case .score: axes = 1
    case .given: axes = 0
    }
    // With a score alone the covariates are weighed beside it.
    if case .score = design.distance { weighedAxes = 1 + matched.count } else { weighedAxes = axes }
    isConstrained =
      !design.calipers.isEmpty || !design.antiExact.isEmpty || !problem.forbidden.isEmpty
    isFree =
      design.antiExact.isEmpty && design.unit == nil && problem.forbidden.isEmpty
      && design.calipers.allSatisfy { $0.subject == .score }
    fittedColumns =
      design.usesDistance && design.fitsScore && problem.scoreDesign == nil ? 1 + matched.count : 0
    let given = problem.scoreDesign.map { 8 * $0.rowCount * $0.columnCount } ?? 0
    input =
      problem.table.storageBytes + rows + (problem.scores == nil ? 0 : 8 * rows) + given
      + (problem.distances == nil ? 0 : 8 * treated * (rows - treated) + 4 * rows)
      + 16 * (problem.forbidden.count + problem.forced.count)
  }

  /// No search has more workspaces than this.
  private static let mostThreads = 4_096

  /// Bytes at the peak, beside the problem's: what is looked up, and the step that holds most.
  var peak: Int { resolved + max(scoreFit, coordinates + search + sets, sets + balance) }

  /// Whether the method holds more than this for some data.
  var dependsOnData: Bool {
    switch design.method {
    case .optimal, .optimalFull, .selection: true
    default: false
    }
  }

  /// Held throughout: the columns that are not the table's own, flags of who counts, exact strata,
  /// codes that must differ, scores.
  private var resolved: Int {
    let codes = 1 + design.antiExact.count + (design.unit == nil ? 0 : 1)
    // While a column is looked up: its gaps, the rows without one, and the codes of an exact key.
    let oneColumn = 24
    return rows
      * (8 * columns.copied + columns.flagged + 2 + 4 * codes + 8 * scoreCount + oneColumn)
  }

  /// While a score is fitted: the matrix and the response; of two steps of the iteration the linear
  /// predictor, mean, weight and score of each row; the predictor of a third.
  private var scoreFit: Int {
    scoreCount == 0 ? 0 : 8 * rows * (fittedColumns + 1 + 2 * 4 + 1)
  }

  /// While partners are looked for: the coordinates of everyone, or of those who look where the others'
  /// are made as they are needed; while their scale is learned, the rows of both arms, and of ranks
  /// columns of their own.
  private var coordinates: Int {
    guard design.usesDistance, let metric = design.distance.metric else { return 0 }
    return 8 * axes * (usesShortlists ? focal : rows)
      + rows * (metric == .robustMahalanobis ? 12 + 16 * axes : 4)
  }

  /// Whether shortlists serve, as `NearestMatching` decides.
  private var usesShortlists: Bool {
    guard case .nearest = design.method else { return false }
    return isFree && (axes > 2 || design.calipers.contains { $0.subject == .score })
  }

  /// What the search itself holds.
  private var search: Int {
    switch design.method {
    case .nearest: nearest
    case .genetic(let settings): genetic(settings) + nearest
    case .optimal, .optimalFull: network
    case .generalisedFull: trees
    case .coarsenedExact(let settings): strata + (settings.formsPairs ? nearest : 0)
    case .subclassification, .exact: strata
    case .weighting(let scheme): weights(scheme)
    case .selection: strata + 8 * rows * 4 * columns.count
    }
  }
}

extension MatchingMemory {
  /// Nearest neighbours: rows of both arms; scores on one axis, or panels of
  /// single precision with shortlists; what calipers and keys compare; uses left.
  private var nearest: Int {
    let arms = 4 * rows
    // Scores, their order, places and free places before and after, strata, and the sort.
    let sorted = scoreCount == 0 ? 0 : partner * 60 + 24 * focal
    let constraints =
      rows * (8 * design.calipers.count { $0.subject != .score } + 4 * design.antiExact.count)
    let uses = 4 * partner
    if design.distance == .given { return arms + constraints + uses + 16 * focal * partner }
    guard design.distance.metric != nil else { return arms + sorted + constraints + uses }
    guard usesShortlists else {
      // Controls stand in order along one axis.
      return arms + sorted + constraints + uses + 8 * rows * axes + 36 * partner
    }
    // Beside the panels a norm, a flag, and each control's member, place, stratum and row.
    let panels = partner * (4 * axes + 5 + 16)
    // A window of scores, the list and its header, and candidates of 8 bytes.
    let shortlist = 16 + 96 + 8 * (16 + 4 * mostPartners)
    return arms + sorted + constraints + uses + panels + focal * shortlist
  }

  /// A genetic search: coordinates plain and whitened, while they are made twice; for each the
  /// search's arrangement, and one more for each thread; what is balanced, with ranks.
  private func genetic(_ settings: GeneticSearch) -> Int {
    let names = settings.balanced?.count ?? design.covariates.count
    let main = max(columns.count, names)
    let balanced =
      main * (settings.balancesSquares ? 2 : 1)
      + (settings.balancesInteractions ? main * (main - 1) / 2 : 0)
    let coordinates = 8 * rows * weighedAxes * (2 + 3)
    let arranged = rows * (10 * weighedAxes + 16)
    let admitted = isConstrained ? 2 * focal * partner / 8 : 0
    // Of people alike only a few take part, which are told by all their coordinates.
    let alike = settings.reuse == .unlimited ? rows * (96 + 8 * weighedAxes) : 96 * focal
    return coordinates + arranged * (2 + threads) + admitted + alike
      + rows * (20 * balanced + 64)
  }

  /// Optimal matching: partners in panels, with order and keys; so many arcs for each who looks for
  /// partners as are usual, four times the first lists.
  private var network: Int {
    let panels = 16 * rows * axes + 48 * partner + 16 * rows
    let arcs = min(focal * partner, max(64 * focal, 4 * focal * (8 + 8 * mostPartners)))
    let isFlow: Bool =
      if case .optimalFull = design.method { true } else {
        design.maximumRatio != nil || design.fineBalance != nil || design.unit != nil
      }
    return panels + arcs * (isFlow ? 112 : 24) + 256 * focal + (isFlow ? 160 * rows : 0)
  }

  /// Groups: two trees of points with boxes, and one of those taken; what everyone needs; a list each.
  private var trees: Int { rows * (8 * axes * 3 + 128) }

  /// Strata: rows by their code, by arm, and the sets; what is coarsened.
  private var strata: Int { rows * (64 + 4 * columns.count) }

  /// Weights: those of several steps; to balance moments their columns again.
  private func weights(_ scheme: WeightingScheme) -> Int {
    guard case .entropyBalance(let settings) = scheme else { return 64 * rows }
    return rows * (16 * columns.count * min(max(1, settings.moments), 3) + 96)
  }

  /// The sets with their distances, from the search to the result; weights, and the check of all.
  private var sets: Int {
    guard design.method.formsPairs else { return 48 * rows }
    return focal * (288 + 40 * mostPartners) + 32 * rows
  }

  /// The balance: rows, places, arms, weights and scores of those who count, their columns again; for
  /// one column after another the order of its values.
  private var balance: Int {
    let sets = design.method.formsPairs ? focal * (128 + 16 * mostPartners) : 8 * rows
    return rows * (8 * columns.count + 72) + sets
  }
}

extension MatchingMemory {
  /// The columns of numbers that columns of a table become.
  private struct Columns {
    /// All: a factor is one a level.
    private(set) var count = 0
    /// Those that are not the table's own.
    private(set) var copied = 0
    /// Those with a flag a row for what is missing.
    private(set) var flagged = 0

    init(
      _ names: [String], of table: Table, missing rule: MissingRule
    ) throws(MatchingError) {
      var hasGaps = false
      var numbers = 0
      for name in names {
        let column: Column
        do { column = try table.column(name) } catch { throw .covariates(.table(error)) }
        let isIncomplete = column.missingCount > 0
        let own = column.categories?.levels.count ?? 1
        count += own
        if isIncomplete {
          flagged += own
          hasGaps = true
        }
        // A level is made of the table's codes when it is asked for.
        let isNumber = column.categories == nil
        if isNumber { numbers += 1 }
        if case .real = column, !isIncomplete {} else if isNumber { copied += 1 }
        // One more says where values are missing.
        if isIncomplete, rule == .indicator {
          count += 1
          copied += 1
        }
      }
      // Rows left out take their values out of the table's own columns.
      if hasGaps, rule == .exclude { copied = numbers }
    }
  }
}

extension MatchingDesign {
  /// Whether a score is fitted on the covariates.
  fileprivate var fitsScore: Bool {
    [distance.score, distance.secondScore].contains { score in
      switch score {
      case .fitted, .prognostic: true
      case .given, .column, nil: false
      }
    }
  }
}

extension MatchingDistance {
  /// The second score of a distance of two.
  fileprivate var secondScore: MatchingScore? {
    if case .scores(_, let second, _) = self { second } else { nil }
  }
}

extension MatchingMethod {
  /// Whether each of those who look for partners has a set of their own.
  fileprivate var formsPairs: Bool { !formsStrata }
}
