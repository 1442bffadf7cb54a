import EvalStats
import Testing

@Suite("Charlson index")
struct CharlsonIndexTests {
  private func conditions(_ codes: String...) -> ConditionSet {
    codes.reduce(into: ConditionSet()) { $0.formUnion(CharlsonIndex.conditions[$1]) }
  }

  @Test(
    "codes of Quan et al. 2005 fall into their conditions, their neighbours into none",
    arguments: [
      ("I21", "myocardialInfarction"), ("I252", "myocardialInfarction"), ("I251", ""),
      ("I110", "congestiveHeartFailure"), ("I119", ""), ("I425", "congestiveHeartFailure"),
      ("I421", ""), ("I50", "congestiveHeartFailure"), ("I739", "peripheralVascularDisease"),
      ("I730", ""), ("K559", "peripheralVascularDisease"), ("G459", "cerebrovascularDisease"),
      ("I694", "cerebrovascularDisease"), ("F03X", "dementia"), ("F051", "dementia"),
      ("F050", ""), ("G301", "dementia"), ("J459", "chronicPulmonaryDisease"),
      ("J48", ""), ("J180", ""), ("M353", "rheumaticDisease"), ("M350", ""),
      ("K259", "pepticUlcer"), ("K703", "mildLiverDisease"), ("K704", "severeLiverDisease"),
      ("K705", ""), ("K766", "severeLiverDisease"), ("K761", ""), ("E119", "diabetes"),
      ("E116", "diabetes"), ("E115", "diabetesWithComplications"),
      ("E142", "diabetesWithComplications"), ("E16", ""), ("G819", "plegia"), ("G838", ""),
      ("N183", "renalDisease"), ("N17", ""), ("Z992", "renalDisease"), ("C509", "cancer"),
      ("C446", ""), ("C919", "cancer"), ("C859", "cancer"), ("C86", ""),
      ("C787", "metastaticCancer"),
      ("B24X", "aids"), ("B230", ""),
    ])
  func codes(code: String, expected: String) {
    let found = CharlsonIndex.conditions[code].compactMap { CharlsonCondition(rawValue: $0) }
    #expect(found.map { "\($0)" } == (expected.isEmpty ? [] : [expected]))
  }

  @Test("the highest scores are 29 by the original weights and 24 by the updated")
  func maxima() {
    let all = ConditionSet(CharlsonCondition.allCases.map(\.rawValue))
    #expect(all.count == 17)
    #expect(CharlsonIndex(weights: .original).score(of: all) == 29)
    #expect(CharlsonIndex(weights: .updated).score(of: all) == 24)
  }

  @Test("weights are those of the two publications")
  func weights() {
    let original = CharlsonIndex(weights: .original)
    let updated = CharlsonIndex(weights: .updated)
    #expect(
      CharlsonCondition.allCases.map { original.weight(of: $0) }
        == [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 6, 6])
    #expect(
      CharlsonCondition.allCases.map { updated.weight(of: $0) }
        == [0, 2, 0, 0, 2, 1, 1, 0, 2, 0, 1, 2, 1, 2, 4, 6, 4])
  }

  @Test("of mild and severe the severe counts alone")
  func hierarchy() {
    func score(_ codes: String...) -> Int {
      CharlsonIndex(weights: .original).score(
        of: codes.reduce(into: ConditionSet()) { $0.formUnion(CharlsonIndex.conditions[$1]) })
    }
    #expect(score("K703") == 1 && score("K703", "K766") == 3)
    #expect(score("E119") == 1 && score("E119", "E112") == 2)
    #expect(score("C509") == 2 && score("C509", "C787") == 6)
    #expect(score("I21", "I50", "I500") == 2 && score() == 0)
    let severe = ConditionSet([CharlsonCondition.severeLiverDisease.rawValue])
    #expect(CharlsonIndex.counted(conditions("K703", "K766")) == severe)
  }
}
