import Testing

@testable import EvalStats

@Suite("A log of events")
struct ActivityLogTests {
  /// Events of people on days, some with quantities, from one seed.
  private func events(
    seed: UInt64, people: Int, count: Int, days: Int
  ) -> (persons: [Int], days: [Day], quantities: [Double]) {
    var generator = SeededGenerator(seed: seed, stream: 0)
    let persons = (0..<count).map { _ in Int.random(in: 0..<people, using: &generator) }
    let dates = (0..<count).map { _ in
      Day(daysSinceEpoch: 16_000 + Int32.random(in: 0..<Int32(days), using: &generator))
    }
    let quantities = (0..<count).map { _ in Double(Int.random(in: 1...9, using: &generator)) }
    return (persons, dates, quantities)
  }

  @Test(
    "totals any stretch of days as adding up event by event does",
    arguments: [(3, 200, 900), (50, 400, 1_300), (400, 60, 1_300), (1, 5, 10)], [false, true])
  func totals(size: (people: Int, count: Int, days: Int), hasQuantities: Bool) {
    let drawn = events(seed: 3, people: size.people, count: size.count, days: size.days)
    let log = ActivityLog(
      personCount: size.people, persons: drawn.persons, days: drawn.days,
      quantities: hasQuantities ? drawn.quantities : nil)
    var generator = SeededGenerator(seed: 4, stream: 0)
    for _ in 0..<600 {
      let person = Int.random(in: 0..<size.people, using: &generator)
      // Also days before the first event and after the last.
      let first = Day(
        daysSinceEpoch: 15_900 + Int32.random(in: 0..<Int32(size.days + 200), using: &generator))
      let last = first.advanced(by: Int.random(in: -3...400, using: &generator))
      var expected = 0.0
      for event in drawn.persons.indices
      where drawn.persons[event] == person && drawn.days[event] >= first
        && drawn.days[event] <= last
      {
        expected += hasQuantities ? drawn.quantities[event] : 1
      }
      #expect(log.total(of: person, from: first, through: last) == expected)
    }
  }

  @Test("keeps a person's events by day, and those of one day in the order of the rows")
  func order() {
    let day = Day(daysSinceEpoch: 100)
    let log = ActivityLog(
      personCount: 3, persons: [2, 0, 2, 2], days: [day, day, day.advanced(by: -1), day],
      quantities: [1, 2, 3, 4])
    #expect(log.offsets == [0, 1, 1, 4])
    #expect(log.days.map(\.daysSinceEpoch) == [100, 99, 100, 100])
    #expect(log.quantities == [2, 3, 1, 4])
    #expect(log.quantity(of: 3) == 4)
    #expect(ActivityLog(personCount: 3, persons: [2], days: [day]).quantity(of: 0) == 1)
  }

  @Test("finds places by counts where they are worth it, and without them otherwise")
  func places() {
    let many = events(seed: 1, people: 10, count: 2_000, days: 1_000)
    let few = events(seed: 1, people: 10_000, count: 20, days: 1_000)
    func places(_ drawn: (persons: [Int], days: [Day], quantities: [Double]), _ people: Int)
      -> EventPlaces?
    {
      let log = ActivityLog(personCount: people, persons: drawn.persons, days: drawn.days)
      return EventPlaces(offsets: log.offsets, days: log.days)
    }
    #expect(places(many, 10) != nil)
    #expect(places(few, 10_000) == nil)
    #expect(EventPlaces(offsets: [0, 0], days: []) == nil)
  }
}

@Suite("Rows by person")
struct PersonOrderTests {
  @Test("stand person by person, sorted by a key, ties in the order of the rows")
  func sorted() {
    let persons: [Int32] = [1, 0, 1, 1, 0, 1]
    let keys = [5, 1, 3, 5, 0, 3]
    var order = PersonOrder(personCount: 3, persons: persons)
    #expect(order.offsets == [0, 2, 6, 6])
    #expect(order.rows == [1, 4, 0, 2, 3, 5])
    order.sort { keys[Int($0)] }
    #expect(order.rows == [4, 1, 2, 5, 0, 3])
    #expect(Array(order[1]) == [2, 5, 0, 3] && order[2].isEmpty)
  }
}
