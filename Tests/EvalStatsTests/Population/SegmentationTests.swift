import EvalStats
import Testing

@Suite("Segments")
struct SegmentationTests {
  static func table() throws -> Table {
    let missing = [false, false, false, false, false, true]
    return try Table([
      ("age", .integer(Values([80, 65, 74, 75, 30, 0], missing: missing))),
      ("conditions", .integer(Values([4, 1, 3, 0, 0, 5]))),
      ("package", .factor(Factor(["home", nil, "none", "none", "none", "home"]))),
      ("frail", .boolean(Values([true, false, true, false, false, false]))),
    ])
  }

  static let old = SegmentCondition.number("age", atLeast: 75, below: nil)

  @Test("The first rule that holds wins, and everyone is in one segment")
  func order() throws {
    let found = try Segmentation(
      of: try Self.table(),
      by: [
        .init("home care", where: .category("package", oneOf: ["home"])),
        .init("older", where: Self.old),
        .init(
          "65 to 74 or frail",
          where: .any([
            .number("age", atLeast: 65, below: 75), .category("frail", oneOf: ["TRUE"]),
          ])),
      ], remainder: "healthier")
    #expect(
      (0..<6).map { found.factor[$0] } == [
        "home care", "65 to 74 or frail", "65 to 74 or frail", "older", "healthier", "home care",
      ])
    #expect(found.segments.map(\.count) == [2, 1, 2, 1])
    #expect(found.segments.map(\.count).sum() == 6)
    // Row 1 passes the first rule for want of a package; row 5 has no age, but is in a segment by then.
    #expect(found.segments.map(\.undecidedCount) == [1, 0, 0, 0])
    #expect(found.segments.map(\.name).last == "healthier" && found.caveats.isEmpty)
  }

  @Test("What is missing decides nothing, unless another part decides alone")
  func missing() throws {
    func segment(_ condition: SegmentCondition) throws -> (in: Bool, undecided: Bool) {
      let found = try Segmentation(
        of: try Self.table(), by: [.init("asked", where: condition)])
      return (found.factor[5] == "asked", found.segments[0].undecidedCount > 0)
    }
    let many = SegmentCondition.number("conditions", atLeast: 3, below: nil)
    let few = SegmentCondition.number("conditions", atLeast: nil, below: 3)
    #expect(try segment(Self.old) == (false, true))
    #expect(try segment(.not(Self.old)) == (false, true))
    #expect(try segment(.any([Self.old, many])) == (true, false))
    #expect(try segment(.any([Self.old, few])) == (false, true))
    #expect(try segment(.all([Self.old, many])) == (false, true))
    #expect(try segment(.all([Self.old, few])) == (false, false))
    #expect(try segment(.isMissing("age")) == (true, false))
    #expect(try segment(.not(.isMissing("age"))) == (false, false))
    #expect(try segment(.all([])) == (true, false))
    #expect(try segment(.any([])) == (false, false))
  }

  @Test("A category no one has is said once; the segment stands without people")
  func unseen() throws {
    let nursing = SegmentCondition.category("package", oneOf: ["nursing"])
    let found = try Segmentation(
      of: try Self.table(), by: [.init("nursing", where: .any([nursing, nursing]))])
    #expect(found.segments[0].count == 0 && found.segments[1].count == 6)
    #expect(
      found.caveats == [
        "No one has the category 'nursing' of 'package', which a segment asks for."
      ])
  }

  @Test("Unknown columns, kinds that do not fit and names that stand twice are refused")
  func refusals() throws {
    let table = try Self.table()
    func error(_ rules: [Segmentation.Rule]) -> PopulationError? {
      #expect(throws: PopulationError.self) { try Segmentation(of: table, by: rules) }
    }
    #expect(error([.init("a", where: .isMissing("aeg"))])?.message.contains("'age'") == true)
    #expect(
      error([.init("a", where: .number("package", atLeast: 1, below: nil))])?.code
        == "wrong-column-kind")
    #expect(
      error([.init("everyone else", where: Self.old)]) == .duplicateSegment("everyone else"))
    #expect(error([.init("a", where: .number("age", atLeast: .nan, below: nil))]) != nil)
  }
}
