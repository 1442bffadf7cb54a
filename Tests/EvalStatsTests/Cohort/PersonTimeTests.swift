import EvalStats
import Testing

@Suite("Person-time")
struct PersonTimeTests {
  private func days(
    _ person: HandMadeStudy.Person, arm: Arm = .treated, in window: Window,
    censoring: Bool = false
  ) throws -> ClosedRange<Day>? {
    let register = try HandMadeStudy(people: [person]).register
    return PersonTime(of: register, censorsControlsAtOwnIndex: censoring)
      .days(of: 0, arm: arm, indexDate: day(0), in: window)
  }

  @Test("someone alive and registered throughout has the whole window")
  func whole() throws {
    #expect(try days(.init(), in: .after(months: 6)) == day(1)...day(182))
    #expect(try days(.init(), in: .before(months: 6)) == day(-182)...day(-1))
    let time = PersonTime(of: try HandMadeStudy(people: [.init()]).register)
    let months = time.months(of: 0, arm: .treated, indexDate: day(0), in: .after(months: 12))
    #expect(months == 365 / 30.4375)
  }

  @Test("the day of death counts, and dying on the index date leaves no time after")
  func death() throws {
    #expect(try days(.init(death: day(10)), in: .after(months: 6)) == day(1)...day(10))
    #expect(try days(.init(death: day(1)), in: .after(months: 6)) == day(1)...day(1))
    #expect(try days(.init(death: day(0)), in: .after(months: 6)) == nil)
    #expect(try days(.init(death: day(0)), in: .before(months: 6)) == day(-182)...day(-1))
  }

  @Test("the last day on the register counts and nothing after it")
  func leaving() throws {
    #expect(try days(.init(to: day(20)), in: .after(months: 6)) == day(1)...day(20))
    #expect(
      try days(.init(to: day(20), death: day(15)), in: .after(months: 6)) == day(1)...day(15))
    #expect(try days(.init(to: day(0)), in: .after(months: 6)) == nil)
  }

  @Test("joining cuts the window before")
  func joining() throws {
    #expect(try days(.init(from: day(-30)), in: .before(months: 6)) == day(-30)...day(-1))
    #expect(try days(.init(from: day(0)), in: .before(months: 6)) == nil)
  }

  @Test("a control is censored the day before their own index date, if asked; the treated never")
  func censoring() throws {
    let later = HandMadeStudy.Person(index: day(50))
    let window = Window.after(months: 6)
    #expect(try days(later, arm: .control, in: window) == day(1)...day(182))
    #expect(try days(later, arm: .control, in: window, censoring: true) == day(1)...day(49))
    #expect(try days(later, arm: .treated, in: window, censoring: true) == day(1)...day(182))
    let before = Window.before(months: 6)
    #expect(try days(later, arm: .control, in: before, censoring: true) == day(-182)...day(-1))
  }
}
