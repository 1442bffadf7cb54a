extension Concentration {
  /// A top share as a reader may see it.
  public struct ShownShare: Sendable, Equatable {
    /// The share of people.
    public let people: Double
    /// Their share of the total; `nil` where it is hidden.
    public let amount: Double?
  }

  /// The top shares as a reader may see them.
  ///
  /// A share is hidden where fewer people than the policy shows, or fewer with an amount other than 0,
  /// are behind it, behind what is left beyond it, or behind what it adds to the last one shown: the
  /// top 1% of 300 people are three people. That one person may have most of a shown amount is not
  /// looked at.
  ///
  /// - Complexity: O(*shares* · *n*)
  public func topShares(shownBy policy: DisclosurePolicy) -> [ShownShare] {
    guard policy.smallestShown > 1 else {
      return topShares.map { ShownShare(people: $0.people, amount: $0.amount) }
    }
    var shownPeople = 0.0
    var shownUsers = 0
    return topShares.map { share in
      let people = Concentration.people(in: share.people, of: sorted.count)
      let users = usersAmongTop(Int(people))
      let least = policy.smallestShown
      let isLarge = people - shownPeople >= Double(least)
      let rest = usersAmongTop(sorted.count) - users
      // No users more than at the last share shown says that people beyond it have nothing.
      let isSafe = users - shownUsers >= least && (rest == 0 || rest >= least)
      guard isLarge, isSafe else { return ShownShare(people: share.people, amount: nil) }
      shownPeople = people
      shownUsers = users
      return ShownShare(people: share.people, amount: share.amount)
    }
  }

  /// The Gini coefficient as a reader may see it: hidden where people or users are.
  public func gini(shownBy policy: DisclosurePolicy) -> Double? {
    policy.disclose(gini, behind: peopleCount, userCount)
  }

  /// The curve as a reader may see it: at equal steps of at most 100, each of at least as many people
  /// as the policy shows, of whom none or as many have an amount other than 0; `nil` where not even two
  /// steps are, or where amounts are negative.
  public func points(shownBy policy: DisclosurePolicy) -> [LorenzCurve.Point]? {
    let least = policy.smallestShown
    guard least > 1 else { return curve.points() }
    guard sorted[0] >= 0 else { return nil }
    let count = sorted.count
    let firstUser = sorted.firstIndex { $0 != 0 } ?? count
    for pieces in [100, 50, 25, 20, 10, 5, 4, 2] where count / pieces >= least {
      let isSafe = (1...pieces).allSatisfy { piece in
        let (from, to) = ((piece - 1) * count / pieces, piece * count / pieces)
        let users = to - max(from, firstUser)
        return users <= 0 || users >= least
      }
      if isSafe { return curve.points(pieces: pieces) }
    }
    return nil
  }

  /// How many of the people at the top have an amount other than 0.
  private func usersAmongTop(_ people: Int) -> Int { sorted.suffix(people).count { $0 != 0 } }

  /// The top shares in plain words, those that may be shown: "The 5% of people with the highest cost
  /// had 40% of it."
  ///
  /// - Parameters:
  ///   - amount: What is spread, in the singular: "hospital cost".
  ///   - policy: What may be shown.
  ///   - shares: Shares of people to speak of; `nil` for all.
  public func sentences(
    amount: String, shownBy policy: DisclosurePolicy, of shares: [Double]? = nil
  ) -> [String] {
    let people = population == .everyone ? "people" : "users"
    let shown = topShares(shownBy: policy).filter { shares?.contains($0.people) ?? true }
    return shown.compactMap { share in
      share.amount.map {
        "The \(Finding.percentText(share.people)) of \(people) with the highest \(amount) had "
          + "\(Finding.percentText($0)) of it."
      }
    } + caveats
  }
}
