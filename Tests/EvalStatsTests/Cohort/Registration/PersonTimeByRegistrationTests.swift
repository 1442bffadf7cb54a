import EvalStats
import Testing

@Suite("Person-time over several registrations")
struct PersonTimeByRegistrationTests {
  /// One person with some registrations; what the register says besides must not matter.
  private func days(
    _ records: [(from: Int, to: Int?)], in window: Window, death: Day? = nil
  ) throws -> ClosedRange<Day>? {
    let plain = try HandMadeStudy(people: [.init(from: day(40), to: day(41), death: death)])
      .register
    let register = PersonRegister(
      identifiers: plain.identifiers, births: plain.births, sexes: plain.sexes,
      registeredFrom: plain.registeredFrom, registeredTo: plain.registeredTo,
      deaths: plain.deaths, indexDates: plain.indexDates, attributes: plain.attributes,
      registrations: try RegistrationHistory(
        personCount: 1, persons: records.map { _ in 0 }, from: records.map { day($0.from) },
        to: records.map { $0.to.map { day($0) } }))
    return PersonTime(of: register).days(of: 0, arm: .treated, indexDate: day(0), in: window)
  }

  @Test("a change of practice is no loss")
  func changeOfPractice() throws {
    let moved: [(from: Int, to: Int?)] = [(-900, 50), (51, nil)]
    #expect(try days(moved, in: .after(months: 6)) == day(1)...day(182))
    #expect(try days(moved, in: .before(months: 6)) == day(-182)...day(-1))
  }

  @Test("time lies in the stretch that holds the index date, whatever comes before or after")
  func stretch() throws {
    let gaps: [(from: Int, to: Int?)] = [(-900, -100), (-30, 20), (40, nil)]
    #expect(try days(gaps, in: .before(months: 6)) == day(-30)...day(-1))
    #expect(try days(gaps, in: .after(months: 6)) == day(1)...day(20))
    #expect(try days([(-900, -1), (1, nil)], in: .after(months: 6)) == nil)
    #expect(try days([], in: .after(months: 6)) == nil)
  }

  @Test("death cuts as ever")
  func death() throws {
    #expect(try days([(-900, nil)], in: .after(months: 6), death: day(9)) == day(1)...day(9))
    #expect(try days([(-900, 5)], in: .after(months: 6), death: day(9)) == day(1)...day(5))
  }
}
