import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Discussions to a landmark")
struct LandmarkDoseTests {
  /// One person of a small study: arm, set, days from the index date of death and leaving, and of
  /// discussions and attendances.
  private struct Member {
    var arm: Arm
    var set: Int
    var weight = 1.0
    var death: Int?
    var leaving: Int?
    var ownIndex: Int?
    var discussions: [Int] = []
    var attendances: [Int] = [-300, -20, 200]
  }

  private static let index = Day(year: 2016, month: 1, day: 1) ?? Day(daysSinceEpoch: 0)

  private static func day(_ offset: Int) -> Day { index.advanced(by: offset) }

  private static func dose(
    _ members: [Member], lastDay: Int = 500, censors: Bool = false
  ) throws -> LandmarkDose {
    let register = PersonRegister(
      identifiers: members.indices.map { "P\($0)" }, births: members.map { _ in day(-20_000) },
      sexes: Factor(members.map { _ in "F" }), registeredFrom: members.map { _ in day(-5_000) },
      registeredTo: members.map { $0.leaving.map(day) }, deaths: members.map { $0.death.map(day) },
      indexDates: members.map { $0.arm == .treated ? day(0) : $0.ownIndex.map(day) },
      attributes: try Table([]))
    let events = members.enumerated().flatMap { person, member in
      member.attendances.map { (person, day($0)) }
    }
    let discussions = members.enumerated().flatMap { person, member in
      member.discussions.map { (person, day($0)) }
    }
    return try LandmarkDose(
      of: Cohort(
        persons: Array(members.indices), indexDates: members.map { _ in index },
        arms: members.map(\.arm), sets: members.map(\.set), weights: members.map(\.weight)),
      register: register,
      history: ActivityHistory(
        logs: [
          .aAndE: ActivityLog(
            personCount: members.count, persons: events.map(\.0), days: events.map(\.1))
        ], packages: nil, coverage: day(-1_000)...day(lastDay)),
      setting: .aAndE, discussionPersons: discussions.map(\.0),
      discussionDays: discussions.map(\.1), censorsControlsAtOwnIndex: censors)
  }

  @Test("Discussions count from the index date to day 91, use from day 92 on")
  func windows() throws {
    let dose = try Self.dose([
      Member(
        arm: .treated, set: 0, discussions: [0, 30, 30, 91, 92, 200],
        attendances: [-365, -366, 0, 91, 92, 365, 366]),
      Member(arm: .control, set: 0),
      Member(arm: .treated, set: 1, discussions: [0, 92, -5]), Member(arm: .control, set: 1),
    ])
    #expect(dose.landmarkDay == 91)
    #expect(dose.discussionCounts == [3, 3, 1, 1])
    #expect(dose.counts.before == [1, 2, 2, 2])
    #expect(dose.counts.after == [2, 1, 1, 1])
    #expect(agree(dose.counts.timeAfter[0], 274 / 30.4375, relative: 1e-14))
    #expect(dose.exclusions.isEmpty && dose.caveats.count == 1)
  }

