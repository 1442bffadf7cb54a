/// Sets made of whole strata, and why the people of other strata are in none.
struct StrataSets {
  /// The people of one stratum.
  struct Stratum {
    var treated: [Int] = []
    var controls: [Int] = []
  }

  private(set) var sets: [MatchedSet] = []
  /// Why eligible people are in no set: those the estimate speaks of.
  private(set) var reasons: [Int: Match.Reason] = [:]

  /// Keeps the strata that have enough of both arms.
  init(_ strata: [Stratum], of resolved: ResolvedDesign, minimumPerArm: Int = 1) {
    let estimand = resolved.design.estimand
    for stratum in strata {
      if min(stratum.treated.count, stratum.controls.count) >= minimumPerArm {
        sets.append(MatchedSet(treated: stratum.treated, controls: stratum.controls))
        continue
      }
      let isEmpty = stratum.treated.isEmpty || stratum.controls.isEmpty
      let focal =
        switch estimand {
        case .att: stratum.treated
        case .atc: stratum.controls
        case .ate, .ato: stratum.treated + stratum.controls
        }
      for row in focal { reasons[row] = isEmpty ? .noneInExactStratum : .tooFewPartners }
    }
  }

  /// Everyone eligible, by stratum in order of appearance.
  init(_ strata: ExactStrata, of resolved: ResolvedDesign) {
    let rows = resolved.treated.indices.filter { resolved.isEligible[$0] }
    self.init(
      StrataSets.groups(of: rows, by: strata.strata).map { members in
        Stratum(
          treated: members.filter { resolved.treated[$0] },
          controls: members.filter { !resolved.treated[$0] })
      }, of: resolved)
  }

  /// Rows by their code, codes in order of appearance. O(*n*).
  static func groups(of rows: [Int], by codes: [Int32]) -> [[Int]] {
    var number: [Int32: Int] = [:]
    var groups: [[Int]] = []
    for row in rows {
      if let index = number[codes[row]] {
        groups[index].append(row)
      } else {
        number[codes[row]] = groups.count
        groups.append([row])
      }
    }
    return groups
  }
}
