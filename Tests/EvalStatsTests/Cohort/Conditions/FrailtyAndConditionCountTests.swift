import EvalStats
import Testing

@Suite("Frailty risk score and count of conditions")
struct FrailtyAndConditionCountTests {
  private func score(_ codes: String...) -> Double {
    HospitalFrailtyRiskScore.score(
      of: codes.reduce(into: ConditionSet()) {
        $0.formUnion(HospitalFrailtyRiskScore.conditions[$1])
      })
  }

  @Test("there are 109 categories in descending order of weight, from 7.1 to 0.1")
  func table() {
    let weights = (0..<HospitalFrailtyRiskScore.conditions.count).map {
      HospitalFrailtyRiskScore.weight(of: $0)
    }
    #expect(weights.count == 109 && weights == weights.sorted(by: >))
    #expect(weights.first == 7.1 && weights.last == 0.1)
    // The column of weights in the appendix, added up.
    #expect(abs(weights.reduce(0, +) - 173.2) < 1e-9)
    let codes = HospitalFrailtyRiskScore.conditions.conditions.flatMap(\.codes)
    #expect(Set(codes).count == 109 && codes.allSatisfy { $0.count == 3 })
  }

  @Test(
    "published weights",
    arguments: [
      ("F00", 7.1), ("G81", 4.4), ("G30", 4.0), ("I69", 3.7), ("R29", 3.6), ("N39", 3.2),
      ("W19", 3.2), ("R54", 2.2), ("L03", 2.0), ("N17", 1.8), ("S72", 1.4), ("J18", 1.1),
      ("I63", 0.8), ("F32", 0.5), ("D64", 0.4), ("R50", 0.1), ("I50", 0),
    ])
  func weights(code: String, weight: Double) {
    #expect(score(code) == weight)
  }

  @Test("a category counts once, and the published example of dementia and a fall is 10.3")
  func sums() {
    #expect(score("F00", "W19") == 10.3)
    #expect(score("N390", "N393", "N39") == 3.2)
    #expect(score("F000D", "G301A") == 11.1)
  }

  @Test("below 5 is low, 5 to 15 intermediate, above 15 high")
  func bands() {
    let bands = [0, 4.9, 5, 15, 15.1, 99].map { HospitalFrailtyRiskScore.risk(of: $0) }
    #expect(bands == [.low, .low, .intermediate, .intermediate, .high, .high])
    // 4.4 + 0.4 + 0.1 + 0.1 lies on the border however it is added.
    #expect(score("G81", "D64", "R50") == 4.9)
    #expect(HospitalFrailtyRiskScore.risk(of: score("G30", "R55", "R13", "Z74")) == .intermediate)
  }

  @Test("conditions count once, pairs of one disease once")
  func longTermConditions() {
    func count(_ codes: String...) -> Int {
      LongTermConditions.count(
        of: codes.reduce(into: ConditionSet()) { $0.formUnion(LongTermConditions.conditions[$1]) })
    }
    #expect(LongTermConditions.conditions.count == 31)
    #expect(count() == 0 && count("I10") == 1 && count("I10", "I110") == 2)
    // I11.0 is heart failure and complicated hypertension: two diseases, not three.
    #expect(count("I10", "I110", "I500") == 2)
    #expect(count("E119", "E112") == 1 && count("C509", "C787") == 1)
    #expect(count("F329", "J449", "E039", "I48") == 4)
    #expect(count("F00", "M19", "S72") == 0)
  }
}
