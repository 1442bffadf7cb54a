/// An evolutionary search for the weights with the least loss, losses compared element by element.
///
/// Offspring are made on one thread from the design's seed, a stream a generation; only their losses
/// are worked out in parallel. So the course of the search depends on the seed alone.
struct GeneticEvolution: Sendable {
  let search: GeneticSearch
  let dimension: Int
  /// How many systems of coordinates a weighting may be for.
  let basisCount: Int
  let lossCount: Int
  let seed: UInt64

  /// What a search found.
  struct Outcome {
    let weights: [Double]
    /// The coordinates they are for.
    let basis: Int
    /// The best loss of the first generation and after each later one.
    let best: [[Double]]
    let evaluationCount: Int
  }

  /// Members, best first: weights and losses one after another.
  private struct Members {
    var weights: [Double] = []
    var losses: [Double] = []
  }

  /// The numbers that make a member: the weights, then the coordinates they are for.
  var geneCount: Int { dimension + 1 }

  /// How often offspring change to other coordinates.
  private static let basisChange = 0.05

  /// Weights below this share of the largest count as this when weights are compared by ratio.
  private static let floor = 1e-5

  /// Searches.
  ///
  /// - Parameter losses: the losses of members given one after another.
  func run(_ losses: (_ members: [Double]) -> [Double]) -> Outcome {
    var generator = SeededGenerator(seed: seed, stream: 0)
    let first = (0..<search.population).flatMap { index in
      founder(index / basisCount, &generator) + [Double(index % basisCount)]
    }
    var members = selected(from: Members(weights: first, losses: losses(first)))
    var best = [Array(members.losses[..<lossCount])]
    var evaluationCount = search.population
    var quietCount = 0
    for generation in 1...search.generations {
      var generator = SeededGenerator(seed: seed, stream: UInt64(generation))
      let progress = Double(generation - 1) / Double(search.generations)
      let offspring = (0..<search.population).flatMap { _ in
        child(of: members.weights, step: 1.2 - 0.9 * progress, &generator)
      }
      evaluationCount += search.population
      members = selected(
        from: Members(
          weights: members.weights + offspring, losses: members.losses + losses(offspring)))
      best.append(Array(members.losses[..<lossCount]))
      quietCount = best[generation] == best[generation - 1] ? quietCount + 1 : 0
      if quietCount >= search.patience { break }
    }
    return Outcome(
      weights: Array(members.weights[..<dimension]), basis: Int(members.weights[dimension]),
      best: best, evaluationCount: evaluationCount)
  }

  /// A member of the first generation: equal weights, then each column by itself before the others,
  /// then by turns weights drawn evenly and weights whose logarithms are.
  private func founder(_ index: Int, _ generator: inout SeededGenerator) -> [Double] {
    if index == 0 { return Array(repeating: search.highestWeight, count: dimension) }
    if index <= dimension {
      return (0..<dimension).map {
        bounded($0 == index - 1 ? search.highestWeight : search.highestWeight / 100)
      }
    }
    return (0..<dimension).map { _ in
      index % 2 == 0
        ? search.lowestWeight
          + generator.uniform() * (search.highestWeight - search.lowestWeight)
        : anyMagnitude(&generator)
    }
  }

  /// A weight whose logarithm is even over four decades below the largest.
  private func anyMagnitude(_ generator: inout SeededGenerator) -> Double {
    bounded(search.highestWeight * PortableElementary.exp(-9.21 * generator.uniform()))
  }

  private func bounded(_ weight: Double) -> Double {
    min(search.highestWeight, max(search.lowestWeight, weight))
  }

  /// A new member.
  private func child(
    of weights: [Double], step: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    // Better members are likelier: the rank is the square of an even draw.
    func parent(_ generator: inout SeededGenerator) -> ArraySlice<Double> {
      let draw = generator.uniform()
      let rank = Int(draw * draw * Double(search.population))
      return weights[(rank * geneCount)..<((rank + 1) * geneCount)]
    }
    var child = Array(parent(&generator))
    if basisCount > 1, generator.bernoulli(GeneticEvolution.basisChange) {
      child[dimension] = Double(generator.integer(below: basisCount))
    }
    let operation = generator.uniform()
    if operation < 0.05 {
      for axis in 0..<dimension { child[axis] = anyMagnitude(&generator) }
    } else if operation < 0.3 {
      let axis = generator.integer(below: dimension)
      let kind = generator.uniform()
      child[axis] =
        kind < 0.15
        ? search.lowestWeight
        : kind < 0.4
          ? anyMagnitude(&generator)
          : bounded(child[axis] * PortableElementary.exp(step * generator.normal()))
    } else if operation < 0.55 {
      for axis in 0..<dimension {
        child[axis] = bounded(child[axis] * PortableElementary.exp(step / 2 * generator.normal()))
      }
    } else if operation < 0.85 {
      let (plus, minus) = (Array(parent(&generator)), Array(parent(&generator)))
      let factor = 0.4 + 0.6 * generator.uniform()
      let certain = generator.integer(below: dimension)
      for axis in 0..<dimension where axis == certain || generator.uniform() < 0.8 {
        let ratio = logarithm(plus[axis]) - logarithm(minus[axis])
        child[axis] = bounded(
          PortableElementary.exp(logarithm(child[axis]) + factor * ratio))
      }
    } else {
      let other = Array(parent(&generator))
      for axis in 0..<dimension where generator.bernoulli(0.5) { child[axis] = other[axis] }
    }
    // Without any weight nobody would be nearer than anybody else.
    return child[..<dimension].contains { $0 > 0 }
      ? child : founder(0, &generator) + child[dimension...]
  }

  private func logarithm(_ weight: Double) -> Double {
    PortableElementary.log(max(weight, GeneticEvolution.floor * search.highestWeight))
  }

  /// The best of some members, the earlier of equals first; of members with one loss only the first,
  /// unless there are too few others.
  private func selected(from members: Members) -> Members {
    let count = members.losses.count / lossCount
    func loss(_ member: Int) -> ArraySlice<Double> {
      members.losses[(member * lossCount)..<((member + 1) * lossCount)]
    }
    func isBetter(_ left: Int, _ right: Int) -> Bool {
      for place in 0..<lossCount {
        let (first, second) = (
          members.losses[left * lossCount + place], members.losses[right * lossCount + place]
        )
        if first != second { return first < second }
      }
      return left < right
    }
    let ranked = (0..<count).sorted(by: isBetter)
    var different: [Int] = []
    var repeats: [Int] = []
    for member in ranked {
      if let last = different.last, loss(last) == loss(member) {
        repeats.append(member)
      } else {
        different.append(member)
      }
    }
    var result = Members()
    for member in (different + repeats).prefix(search.population) {
      result.weights += members.weights[(member * geneCount)..<((member + 1) * geneCount)]
      result.losses += loss(member)
    }
    return result
  }
}
