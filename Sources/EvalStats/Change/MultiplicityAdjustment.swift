/// How p-values are raised because several were looked at.
///
/// Bonferroni, Holm (1979), Hochberg (1988, doi:10.1093/biomet/75.4.800) and Hommel (1988,
/// doi:10.1093/biomet/75.2.383) keep the chance of any false positive; Hochberg and Hommel suppose
/// independent or positively dependent tests. Benjamini–Hochberg (1995,
/// doi:10.1111/j.2517-6161.1995.tb02031.x) and Benjamini–Yekutieli (2001,
/// doi:10.1214/aos/1013699998) keep the expected share of false positives among the positives.
public enum MultiplicityAdjustment: String, Sendable, Codable, CaseIterable {
  case bonferroni
  case holm
  case hochberg
  case hommel
  case benjaminiHochberg
  case benjaminiYekutieli

  /// The adjusted p-values, in the order given. Missing values stay missing and are not counted.
  ///
  /// A declared primary outcome is not among several: leave it out.
  ///
  /// - Precondition: every p-value lies in [0, 1].
  /// - Complexity: O(*n* log *n*); Hommel O(*n*³).
  public func adjust(_ pValues: [Double?]) -> [Double?] {
    let places = pValues.indices.filter { pValues[$0] != nil }
    let known = places.compactMap { pValues[$0] }
    for value in known {
      precondition((0...1).contains(value), "a p-value must lie in [0, 1], found \(value)")
    }
    let order = known.indices.sorted { (known[$0], $0) < (known[$1], $1) }
    let adjusted = adjust(ascending: order.map { known[$0] })
    var result = [Double?](repeating: nil, count: pValues.count)
    for (rank, index) in order.enumerated() { result[places[index]] = min(1, adjusted[rank]) }
    return result
  }

  private func adjust(ascending p: [Double]) -> [Double] {
    let count = Double(p.count)
    switch self {
    case .bonferroni: return p.map { $0 * count }
    case .holm:
      var largest = 0.0
      return p.enumerated().map { rank, value in
        largest = max(largest, value * (count - Double(rank)))
        return largest
      }
    case .hochberg: return stepUp(p) { count - Double($0) }
    case .benjaminiHochberg: return stepUp(p) { count / Double($0 + 1) }
    case .benjaminiYekutieli:
      let harmonic = (1...max(1, p.count)).reduce(0) { $0 + 1 / Double($1) }
      return stepUp(p) { harmonic * count / Double($0 + 1) }
    case .hommel: return p.indices.map { hommel(p, at: $0) }
    }
  }

  /// From the largest down, the smallest of p × factor so far.
  private func stepUp(_ p: [Double], factor: (Int) -> Double) -> [Double] {
    var result = p
    var smallest = Double.infinity
    for rank in p.indices.reversed() {
      smallest = min(smallest, p[rank] * factor(rank))
      result[rank] = smallest
    }
    return result
  }

  /// The closed test on Simes' p: the largest, over all groups of tests that hold this one, of the
  /// group's Simes p = min m·p₍ₖ₎/k. A group of m is worst when its other members are the m − 1
  /// largest of the rest.
  private func hommel(_ p: [Double], at place: Int) -> Double {
    let others = p.indices.filter { $0 != place }
    var largest = p[place]
    for size in 1...p.count {
      let group = (others.suffix(size - 1) + [place]).sorted()
      var simes = Double.infinity
      for (rank, index) in group.enumerated() {
        simes = min(simes, Double(size) * p[index] / Double(rank + 1))
      }
      largest = max(largest, simes)
    }
    return largest
  }
}
