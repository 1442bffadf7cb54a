internal import EvalStats

extension AdequacyJudge {
  /// Practices and networks whose people have no record for months, though they are on the register.
  func judgePlaces(of kind: ExtractKind, _ judgement: inout Judgement) {
    let logs = extracts.logs(of: kind)
    let days = coverage(of: kind)
    let months = CalendarMonth.whole(within: days)
    guard !logs.isEmpty, let start = months.first else { return }
    let monthOfDay = days.map { start.distance(to: CalendarMonth($0)) }
    for grouping in ["practice", "network"] {
      guard case .factor(let groups)? = try? extracts.register.attributes.column(grouping) else {
        continue
      }
      var counts = Array(
        repeating: Array(repeating: 0, count: months.count), count: groups.levels.count)
      for log in logs {
        for (person, code) in groups.codes.enumerated() where code >= 0 {
          for event in log.offsets[person]..<log.offsets[person + 1] {
            guard days.contains(log.days[event]) else { continue }
            let month = monthOfDay[days.lowerBound.distance(to: log.days[event])]
            if months.indices.contains(month) { counts[Int(code)][month] += 1 }
          }
        }
      }
      // Where all are silent the months are missing, which is said elsewhere.
      let silentForAll = months.indices.filter { place in counts.allSatisfy { $0[place] == 0 } }
      for (code, name) in groups.levels.enumerated() {
        var own = counts[code]
        for place in silentForAll { own[place] = 1 }
        let gaps = SilentMonths.all(own, months: months)
        if gaps.isEmpty { continue }
        let people = groups.codes.indices.filter { groups.codes[$0] == Int32(code) }
        for gap in gaps where isStaffed(people, gap) {
          judgement.care(
            "place-gap",
            "People of \(grouping) \(name) have no record \(gap.words)"
              + (gap.isAtAnEnd ? ", at an end of the records" : "")
              + ", though many in other months: theirs may not have been sent.")
        }
      }
    }
  }

  /// Whether most people of a group are on the register in the middle of silent months.
  private func isStaffed(_ people: [Int], _ gap: SilentMonths) -> Bool {
    let middle = gap.first.firstDay.advanced(
      by: gap.first.firstDay.distance(to: gap.last.lastDay) / 2)
    let present = people.count { person in
      extracts.register.isRegistered(person, on: middle)
        && (extracts.register.deaths[person].map { $0 > middle } ?? true)
    }
    return 2 * present > people.count
  }

  /// Practices whose people are said to be of several networks.
  func judgeNetworks(_ judgement: inout Judgement) {
    let attributes = extracts.register.attributes
    guard case .factor(let practices)? = try? attributes.column("practice"),
      case .factor(let networks)? = try? attributes.column("network")
    else { return }
    var counts = Array(
      repeating: Array(repeating: 0, count: networks.levels.count), count: practices.levels.count)
    for (practice, network) in zip(practices.codes, networks.codes)
    where practice >= 0 && network >= 0 {
      counts[Int(practice)][Int(network)] += 1
    }
    let split = counts.indices.filter { practice in
      let sorted = counts[practice].sorted(by: >)
      guard sorted.count > 1 else { return false }
      let total = sorted.reduce(0, +)
      return Double(total - sorted[0]) > max(4, AdequacyLimits.otherNetworkShare * Double(total))
    }
    guard let first = split.first else { return }
    judgement.care(
      "practice-in-networks",
      "People of practice \(practices.levels[first])"
        + (split.count > 1 ? " and \(split.count - 1) more" : "")
        + " are said to be of several networks: which of them the programme has reached cannot be "
        + "told apart. Correct the register.")
  }
}
