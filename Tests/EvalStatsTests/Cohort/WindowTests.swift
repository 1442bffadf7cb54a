import EvalStats
import Testing

@Suite("Windows and months")
struct WindowTests {
  @Test("twelve months are 365 days and six are 182, on either side of day 0")
  func lengths() {
    #expect(PrePostWindows(months: 12).before == Window(firstDay: -365, lastDay: -1))
    #expect(PrePostWindows(months: 12).after == Window(firstDay: 1, lastDay: 365))
    #expect(PrePostWindows(months: 6).before == Window(firstDay: -182, lastDay: -1))
    #expect(PrePostWindows(months: 6).after == Window(firstDay: 1, lastDay: 182))
  }

  @Test("the month of a day is its number of days over 30.4375, rounded up")
  func months() {
    for month in 1...12 {
      let window = Window.month(month)
      for day in window.firstDay...window.lastDay {
        #expect(Int((Double(day) / 30.4375).rounded(.up)) == month)
      }
      #expect(Window.month(-month).firstDay == -window.lastDay)
      #expect(Window.month(-month).lastDay == -window.firstDay)
    }
  }

  @Test("months 1 to 12 hold the days of the year after, each once")
  func partition() {
    let days = (1...12).flatMap { month in
      Array(Window.month(month).firstDay...Window.month(month).lastDay)
    }
    #expect(days == Array(1...365))
  }

  @Test("without the nearest month a window begins on day 31")
  func withoutNearestMonth() {
    let windows = PrePostWindows(months: 6, leavingOutNearestMonth: true)
    #expect(windows.before == Window(firstDay: -182, lastDay: -31))
    #expect(windows.after == Window(firstDay: 31, lastDay: 182))
  }

  @Test("a window says its days with a true minus sign")
  func description() {
    #expect(Window.before(months: 6).description == "days −182…−1")
    #expect(PrePostWindows(months: 6).description == "days −182…−1 and 1…182")
  }
}
