import EvalStats
import Testing

@Suite("Calendar days")
struct DayTests {
  @Test("Every day from 1600 to 2400 has its own number, in order, and its own name")
  func everyDay() throws {
    var expected = try #require(Day(year: 1600, month: 1, day: 1)).daysSinceEpoch
    for year in 1600...2400 {
      let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for day in 1...length {
          let found = try #require(Day(year: year, month: month + 1, day: day))
          let parts = found.components
          guard
            found.daysSinceEpoch == expected,
            parts.year == year, parts.month == month + 1, parts.day == day
          else {
            Issue.record("\(year)-\(month + 1)-\(day) is \(found)")
            return
          }
          expected += 1
        }
        #expect(Day(year: year, month: month + 1, day: length + 1) == nil)
      }
    }
  }

  @Test(
    "Days known from elsewhere",
    arguments: [
      // python3: (date(y, m, d) - date(1970, 1, 1)).days
      (1970, 1, 1, 0), (2016, 4, 1, 16_892), (1899, 12, 31, -25_568), (2000, 2, 29, 11_016),
      (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896),
    ])
  func known(year: Int, month: Int, day: Int, expected: Int) {
    #expect(Day(year: year, month: month, day: day)?.daysSinceEpoch == Int32(expected))
  }

  @Test("There is no day 0, month 13 or year 0")
  func noSuchDay() {
    #expect(Day(year: 2016, month: 4, day: 0) == nil)
    #expect(Day(year: 2016, month: 13, day: 1) == nil)
    #expect(Day(year: 0, month: 1, day: 1) == nil)
    #expect(Day(year: 1900, month: 2, day: 29) == nil)
  }
}