  @Test("Whoever is lost by the landmark is out in either arm, with a reason each")
  func exclusions() throws {
    var members = [
      Member(arm: .treated, set: 0, discussions: [0]), Member(arm: .control, set: 0),
      // Dies on day 91; the control goes with her.
      Member(arm: .treated, set: 1, death: 91, discussions: [0]), Member(arm: .control, set: 1),
      // Dies on day 92: there.
      Member(arm: .treated, set: 2, death: 92, discussions: [0, 10]),
      // One control dies, one leaves: the third carries their weight.
      Member(arm: .control, set: 2, weight: 0.25, death: 40),
      Member(arm: .control, set: 2, weight: 0.25, leaving: 91),
      Member(arm: .control, set: 2, weight: 0.5),
      // All controls lost.
      Member(arm: .treated, set: 3, discussions: [0]), Member(arm: .control, set: 3, leaving: 1),
      // No discussion recorded.
      Member(arm: .treated, set: 4), Member(arm: .control, set: 4),
      // Two treated.
      Member(arm: .treated, set: 5, discussions: [0]),
      Member(arm: .treated, set: 5, discussions: [0, 9]), Member(arm: .control, set: 5),
      // Of no weight: nobody.
      Member(arm: .control, set: 0, weight: 0, death: 3),
    ]
    let dose = try Self.dose(members)
    #expect(
      dose.exclusions[.treated] == [
        .died: 1, .withoutControls: 1, .noDiscussion: 1, .severalTreated: 2,
      ])
    #expect(
      dose.exclusions[.control] == [.died: 1, .left: 2, .withoutTreated: 2, .severalTreated: 1])
    #expect(dose.counts.persons == [0, 1, 4, 7])
    #expect(dose.counts.weights == [1, 1, 1, 1])
    #expect(dose.discussionCounts == [1, 1, 2, 2])
    #expect(dose.treatedCount == 2)
    #expect(dose.caveats[1].hasPrefix("Speaks only of those who reach day 91"))
    // Left before dying: left; a control taken on by the landmark is out only where censored.
    members = [
      Member(arm: .treated, set: 0, discussions: [0]), Member(arm: .control, set: 0),
      Member(arm: .control, set: 0, death: 50, leaving: 49),
      Member(arm: .control, set: 0, ownIndex: 60),
    ]
    #expect(try Self.dose(members).exclusions == [.control: [.left: 1]])
    #expect(
      try Self.dose(members, censors: true).exclusions == [.control: [.left: 1, .takenOn: 1]])
  }

  @Test("Data that end within the outcome window leave nobody, and it is said")
  func coverage() throws {
    let members = [
      Member(arm: .treated, set: 0, discussions: [0]), Member(arm: .control, set: 0),
    ]
    #expect(throws: HeterogeneityError.self) { try Self.dose(members, lastDay: 300) }
    do {
      _ = try Self.dose(members, lastDay: 300)
    } catch let error as HeterogeneityError {
      #expect(error.code == "window-outside-coverage")
      #expect(error.message.contains("choose shorter windows"))
    }
  }

  @Test("By number, and the factor of a further discussion, on sets whose rates are exact")
  func effects() throws {
    // Treated discussed d times go from 8 to 8·(1/2)^d, their controls from 8 to 8, with noise that
    // cancels: the ratio at one discussion is 1/2 and each further one halves it.
    var members: [Member] = []
    for set in 0..<12 {
      let number = 1 + set % 3
      let noise = (set / 3).isMultiple(of: 2) ? 1 : -1
      let after = 8 >> number
      func attendances(_ before: Int, _ after: Int) -> [Int] {
        (0..<before).map { -10 - $0 } + (0..<after).map { 100 + $0 }
      }
      members.append(
        Member(
          arm: .treated, set: set, discussions: (0..<number).map { 20 * $0 },
          attendances: attendances(8 + noise, after + (number < 3 ? noise : 0))))
      members.append(
        Member(arm: .control, set: set, attendances: attendances(8 - noise, 8 + noise)))
    }
    let dose = try Self.dose(members)
    let months = (365.0 / 274)
    let effect = try dose.perDiscussion()
    #expect(agree(effect.further.estimate, 0.5, relative: 1e-10))
    #expect(agree(effect.once.estimate, 0.5, relative: 1e-10))
    #expect(effect.further.method.contains("CR2 by matched set, Satterthwaite"))
    #expect(effect.further.method.hasSuffix("landmark at day 91"))
    #expect(effect.further.caveats == dose.caveats)
    let groups = try dose.byNumber()
    #expect(groups.groups.map(\.label) == ["1", "2", "3 or more"])
    for (place, group) in groups.groups.enumerated() {
      #expect(
        agree(try group.ratio.get().estimate, pow(0.5, Double(place + 1)), relative: 1e-12))
    }
    #expect(
      agree(
        groups.groups[0].rate(of: .control, .after)?.perThousand ?? 0, months * 8000 / 11.9918,
        relative: 1e-4))
    #expect(try groups.welchTest().pValue < 0.05)
    let sentence = try dose.sentence(SentenceSubject(outcome: "A&E attendances"))
    #expect(sentence.hasPrefix("With each further discussion A&E attendances"))
    #expect(sentence.contains("50% lower after day 91"))
    #expect(sentence.contains("Discussions are not dealt out by chance"))
  }

  @Test("Everybody discussed equally often is refused")
  func noVariation() throws {
    let members = (0..<4).flatMap { set in
      [Member(arm: .treated, set: set, discussions: [0]), Member(arm: .control, set: set)]
    }
    #expect(
      throws: HeterogeneityError.noVariation(method: "the effect of a further discussion")
    ) { try Self.dose(members).perDiscussion() }
  }
}
