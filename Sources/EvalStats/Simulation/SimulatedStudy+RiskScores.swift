extension SimulatedStudy {
  /// A risk score of one person in one month.
  public struct RiskScore: Sendable, Equatable {
    /// Row in the register.
    public let person: Int
    /// The first day of the month.
    public let month: Day
    /// The chance of an emergency admission in the next year, in per cent to one decimal.
    public let score: Double
  }

  /// The monthly scores of everyone who was ever in the top tenth, by person and month.
  ///
  /// The score of a month is a logit of age, long-term conditions and the use recorded in the 365
  /// days to the end of the month, as published risk tools are. It is made from admissions, and so
  /// moves with them: a change in it is no second proof of a change in them. The first month is the
  /// thirteenth of the coverage; people have scores while they are registered at the month's end.
  ///
  /// - Complexity: O(*people* · *months* · log *events of a person*)
  public func riskScores() -> [RiskScore] {
    let months = scoredMonths
    var scores = [Double](repeating: -1, count: register.count * months.count)
    var wasHigh = [Bool](repeating: false, count: register.count)
    for (place, month) in months.enumerated() {
      let end = month.next.advanced(by: -1)
      var ranked: [Double] = []
      for person in 0..<register.count
      where register.registeredFrom[person] <= end
        && register.lastDay(of: person, cutOff: history.coverage.upperBound) >= end
      {
        let score = riskScore(of: person, on: end)
        scores[person * months.count + place] = score
        ranked.append(score)
      }
      guard !ranked.isEmpty else { continue }
      ranked.sort(by: >)
      let threshold = ranked[(ranked.count - 1) / 10]
      for person in 0..<register.count where scores[person * months.count + place] >= threshold {
        wasHigh[person] = true
      }
    }
    var result: [RiskScore] = []
    for person in 0..<register.count where wasHigh[person] {
      for (place, month) in months.enumerated() {
        let score = scores[person * months.count + place]
        if score >= 0 { result.append(RiskScore(person: person, month: month.first, score: score)) }
      }
    }
    return result
  }

  /// Whole months that end within coverage, from the thirteenth on: first day, first day of the next.
  private var scoredMonths: [(first: Day, next: Day)] {
    let (year, month, _) = history.coverage.lowerBound.components
    var months: [(Day, Day)] = []
    for offset in 12... {
      func first(_ months: Int) -> Day? {
        Day(year: year + months / 12, month: months % 12 + 1, day: 1)
      }
      guard let start = first(month - 1 + offset), let next = first(month + offset),
        next.advanced(by: -1) <= history.coverage.upperBound
      else { break }
      months.append((start, next))
    }
    return months
  }

  private func riskScore(of person: Int, on day: Day) -> Double {
    func use(_ setting: Setting) -> Double {
      history.total(of: person, in: setting, from: day.advanced(by: -364), through: day)
    }
    let age = Double(register.births[person].distance(to: day)) / 365.25
    let logit =
      -4.2 + 0.02 * (age - 60) + 0.18 * Double(conditions[person]) + 0.55
      * min(6, use(.nonElective))
      + 0.12 * min(12, use(.aAndE)) + 0.03 * min(20, use(.outpatient))
    let chance = 1 / (1 + PortableElementary.exp(-logit))
    return (chance * 1000).rounded() / 10
  }
}
