import EvalStats
import Testing

@Suite("Lists of conditions")
struct ConditionListTests {
  private let definition = NamedDefinition(name: "n", wording: "w.", source: "s", version: "v")

  private func list(_ codes: [[String]]) throws -> ConditionList {
    try ConditionList(definition, codes.enumerated().map { .init("c\($0)", $1) })
  }

  @Test("three characters stand for all below them, four for themselves, a range for its codes")
  func coverage() throws {
    let list = try list([["I50"], ["I11.0"], ["I60-I69"], ["E10.0-E10.8"]])
    #expect(list["I50"].contains(0) && list["I509"].contains(0) && list["I50.1"].contains(0))
    #expect(list["I110"].contains(1) && list["I11"].isEmpty && list["I119"].isEmpty)
    #expect(list["I60"].contains(2) && list["I699"].contains(2) && list["I70"].isEmpty)
    #expect(list["E100"].contains(3) && list["E108"].contains(3))
    #expect(list["E109"].isEmpty && list["E10"].isEmpty && list["rubbish"].isEmpty)
    #expect(list.names(of: list["I639"]) == ["c2"])
  }

  @Test("a code that cannot be read is named with its condition")
  func errors() throws {
    for code in [
      "I5", "I5012", "I50.01", "I50-", "-I50", "I60-I59", "I60-I65.1", "E10-E11-E12", "",
    ] {
      #expect(throws: ConditionError.unreadableCode(condition: "c1", code: code), "\(code)") {
        try list([["I10"], [code]])
      }
    }
    #expect(throws: ConditionError.tooManyConditions(found: 129, most: 128)) {
      try list(Array(repeating: ["I10"], count: 129))
    }
    let error = ConditionError.unreadableCode(condition: "c1", code: "I5")
    #expect(error.location == "condition 'c1'" && error.message.contains("I60-I69"))
  }

  @Test("128 conditions are told apart")
  func capacity() throws {
    let categories = (0..<128).map { "\(["A", "B"][$0 / 100])\($0 % 100 / 10)\($0 % 10)" }
    let list = try list(categories.map { [$0] })
    for (number, category) in categories.enumerated() {
      #expect(Array(list[category + "5"]) == [number])
    }
  }

  @Test("sets hold places on both sides of 64")
  func sets() {
    var set = ConditionSet([0, 63, 64, 127])
    #expect(set.count == 4 && Array(set) == [0, 63, 64, 127])
    #expect(set.contains(63) && set.contains(64) && !set.contains(65) && !set.contains(1))
    set.remove(64)
    set.remove(65)
    #expect(Array(set) == [0, 63, 127])
    #expect(Array(set.union(ConditionSet([1]))) == [0, 1, 63, 127])
    #expect(ConditionSet().isEmpty && !set.isEmpty)
  }

  @Test("the compiled list finds what comparing prefixes finds", arguments: 0..<10)
  func naive(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    func draw(_ limit: Int) -> Int { Int(generator.uniform() * Double(limit)) }
    func code(_ length: Int) -> String {
      let letter = Array("ABE")[draw(3)]
      return "\(letter)" + (1..<length).map { _ in String(draw(4)) }.joined()
    }
    let codes = (0..<20).map { _ in (0...draw(5)).map { _ in code(3 + draw(2)) } }
    let list = try list(codes)
    for _ in 0..<2_000 {
      let diagnosis = code(3 + draw(3))
      let expected = codes.indices.filter { condition in
        codes[condition].contains { diagnosis.hasPrefix($0) }
      }
      #expect(Array(list[diagnosis]) == expected, "\(diagnosis)")
    }
  }

  @Test("every code of the library's own lists can be read")
  func ownLists() throws {
    for list in [
      CharlsonIndex.conditions, HospitalFrailtyRiskScore.conditions, LongTermConditions.conditions,
      AmbulatoryCareSensitive.conditions,
    ] {
      let again = try ConditionList(list.definition, list.conditions)
      #expect(again.count == list.count)
      #expect(list.conditions.allSatisfy { !$0.codes.isEmpty })
      #expect(Set(list.conditions.map(\.name)).count == list.count)
    }
  }
}
