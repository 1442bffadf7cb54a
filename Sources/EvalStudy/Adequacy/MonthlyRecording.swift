internal import EvalStats

/// How fully a setting is recorded, month by month, for people who were never taken on.
///
/// Their rate is events on registered days over those days; the months are whole months of the
/// calendar.
struct MonthlyRecording {
  let months: [CalendarMonth]
  /// Events and person-days of each month.
  let events: [Double]
  let personDays: [Double]

  /// - Complexity: O(*events* + *people* · *months*)
  init(register: PersonRegister, log: ActivityLog, coverage: ClosedRange<Day>) {
    months = CalendarMonth.whole(within: coverage)
    var events = Array(repeating: 0.0, count: months.count)
    var days = events
    guard let firstMonth = months.first, let lastMonth = months.last else {
      (self.events, personDays) = (events, days)
      return
    }
    let (start, end) = (firstMonth.firstDay, lastMonth.lastDay)
    var monthOfDay: [Int32] = []
    for (place, month) in months.enumerated() {
      monthOfDay += Array(repeating: Int32(place), count: month.dayCount)
    }
    for person in 0..<register.count where register.indexDates[person] == nil {
      let first = max(register.registeredFrom[person], start)
      let last = register.lastDay(of: person, cutOff: end)
      guard first <= last else { continue }
      let lastPlace = Int(monthOfDay[start.distance(to: last)])
      for place in Int(monthOfDay[start.distance(to: first)])...lastPlace {
        let from = max(first, months[place].firstDay)
        let to = min(last, months[place].lastDay)
        days[place] += Double(from.distance(to: to) + 1)
      }
      for event in log.offsets[person]..<log.offsets[person + 1] {
        let day = log.days[event]
        guard day >= first, day <= last else { continue }
        events[Int(monthOfDay[start.distance(to: day)])] += log.quantity(of: event)
      }
    }
    self.events = events
    personDays = days
  }

  /// Events on registered days.
  var eventCount: Double { events.reduce(0, +) }

  /// The rate of some months; `nil` if they are not all there or nobody was registered.
  func rate(_ places: Range<Int>) -> Double? {
    guard places.lowerBound >= 0, places.upperBound <= months.count, !places.isEmpty else {
      return nil
    }
    let time = personDays[places].reduce(0, +)
    return time > 0 ? events[places].reduce(0, +) / time : nil
  }

  private func ratio(_ numerator: Range<Int>, _ denominator: Range<Int>) -> Double? {
    guard let above = rate(numerator), let below = rate(denominator), below > 0 else { return nil }
    return above / below
  }

  /// Months in which somebody was registered and nothing is recorded.
  var emptyMonths: [CalendarMonth] {
    months.indices.filter { events[$0] == 0 && personDays[$0] > 0 }.map { months[$0] }
  }

  /// Whole months at the end, or at the beginning, in which nothing is recorded though in usual months
  /// something is.
  var silentMonthsAtEnd: Int { silent(months.indices.reversed()) }
  var silentMonthsAtStart: Int { silent(Array(months.indices)) }

  private func silent(_ places: [Int]) -> Int {
    let count = places.prefix { events[$0] == 0 }.count
    guard count < months.count else { return 0 }
    let usual = eventCount / Double(months.count - count)
    return Double(count) * usual > 10 ? count : 0
  }

  /// The rate of the last two months with any record over that of the twelve before; `nil` with fewer
  /// months.
  var lastMonthsRatio: Double? {
    let end = months.count - silentMonthsAtEnd
    return end >= 14 ? ratio(end - 2..<end, end - 14..<end - 2) : nil
  }

  /// The rate of the last year over that of the first, leaving the last two months out; `nil` with
  /// fewer than two years.
  var drift: Double? {
    let (start, end) = (silentMonthsAtStart, months.count - silentMonthsAtEnd)
    return end - start >= 26 ? ratio(end - 14..<end - 2, start..<start + 12) : nil
  }

  /// A lasting step: the month from which on six months are all on one side of the six before.
  struct Step: Equatable {
    let month: CalendarMonth
    /// The median rate of the six months from there over that of the six before.
    let ratio: Double
  }

  /// The widest lasting step whose ratio leaves a range; `nil` if there is none or months are too
  /// thin to tell.
  func step(outside range: ClosedRange<Double>, usualCount: Double) -> Step? {
    let (start, end) = (silentMonthsAtStart, months.count - silentMonthsAtEnd)
    guard end - start >= 12, eventCount / Double(end - start) >= usualCount else { return nil }
    let rates = (start..<end).map { rate($0..<$0 + 1) ?? 0 }
    var widest: Step?
    for place in 6...(rates.count - 6) {
      let before = rates[place - 6..<place].sorted()
      let after = rates[place..<place + 6].sorted()
      let isApart = before[5] < after[0] || after[5] < before[0]
      let middle = (before[2] + before[3]) / 2
      guard isApart, middle > 0 else { continue }
      let ratio = (after[2] + after[3]) / 2 / middle
      let width = ratio > 0 ? max(ratio, 1 / ratio) : .infinity
      if !range.contains(ratio),
        widest.map({ width > ($0.ratio > 0 ? max($0.ratio, 1 / $0.ratio) : .infinity) }) ?? true
      {
        widest = Step(month: months[start + place], ratio: ratio)
      }
    }
    return widest
  }

  /// Single months whose rate leaves a range around the median of the three on either side.
  func oddMonths(outside range: ClosedRange<Double>, usualCount: Double) -> [CalendarMonth] {
    let (start, end) = (silentMonthsAtStart, months.count - silentMonthsAtEnd)
    guard end - start >= 7 else { return [] }
    return (start..<end).filter { place in
      let around = (max(start, place - 3)..<min(end, place + 4)).filter { $0 != place }
      let rates = around.compactMap { rate($0..<$0 + 1) }.sorted()
      guard let own = rate(place..<place + 1), !rates.isEmpty else { return false }
      let usual = rates[rates.count / 2]
      guard usual * personDays[place] >= usualCount, events[place] > 0 else { return false }
      return !range.contains(own / usual)
    }.map { months[$0] }
  }
}
