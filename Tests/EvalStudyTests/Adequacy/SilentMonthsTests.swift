import EvalStats
import Testing

@testable import EvalStudy

@Suite("Months without a record")
struct SilentMonthsTests {
  private static let months = (0..<36).map { CalendarMonth(number: 12 * 2015 + $0) }

  @Test("are told from silence by chance by the records one would expect in them")
  func expected() {
    // Five a month: one silent month is chance, three are not.
    var counts = Array(repeating: 5, count: 36)
    counts[10] = 0
    #expect(SilentMonths.all(counts, months: Self.months).isEmpty)
    counts[11] = 0
    counts[12] = 0
    #expect(
      SilentMonths.all(counts, months: Self.months) == [
        SilentMonths(first: Self.months[10], last: Self.months[12], isAtAnEnd: false)
      ])
    // One a quarter or so: two years of silence are chance.
    let few = (0..<36).map { $0 < 12 && $0 % 3 == 0 ? 1 : 0 }
    #expect(SilentMonths.all(few, months: Self.months).isEmpty)
  }

  @Test("may be more than the others, and lie at an end")
  func ends() {
    let counts = (0..<36).map { $0 < 30 ? 0 : 8 }
    let found = SilentMonths.all(counts, months: Self.months)
    #expect(found.map(\.isAtAnEnd) == [true])
    #expect(found.first?.words == "from January 2015 to June 2017")
    #expect(SilentMonths.all(Array(repeating: 0, count: 36), months: Self.months).isEmpty)
  }
}
