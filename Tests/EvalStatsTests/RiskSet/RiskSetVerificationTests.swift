import Testing

@testable import EvalStats

/// A match that keeps a loose design is checked against a stricter one, as a mistake in the choice
/// would leave it: every rule must stop it.
@Suite("A match is checked again")
struct RiskSetVerificationTests {
  /// Checks a match of one treated person and one control under a design changed by `change`.
  ///
  /// An error while the match is made ends well, so that only the check itself can fail.
  static func check(_ change: (inout RiskSetDesign) -> Void) {
    var loose = RiskSetDesign(
      covariates: [.age], exact: [], ageBandEdges: [], caliper: nil, choice: .nearest)
    let study = HandMadeStudy(people: [
      .init(birth: day(-20_000), index: day(0), deprivation: 2),
      .init(
        birth: day(-18_000), death: day(20), deprivation: 4, diagnosed: day(-3),
        attendances: [day(-10)]),
    ])
    guard let register = try? study.register,
      let match = try? loose.match(register, history: study.history)
    else { return }
    change(&loose)
    RiskSetMatch(
      design: loose, cohort: match.cohort, scores: nil, covariates: match.covariates,
      treated: match.treated, treatedScores: nil, unmatched: [], candidates: match.candidates,
      candidateScores: nil, candidateWeights: match.candidateWeights, score: nil,
      caliperWidth: nil, flow: match.flow
    ).verify(register: register, history: study.history)
  }

  @Test("a sound match passes, whatever rules it keeps")
  func sound() async {
    await #expect(processExitsWith: .success) {
      Self.check {
        $0.within = [
          CovariateCaliper(.age, width: 6), CovariateCaliper(.attribute("deprivation"), width: 2),
        ]
        $0.excludedControls = [.init(attribute: "network", values: .listed(["south"]))]
        $0.exclusions = [
          Exclusion(.ageBelow(49)), Exclusion(.date(.attribute("diagnosed"), .withinDaysBefore(2))),
          Exclusion(.use(.aAndE, Window(firstDay: -9, lastDay: -1))),
          Exclusion(.attribute("deprivation", .listed(["4"], orMissing: true)), arms: .treated),
          Exclusion(.diesWithin(days: 19, allowsFuture: true)),
        ]
      }
    }
  }

  @Test("a pair outside a caliper, alike where it must differ or of a barred value is stopped")
  func pairs() async {
    await #expect(processExitsWith: .failure) {
      Self.check { $0.within = [CovariateCaliper(.age, width: 5)] }
    }
    await #expect(processExitsWith: .failure) {
      Self.check { $0.antiExact = [.attribute("network")] }
    }
    await #expect(processExitsWith: .failure) {
      Self.check { $0.excludedControls = [.init(attribute: "network", values: .ofTreated)] }
    }
    await #expect(processExitsWith: .failure) {
      Self.check { $0.excludedControls = [.init(attribute: "deprivation", values: .listed(["4"]))] }
    }
  }

  @Test("somebody whom a rule keeps out is stopped, in either arm")
  func exclusions() async {
    await #expect(processExitsWith: .failure) {
      Self.check { $0.exclusions = [Exclusion(.ageBelow(50))] }
    }
    await #expect(processExitsWith: .failure) {
      Self.check { $0.exclusions = [Exclusion(.date(.attribute("diagnosed"), .before))] }
    }
    await #expect(processExitsWith: .failure) {
      Self.check { $0.exclusions = [Exclusion(.use(.aAndE, Window(firstDay: -10, lastDay: -1)))] }
    }
    await #expect(processExitsWith: .failure) {
      Self.check {
        $0.exclusions = [
          Exclusion(.attribute("deprivation", .listed(["2"], orMissing: false)), arms: .treated)
        ]
      }
    }
    await #expect(processExitsWith: .failure) {
      Self.check { $0.exclusions = [Exclusion(.date(.attribute("diagnosed"), .neverBefore))] }
    }
  }
}
