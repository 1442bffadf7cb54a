/// The constraints of the study of cases and controls, checked on the written match and the input
/// files by code of their own: own splitting of lines, own counting of days, no call of the matcher.
struct CaseControlRecheck {
  /// What the input files say of one person; days are Julian day numbers.
  struct Person {
    let birth: Int
    let sex: String
    let practice: String
    let joined: Int
    let left: Int?
    let died: Int?
    let careHome: String
    let diagnosed: Int?
    let palliative: Int?
    var index: Int?
    var attendances: [Int] = []
  }

  var people: [String: Person] = [:]
  /// Days in which a control must not become a case; `nil` if it only must not have been one.
  let followUp: Int?

  init(persons: String, cases: String, attendances: String, followUp: Int?) {
    self.followUp = followUp
    for cells in Self.rows(persons) {
      people[cells[0]] = Person(
        birth: Self.julian(cells[1]) ?? 0, sex: cells[2], practice: cells[3],
        joined: Self.julian(cells[4]) ?? 0, left: Self.julian(cells[5]),
        died: Self.julian(cells[6]), careHome: cells[7], diagnosed: Self.julian(cells[8]),
        palliative: Self.julian(cells[9]))
    }
    for cells in Self.rows(cases) {
      guard let day = Self.julian(cells[1]) else { continue }
      let earlier = people[cells[0]]?.index ?? day
      people[cells[0]]?.index = min(earlier, day)
    }
    for cells in Self.rows(attendances) {
      if let day = Self.julian(cells[1]) { people[cells[0]]?.attendances.append(day) }
    }
  }

  /// The cells of each line but the first.
  static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The Julian day number of a date such as 2016-04-01 (Fliegel and Van Flandern 1968,
  /// doi:10.1145/364096.364097).
  static func julian(_ text: String) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    let (year, month, day) = (parts[0], parts[1], parts[2])
    let shift = (month - 14) / 12
    return day - 32_075 + 1_461 * (year + 4_800 + shift) / 4
      + 367 * (month - 2 - shift * 12) / 12 - 3 * ((year + 4_900 + shift) / 100) / 4
  }

  static let firstIndex = julian("2015-01-01") ?? 0
  static let lastIndex = julian("2016-12-31") ?? 0

  /// Whether somebody is alive and registered at the end of a day.
  func isObserved(_ person: Person, _ date: Int) -> Bool {
    person.joined <= date && (person.left ?? date) >= date && (person.died ?? date + 1) > date
  }

  /// The first rule that keeps somebody out, in the order of the protocol; each arm has its own.
  func rule(_ person: Person, _ date: Int, isCase: Bool) -> Int? {
    var holds = [
      person.sex.isEmpty,
      // 18 years of 365.25 days.
      4 * (date - person.birth) < 18 * 1_461,
      person.careHome == "yes",
      (person.died ?? date) < date,
      (person.diagnosed ?? date) < date,
    ]
    if isCase {
      holds.append(person.practice.isEmpty)
    } else {
      holds.append(person.palliative.map { $0 < date && date - $0 <= 90 } ?? false)
      holds.append(person.attendances.contains { $0 < date && date - $0 <= 30 })
    }
    return holds.firstIndex(of: true)
  }

  /// Whether somebody may be a control on a date, were it not for a partner.
  func mayServe(_ person: Person, _ date: Int) -> Bool {
    guard isObserved(person, date), date - person.joined >= 365,
      rule(person, date, isCase: false) == nil
    else { return false }
    guard let own = person.index else { return true }
    return own > date + (followUp ?? 0)
  }

  /// Whether somebody with an index date enters as a case.
  func isAdmitted(_ person: Person) -> Bool {
    guard let date = person.index, (Self.firstIndex...Self.lastIndex).contains(date) else {
      return false
    }
    return isObserved(person, date) && date - person.joined >= 365
      && rule(person, date, isCase: true) == nil
  }

  /// Whether two people are alike enough: sex, and ages at most five years of 365.25 days apart.
  func areAlike(_ one: Person, _ other: Person) -> Bool {
    one.sex == other.sex && 4 * abs(one.birth - other.birth) <= 5 * 1_461
  }

