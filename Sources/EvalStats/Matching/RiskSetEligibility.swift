/// From when to when each person may be treated, or serve as a control.
///
/// Every rule bounds the date from one side, so that each is an interval of days; where the register
/// knows several registrations a person, the one that holds the date must have the look-back too. To be
/// alive on a date is to live past it: whoever dies on the index date has no day after it, in either
/// arm.
struct RiskSetEligibility: Sendable {
  /// The first day with the required look-back.
  let firstDays: [Day]
  /// The last day alive and registered.
  let lastDays: [Day]
  /// The last day on which the rule for people taken on later lets them serve as controls.
  let lastControlDays: [Day]
  /// Rules that keep people from serving as controls, in the order asked.
  let controlRules: [ExclusionReader]
  private let register: PersonRegister
  private let lookBackDays: Int

  init(register: PersonRegister, design: RiskSetDesign, controlRules: [ExclusionReader] = []) {
    self.register = register
    self.controlRules = controlRules
    lookBackDays = design.lookBackDays
    let never = Day(daysSinceEpoch: Int32.max)
    firstDays = register.registeredFrom.map { $0.advanced(by: design.lookBackDays) }
    let lastDays = (0..<register.count).map { person in
      min(
        register.registeredTo[person] ?? never,
        register.deaths[person]?.advanced(by: -1) ?? never)
    }
    self.lastDays = lastDays
    lastControlDays = (0..<register.count).map { person in
      guard let own = register.indexDates[person] else { return lastDays[person] }
      return switch design.laterTreated {
      case .excludedWithin(let days): min(lastDays[person], own.advanced(by: -days - 1))
      case .censored: min(lastDays[person], own.advanced(by: -1))
      case .neverTreated: Day(daysSinceEpoch: Int32.min)
      }
    }
  }

  /// Whether a person is alive and registered, with the required look-back.
  func isObserved(_ person: Int, on date: Day) -> Bool {
    firstDays[person] <= date && date <= lastDays[person] && hasLookBack(person, on: date)
  }

  /// Whether the registration that holds a date began early enough; the register's own dates bound
  /// all of a person's registrations and are asked before.
  private func hasLookBack(_ person: Int, on date: Day) -> Bool {
    guard let registrations = register.registrations else { return true }
    guard let stretch = registrations.stretch(of: person, holding: date) else { return false }
    return stretch.from.advanced(by: lookBackDays) <= date
  }

  /// Whether a person is observed and no rule keeps them from serving as a control, were they not
  /// taken on.
  func isAtRisk(_ person: Int, on date: Day) -> Bool {
    isObserved(person, on: date) && firstRule(against: person, on: date) == nil
  }

  /// Whether a person may serve as a control on a date.
  func mayServe(_ person: Int, on date: Day) -> Bool {
    firstDays[person] <= date && date <= lastControlDays[person]
      && hasLookBack(person, on: date) && firstRule(against: person, on: date) == nil
  }

  private func firstRule(against person: Int, on date: Day) -> Int? {
    controlRules.firstIndex { $0.excludes(person, on: date) }
  }

  /// The same under further rules and another rule for people taken on later.
  func adding(_ rules: [ExclusionReader], _ design: RiskSetDesign) -> RiskSetEligibility {
    RiskSetEligibility(register: register, design: design, controlRules: controlRules + rules)
  }

  /// Why a person with an index date is not admitted, or `nil` if they are.
  func treatedReason(
    _ person: Int, on date: Day, admitted: ClosedRange<Day>
  ) -> RiskSetFlow.TreatedReason? {
    if !admitted.contains(date) { return .outsideAdmittedDates }
    if let death = register.deaths[person], death <= date { return .notAlive }
    if register.registeredFrom[person] > date || date > lastDays[person] { return .notRegistered }
    if let registrations = register.registrations,
      registrations.stretch(of: person, holding: date) == nil
    {
      return .notRegistered
    }
    if firstDays[person] > date || !hasLookBack(person, on: date) { return .lookBackTooShort }
    return nil
  }

  /// Why a person was a candidate on no date.
  struct Loss: Equatable {
    let reason: RiskSetFlow.CandidateReason
    /// The rule of `controlRules` that took the last date, if one did.
    var rule: Int?
  }

  /// Why each person was a candidate on none of the dates, `nil` for those who were.
  ///
  /// - Parameter dates: Index dates in ascending order.
  /// - Complexity: O(*people* · log *dates*), and O(*dates*) for a person whom rules that change with
  ///   the date keep out.
  func candidateLosses(on dates: [Day]) -> [Loss?] {
    var days: [Day] = []
    for date in dates where date != days.last { days.append(date) }
    func firstPlace(notBefore day: Day) -> Int {
      var low = 0
      var high = days.count
      while low < high {
        let middle = (low + high) / 2
        if days[middle] < day { low = middle + 1 } else { high = middle }
      }
      return low
    }
    func anyDate(from first: Day, through last: Day) -> Bool {
      let place = firstPlace(notBefore: first)
      return place < days.count && days[place] <= last
    }
    return (0..<register.count).map { person in
      if !anyDate(from: register.registeredFrom[person], through: lastDays[person]) {
        return Loss(reason: .neverAliveAndRegistered)
      }
      if !anyDate(from: firstDays[person], through: lastDays[person]) {
        return Loss(reason: .lookBackTooShort)
      }
      var lastRule = -1
      for place in firstPlace(notBefore: firstDays[person])..<days.count {
        guard days[place] <= lastDays[person] else { break }
        guard hasLookBack(person, on: days[place]) else { continue }
        guard let rule = firstRule(against: person, on: days[place]) else {
          // The earliest date that the rules leave: if it is too late, so are all after it.
          return days[place] <= lastControlDays[person] ? nil : Loss(reason: .takenOn)
        }
        lastRule = max(lastRule, rule)
        // No date comes past a rule that says the same on each.
        if controlRules[rule].isConstant { break }
      }
      // Without a rule, no registration that held a date had the look-back.
      return lastRule < 0
        ? Loss(reason: .lookBackTooShort) : Loss(reason: .excluded, rule: lastRule)
    }
  }
}
