import EvalStats
import Testing

@Suite("Sets whose windows the records cover")
struct ObservableSetsTests {
  private let cohort = Cohort(
    persons: [0, 1, 2, 3, 4, 5, 6, 7],
    indexDates: [day(182), day(182), day(181), day(181), day(300), day(300), day(301), day(301)],
    arms: [.treated, .control, .treated, .control, .treated, .control, .treated, .control],
    sets: [0, 0, 1, 1, 2, 2, 3, 3], weights: Array(repeating: 1, count: 8))
  private let windows = PrePostWindows(months: 6)

  @Test("the first and the last covered day may be the ends of the windows, and not a day more")
  func boundaries() {
    let sets = ObservableSets(of: cohort, windows: windows, coverage: day(0)...day(482))
    #expect(sets.members == [0, 1, 4, 5])
    #expect(sets.setCount == 2)
    #expect(sets.excludedSetCounts == [.beginsBeforeCoverage: 1, .endsAfterCoverage: 1])
    #expect(sets.excludedSetCount == 2)
  }

  @Test("a set too wide on both sides is counted once")
  func bothSides() {
    let sets = ObservableSets(of: cohort, windows: windows, coverage: day(150)...day(350))
    #expect(sets.members.isEmpty)
    #expect(sets.excludedSetCounts == [.exceedsCoverageOnBothSides: 4])
  }

  @Test("one member outside takes the whole set out")
  func wholeSets() {
    let mixed = Cohort(
      persons: [0, 1], indexDates: [day(182), day(181)], arms: [.treated, .control],
      sets: [7, 7], weights: [1, 1])
    let sets = ObservableSets(of: mixed, windows: windows, coverage: day(0)...day(482))
    #expect(sets.members.isEmpty && sets.setCount == 0 && sets.excludedSetCount == 1)
  }
}
