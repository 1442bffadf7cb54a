internal import EvalLinearAlgebra

/// People of some exact strata: nobody of one group can be matched with anybody of another, so each is
/// matched on its own.
struct StrataGroup: Sendable {
  /// Partners in a group of several strata, at least: enough that what a group costs beside its people
  /// is nothing.
  static let size = 1 << 16

  /// Who look for partners, by their numbers among all who do, ascending, and their rows.
  let focals: [Int32]
  let focalRows: [Int32]
  /// Rows of those who are looked for, ascending or by stratum and score.
  private(set) var partnerRows: [Int32]
  let stratumCount: Int
  /// The stratum of each row, and its number in the group it is in.
  fileprivate let stratumOfRow: [Int32]
  fileprivate let numberOfStratum: [Int32]

  /// The strata of some of its rows, numbered from 0.
  func strata(of rows: [Int32]) -> [Int32] {
    stratumCount == 1
      ? Array(repeating: 0, count: rows.count)
      : rows.map { numberOfStratum[Int(stratumOfRow[Int($0)])] }
  }

  /// The same with those who are looked for by stratum, then by score, then by row, and their scores
  /// in `ScoreUnits`.
  func inOrder(of scores: [Double]) -> (group: StrataGroup, units: [Double]) {
    let units = ScoreUnits.rounded(scores, at: partnerRows)
    let order = AscendingOrder.places(
      of: units, groups: stratumCount > 1 ? strata(of: partnerRows) : nil,
      groupCount: stratumCount)
    var group = self
    group.partnerRows = RowTasks.array(order.count) { partnerRows[Int(order[$0])] }
    return (group, AscendingOrder.arranged(units, by: order))
  }
}

extension ResolvedDesign {
  /// Everybody in groups of whole strata, in the order of their numbers; people in strata where nobody
  /// looks for a partner are in none.
  ///
  /// Where several rows stand for one unit, who is taken in one stratum may be gone from another: that
  /// is one group.
  ///
  /// - Parameter focalRows: Eligible rows of those who look for partners, ascending.
  /// - Complexity: O(*n*)
  func groups(focalRows: [Int32]) -> [StrataGroup] {
    let isFocal = design.estimand.isFocalTreated
    let codes = strata.strata
    guard strata.count > 1 else {
      return [
        StrataGroup(
          focals: Array(0..<Int32(focalRows.count)), focalRows: focalRows,
          partnerRows: rows(areFocal: false), stratumCount: 1, stratumOfRow: codes,
          numberOfStratum: [0])
      ]
    }
    var hasFocal = [Bool](repeating: false, count: strata.count)
    for row in focalRows { hasFocal[Int(codes[Int(row)])] = true }
    var partnerCounts = [Int](repeating: 0, count: strata.count)
    for row in treated.indices where treated[row] != isFocal && isEligible[row] {
      partnerCounts[Int(codes[row])] += 1
    }
    var groupOf = [Int32](repeating: -1, count: strata.count)
    var numberOf = groupOf
    var sizes: [(strata: Int, partners: Int)] = []
    for stratum in 0..<strata.count where hasFocal[stratum] {
      if sizes.isEmpty || (units == nil && sizes[sizes.count - 1].partners >= StrataGroup.size) {
        sizes.append((0, 0))
      }
      groupOf[stratum] = Int32(sizes.count - 1)
      numberOf[stratum] = Int32(sizes[sizes.count - 1].strata)
      sizes[sizes.count - 1].strata += 1
      sizes[sizes.count - 1].partners += partnerCounts[stratum]
    }
    var focals = [[Int32]](repeating: [], count: sizes.count)
    for (number, row) in focalRows.enumerated() {
      focals[Int(groupOf[Int(codes[Int(row)])])].append(Int32(number))
    }
    var partners = sizes.map { size in
      var rows: [Int32] = []
      rows.reserveCapacity(size.partners)
      return rows
    }
    for row in treated.indices where treated[row] != isFocal && isEligible[row] {
      let group = Int(groupOf[Int(codes[row])])
      if group >= 0 { partners[group].append(Int32(row)) }
    }
    return sizes.indices.map { group in
      StrataGroup(
        focals: focals[group], focalRows: focals[group].map { focalRows[Int($0)] },
        partnerRows: partners[group], stratumCount: sizes[group].strata, stratumOfRow: codes,
        numberOfStratum: numberOf)
    }
  }
}
