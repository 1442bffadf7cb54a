internal import HeapModule

/// The strata of a design as pieces that can be matched apart.
struct DivisibleStrata {
  /// What each stratum holds.
  private var sizes: [PartitionedMatching.Share]
  /// Strata that belong together, by the first of them; `nil` where an arm is missing.
  private let groups: [[Int]]

  init(_ resolved: ResolvedDesign) {
    var sizes = [PartitionedMatching.Share](repeating: .init(), count: resolved.strata.count)
    for row in resolved.treated.indices where resolved.isEligible[row] {
      let stratum = Int(resolved.strata.strata[row])
      if resolved.treated[row] { sizes[stratum].treated += 1 } else { sizes[stratum].controls += 1 }
    }
    for stratum in sizes.indices {
      sizes[stratum].strata = 1
      sizes[stratum].work = sizes[stratum].treated * sizes[stratum].controls
    }
    self.sizes = sizes
    var first = Array(sizes.indices)
    if let units = resolved.units, resolved.design.method.reuseLimit < .max {
      var stratumOfUnit: [Int32: Int] = [:]
      for row in resolved.partnerRows {
        let stratum = Int(resolved.strata.strata[row])
        guard sizes[stratum].work > 0 else { continue }
        if let other = stratumOfUnit[units[row]] {
          DivisibleStrata.join(stratum, other, in: &first)
        } else {
          stratumOfUnit[units[row]] = stratum
        }
      }
    }
    var groups = [[Int]](repeating: [], count: sizes.count)
    for stratum in sizes.indices where sizes[stratum].work > 0 {
      groups[DivisibleStrata.root(of: stratum, in: &first)].append(stratum)
    }
    self.groups = groups.filter { !$0.isEmpty }
  }

  /// The first of the strata joined to one.
  private static func root(of stratum: Int, in first: inout [Int]) -> Int {
    var stratum = stratum
    while first[stratum] != stratum {
      first[stratum] = first[first[stratum]]
      stratum = first[stratum]
    }
    return stratum
  }

  private static func join(_ left: Int, _ right: Int, in first: inout [Int]) {
    let (left, right) = (root(of: left, in: &first), root(of: right, in: &first))
    first[max(left, right)] = min(left, right)
  }

  /// Deals the strata out, most work first, each to the part with the least yet.
  ///
  /// - Returns: the part of each stratum, −1 where an arm is missing, and what each part holds.
  func dealt(to count: Int) -> (parts: [Int32], shares: [PartitionedMatching.Share]) {
    var parts = [Int32](repeating: -1, count: sizes.count)
    var shares = [PartitionedMatching.Share](repeating: .init(), count: count)
    let pieces = groups.map { strata in
      (work: strata.reduce(0) { $0 + sizes[$1].work }, strata: strata)
    }.sorted { ($1.work, $0.strata[0]) < ($0.work, $1.strata[0]) }
    var loads = Heap((0..<count).map { Load(work: 0, part: $0) })
    for piece in pieces {
      guard let lightest = loads.popMin() else { break }
      for stratum in piece.strata {
        parts[stratum] = Int32(lightest.part)
        shares[lightest.part].add(sizes[stratum])
      }
      loads.insert(Load(work: lightest.work + piece.work, part: lightest.part))
    }
    return (parts, shares)
  }

  private struct Load: Comparable {
    let work: Int
    let part: Int

    static func < (left: Load, right: Load) -> Bool {
      (left.work, left.part) < (right.work, right.part)
    }
  }
}

extension PartitionedMatching.Share {
  fileprivate mutating func add(_ other: PartitionedMatching.Share) {
    strata += other.strata
    treated += other.treated
    controls += other.controls
    work += other.work
  }
}
