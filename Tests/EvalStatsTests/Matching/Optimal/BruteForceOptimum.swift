@testable import EvalStats

/// The best way to match few people, by looking at every way there is.
struct BruteForceOptimum {
  /// For each focal unit the distance of each partner; infinite where the pair is not allowed.
  let distances: [[Double]]

  /// What a way to match is judged by: most people with partners, most pairs, then a penalty, then
  /// the distance.
  struct Value: Comparable {
    var people = 0
    var pairs = 0
    var penalty = 0
    var distance = 0.0

    static func < (left: Value, right: Value) -> Bool {
      (-left.people, -left.pairs, left.penalty, left.distance)
        < (-right.people, -right.pairs, right.penalty, right.distance)
    }
  }

  /// The best of all ways to give each focal unit a set of partners.
  ///
  /// - Parameters:
  ///   - bounds: the sizes a set may have; 0 is allowed always.
  ///   - admits: whether the whole of the sets is allowed.
  ///   - penalty: what is to be small after the number of pairs.
  func best(
    bounds: ClosedRange<Int>, sharing: Int = 1, most total: Int = .max,
    admits: ([[Int]]) -> Bool = { _ in true }, penalty: ([[Int]]) -> Int = { _ in 0 }
  ) -> Value {
    var best = Value(people: -1)
    var uses = [Int](repeating: 0, count: distances.first?.count ?? 0)
    var sets: [[Int]] = []
    func visit(_ value: Value) {
      let focal = sets.count
      guard focal < distances.count else {
        var value = value
        guard value.pairs <= total, admits(sets) else { return }
        value.penalty = penalty(sets)
        best = min(best, value)
        return
      }
      for subset in 0..<(1 << uses.count) {
        let partners = uses.indices.filter { subset >> $0 & 1 == 1 }
        guard partners.isEmpty || bounds.contains(partners.count),
          partners.allSatisfy({ uses[$0] < sharing && distances[focal][$0] < .infinity })
        else { continue }
        for partner in partners { uses[partner] += 1 }
        sets.append(partners)
        visit(
          Value(
            people: value.people + (partners.isEmpty ? 0 : 1),
            pairs: value.pairs + partners.count,
            distance: value.distance + partners.reduce(0) { $0 + distances[focal][$1] }))
        sets.removeLast()
        for partner in partners { uses[partner] -= 1 }
      }
    }
    visit(Value())
    return best
  }
}

/// A few treated people, a few controls and a distance for each pair.
struct SmallProblem {
  let treated: [Bool]
  let distances: [[Double]]
  let columns: [(name: String, values: [Double])]

  /// - Parameter density: the share of pairs that are allowed.
  init(
    _ generator: inout SeededGenerator, treated treatedCount: Int, controls controlCount: Int,
    density: Double
  ) {
    // Whole distances make ties, others do not.
    let areWhole = generator.bernoulli(0.3)
    var distances: [[Double]] = []
    for _ in 0..<treatedCount {
      var line: [Double] = []
      for _ in 0..<controlCount {
        let distance = areWhole ? Double(generator.integer(below: 5)) : generator.uniform()
        line.append(generator.bernoulli(density) ? distance : .infinity)
      }
      distances.append(line)
    }
    self.distances = distances
    treated = (0..<(treatedCount + controlCount)).map { $0 < treatedCount }
    columns = [("x", treated.indices.map { _ in generator.normal() })]
  }

  var treatedCount: Int { distances.count }

  func problem(
    keys: [(name: String, codes: [Int32])] = [], forbidden: [MatchedPair] = [],
    forced: [MatchedPair] = []
  ) throws -> MatchingProblem {
    try MatchingProblem(
      treated: treated, covariates: columns, exactKeys: keys, forbidden: forbidden, forced: forced,
      distances: DistanceMatrix(Array(distances.joined()), treated: treated))
  }

  /// A pair by numbers.
  func pair(_ treated: Int, _ control: Int) -> MatchedPair {
    MatchedPair(treated: treated, control: treatedCount + control)
  }

  static func design(_ method: MatchingMethod = .optimal, ratio: Int = 1) -> MatchingDesign {
    MatchingDesign(covariates: ["x"], distance: .given, method: method, ratio: ratio)
  }
}

extension Match {
  /// What it is judged by, but for a penalty.
  var value: BruteForceOptimum.Value {
    .init(people: treatedCount, pairs: pairs.count, distance: totalDistance)
  }
}
