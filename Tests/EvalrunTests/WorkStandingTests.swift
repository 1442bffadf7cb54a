import Testing

@testable import evalrun

@Suite("How far work has come")
struct WorkStandingTests {
  @Test(
    "says what is done, how fast and how long the rest takes",
    arguments: [
      (0, 0, 10, 0.0, "0 of 10 seeds"),
      (0, 7, 10, 3.0, "7 of 10 seeds"),
      // What was done before counts in the standing and not in the speed.
      (100, 400, 1_000, 50.0, "500 of 1,000 seeds, 2.0 a second, 5 min left"),
      (100, 400, 700, 50.0, "500 of 700 seeds, 2.0 a second, 100 s left"),
      (10, 0, 20, 119.0, "10 of 20 seeds, 5.0 a minute, 119 s left"),
      (10, 0, 20, 120.0, "10 of 20 seeds, 5.0 a minute, 2 min left"),
      (3, 0, 3, 1.0, "3 of 3 seeds, 3.0 a second, 0 s left"),
      (
        1_234_567, 0, 60_000_000, 100.0,
        "1,234,567 of 60,000,000 seeds, 12,346 a second, 80 min left"
      ),
      (999, 0, 100_000, 100.0, "999 of 100,000 seeds, 10.0 a second, 3 h left"),
      (10_000, 0, 20_000, 100.0, "10,000 of 20,000 seeds, 100 a second, 100 s left"),
    ])
  func text(done: Int, before: Int, total: Int, seconds: Double, expected: String) {
    let standing = WorkStanding(noun: "seeds", done: before + done, total: total)
    #expect(standing.text(sinceStart: done, elapsed: .seconds(seconds)) == expected)
  }
}
