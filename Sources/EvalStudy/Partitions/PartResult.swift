internal import EvalStats

/// What became of one part: `part-0001.match.json`. Rows are counted from 1.
struct PartResult: Sendable, Codable, Equatable {
  /// Someone who found no partner.
  struct Unmatched: Sendable, Codable, Equatable {
    let row: Int
    let reason: Match.Reason
  }

  /// The seal of the manifest the part belongs to.
  let manifestSHA256: String
  /// The number of the part, from 1.
  let part: Int
  let sets: [TableMatchResult.MatchedRows]
  let unmatched: [Unmatched]

  /// The file of a part's result.
  static func name(of number: Int) -> String { PartFile.name(of: number) + ".match.json" }

  init(_ matched: MatchedPart, manifestSHA256: String) {
    self.manifestSHA256 = manifestSHA256
    part = matched.number + 1
    sets = zip(matched.sets, matched.pairDistances).map { set, distances in
      .init(
        treated: set.treated.map { $0 + 1 }, controls: set.controls.map { $0 + 1 },
        distances: distances)
    }
    unmatched = matched.reasons.sorted { $0.key < $1.key }.map {
      Unmatched(row: $0.key + 1, reason: $0.value)
    }
  }

  /// The result by rows counted from 0.
  var matched: MatchedPart {
    MatchedPart(
      number: part - 1,
      sets: sets.map { set in
        MatchedSet(treated: set.treated.map { $0 - 1 }, controls: set.controls.map { $0 - 1 })
      }, pairDistances: PairDistances(sets.map(\.distances)),
      reasons: Dictionary(
        unmatched.map { ($0.row - 1, $0.reason) }, uniquingKeysWith: { first, _ in first }))
  }
}
