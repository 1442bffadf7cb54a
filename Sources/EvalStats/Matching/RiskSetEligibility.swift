/// From when to when each person may be treated, or serve as a control.
///
/// Every rule bounds the date from one side, so that each is an interval of days. To be alive on a
/// date is to live past it: whoever dies on the index date has no day after it, in either arm.
struct RiskSetEligibility: Sendable {
  /// The first day with the required look-back.
  let firstDays: [Day]
  /// The last day alive and registered.
  let lastDays: [Day]
  /// The last day on which the rule for people taken on later lets them serve as controls.
  let lastControlDays: [Day]
  private let register: PersonRegister

  init(register: PersonRegister, design: RiskSetDesign) {
    self.register = register
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
    firstDays[person] <= date && date <= lastDays[person]
  }

  /// Whether a person may serve as a control on a date.
  func mayServe(_ person: Int, on date: Day) -> Bool {
    firstDays[person] <= date && date <= lastControlDays[person]
  }

  /// Why a person with an index date is not admitted, or `nil` if they are.
  func treatedReason(
    _ person: Int, on date: Day, admitted: ClosedRange<Day>
  ) -> RiskSetFlow.TreatedReason? {
    if !admitted.contains(date) { return .outsideAdmittedDates }
    if let death = register.deaths[person], death <= date { return .notAlive }
    if register.registeredFrom[person] > date || date > lastDays[person] { return .notRegistered }
    if firstDays[person] > date { return .lookBackTooShort }
    return nil
  }

  /// Why each person was a candidate on none of the dates, `nil` for those who were.
  ///
  /// - Parameter dates: Index dates in ascending order.
  func candidateReasons(on dates: [Day]) -> [RiskSetFlow.CandidateReason?] {
    func anyDate(from first: Day, through last: Day) -> Bool {
      var low = 0
      var high = dates.count
      while low < high {
        let middle = (low + high) / 2
        if dates[middle] < first { low = middle + 1 } else { high = middle }
      }
      return low < dates.count && dates[low] <= last
    }
    return (0..<register.count).map { person in
      let joined = register.registeredFrom[person]
      if !anyDate(from: joined, through: lastDays[person]) { return .neverAliveAndRegistered }
      if !anyDate(from: firstDays[person], through: lastDays[person]) { return .lookBackTooShort }
      if !anyDate(from: firstDays[person], through: lastControlDays[person]) { return .takenOn }
      return nil
    }
  }
}
