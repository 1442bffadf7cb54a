extension BalanceTable {
  /// What the rows of a table have in common: the people of each arm and what they weigh.
  struct Sample {
    let treated: [Bool]
    let treatedRows: [Int]
    let controlRows: [Int]
    let baseWeights: [Double]?
    let weights: [Double]?
    let sets: [MatchedSet]?
    let measuresOverlap: Bool
    /// Rows that are left out; `nil` if none is.
    private let isMissing: [Bool]?

    init(
      treated: [Bool], baseWeights: [Double]?, weights: [Double]?, sets: [MatchedSet]?,
      measuresOverlap: Bool
    ) {
      self.treated = treated
      treatedRows = treated.indices.filter { treated[$0] }
      controlRows = treated.indices.filter { !treated[$0] }
      self.baseWeights = baseWeights
      self.weights = weights
      self.sets = sets
      self.measuresOverlap = measuresOverlap
      isMissing = nil
    }

    private init(_ whole: Sample, without isMissing: [Bool]) {
      treated = whole.treated
      treatedRows = whole.treatedRows.filter { !isMissing[$0] }
      controlRows = whole.controlRows.filter { !isMissing[$0] }
      baseWeights = whole.baseWeights
      weights = whole.weights
      sets = whole.sets
      measuresOverlap = whole.measuresOverlap
      self.isMissing = isMissing
    }

    /// The people in whom a covariate is observed.
    func observed(_ isMissing: [Bool]?) -> Sample {
      isMissing.map { Sample(self, without: $0) } ?? self
    }

    /// Everyone's rows, ascending.
    var rows: [Int] {
      guard let isMissing else { return Array(treated.indices) }
      return treated.indices.filter { !isMissing[$0] }
    }

    /// Whether an arm has nobody.
    var isEmpty: Bool { treatedRows.isEmpty || controlRows.isEmpty }

    /// The sets without those who are left out.
    func restricting(_ sets: [MatchedSet]) -> [MatchedSet] {
      guard let isMissing else { return sets }
      return sets.map { set in
        MatchedSet(
          treated: set.treated.filter { !isMissing[$0] },
          controls: set.controls.filter { !isMissing[$0] })
      }
    }
  }
}