  /// Everything in a match that breaks a rule, in a few words each.
  func breaches(in match: String) -> [String] {
    var breaches: [String] = []
    var sets: [String: [(isCase: Bool, name: String, date: Int)]] = [:]
    for cells in Self.rows(match) {
      sets[cells[0], default: []].append(
        (cells[1] == "treated", cells[2], Self.julian(cells[3]) ?? 0))
    }
    var served: Set<String> = []
    var taken: Set<String> = []
    for (number, members) in sets.sorted(by: { $0.key < $1.key }) {
      func breach(_ words: String) { breaches.append("set \(number): \(words)") }
      let own = members.filter(\.isCase)
      let controls = members.filter { !$0.isCase }
      guard own.count == 1, let treated = people[own[0].name] else {
        breach("not one case")
        continue
      }
      if !taken.insert(own[0].name).inserted { breach("case twice") }
      if treated.index != own[0].date { breach("not the index date of the case") }
      if !isAdmitted(treated) { breach("case not admitted") }
      if !(1...3).contains(controls.count) { breach("\(controls.count) controls") }
      for control in controls {
        guard let person = people[control.name] else {
          breach("nobody of that name")
          continue
        }
        if !served.insert(control.name).inserted { breach("control twice") }
        if control.date != own[0].date { breach("another index date") }
        if person.sex != treated.sex { breach("sex") }
        if 4 * abs(person.birth - treated.birth) > 5 * 1_461 { breach("age") }
        if !isObserved(person, control.date) { breach("dead or not registered") }
        if control.date - person.joined < 365 { breach("look-back") }
        if let rule = rule(person, control.date, isCase: false) { breach("rule \(rule)") }
        if let index = person.index, index <= control.date + (followUp ?? 0) {
          breach("a case before or too soon after")
        }
      }
    }
    return breaches
  }

  /// The most cases that could have a control each, by augmenting paths (Kuhn 1955,
  /// doi:10.1002/nav.3800020109): no match can have more sets.
  func mostCases() -> Int {
    let cases = people.filter { isAdmitted($0.value) }.sorted { $0.key < $1.key }.map(\.value)
    let candidates = people.sorted { $0.key < $1.key }.map(\.value)
    let lists = cases.map { own in
      candidates.indices.filter {
        areAlike(own, candidates[$0]) && mayServe(candidates[$0], own.index ?? 0)
      }
    }
    var holder: [Int: Int] = [:]
    func place(_ number: Int, _ tried: inout Set<Int>) -> Bool {
      if let free = lists[number].first(where: { holder[$0] == nil }) {
        holder[free] = number
        return true
      }
      for candidate in lists[number] where tried.insert(candidate).inserted {
        if let other = holder[candidate], place(other, &tried) {
          holder[candidate] = number
          return true
        }
      }
      return false
    }
    return cases.indices.count { number in
      var tried: Set<Int> = []
      return place(number, &tried)
    }
  }

  /// How many people of each arm are lost to each reason, in the order asked.
  func losses() -> (cases: [Int], controls: [Int]) {
    // Outside the dates, dead, not registered, look-back, then the six rules.
    var cases = Array(repeating: 0, count: 10)
    for person in people.values {
      guard let date = person.index else { continue }
      if !(Self.firstIndex...Self.lastIndex).contains(date) {
        cases[0] += 1
      } else if let died = person.died, died <= date {
        cases[1] += 1
      } else if !isObserved(person, date) {
        cases[2] += 1
      } else if date - person.joined < 365 {
        cases[3] += 1
      } else if let rule = rule(person, date, isCase: true) {
        cases[4 + rule] += 1
      }
    }
    let dates = Set(people.values.filter(isAdmitted).compactMap(\.index)).sorted()
    // Never observed, look-back, the seven rules, a case already or too soon.
    var controls = Array(repeating: 0, count: 10)
    for person in people.values {
      var left = dates.filter { isObserved(person, $0) }
      func drop(_ place: Int, _ isLost: (Int) -> Bool) -> Bool {
        left.removeAll(where: isLost)
        if left.isEmpty { controls[place] += 1 }
        return left.isEmpty
      }
      if drop(0, { _ in false }) || drop(1, { $0 - person.joined < 365 }) { continue }
      // A date goes to the first rule that holds of it, so rule by rule is that rule or an earlier.
      var isGone = false
      for number in 0..<7 where !isGone {
        isGone = drop(2 + number) { date in
          rule(person, date, isCase: false).map { $0 <= number } ?? false
        }
      }
      if !isGone { _ = drop(9) { !mayServe(person, $0) } }
    }
    return (cases, controls)
  }
}
