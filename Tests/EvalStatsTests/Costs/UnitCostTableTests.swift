import EvalStats
import Testing

@Suite("Unit costs")
struct UnitCostTableTests {
  private static func cost(
    _ setting: Setting, _ unit: CostUnit, _ value: Double, year: String = "2016/17",
    source: String = "reference costs"
  ) -> UnitCost {
    UnitCost(setting: setting, unit: unit, priceYear: year, value: value, source: source)
  }

  @Test("A price is found by setting, unit and, where needed, year")
  func lookup() throws {
    let table = try UnitCostTable([
      UnitCostTableTests.cost(.aAndE, .attendance, 148),
      UnitCostTableTests.cost(.aAndE, .attendance, 166.05, year: "2018/19"),
      UnitCostTableTests.cost(.nonElective, .spell, 1590),
    ])
    #expect(try table.cost(of: .nonElective, by: .spell).value == 1590)
    #expect(try table.cost(of: .aAndE, by: .attendance, priceYear: "2018/19").value == 166.05)
    #expect(throws: CostError.ambiguousPriceYear(.aAndE, years: ["2016/17", "2018/19"])) {
      try table.cost(of: .aAndE, by: .attendance)
    }
    #expect(throws: CostError.missingSetting(.outpatient, priceYear: nil)) {
      try table.cost(of: .outpatient, by: .attendance)
    }
    #expect(throws: CostError.missingSetting(.nonElective, priceYear: "2018/19")) {
      try table.cost(of: .nonElective, by: .spell, priceYear: "2018/19")
    }
  }

  @Test("A price by another unit than the activity's is an error that names both")
  func unitMismatch() throws {
    let table = try UnitCostTable([
      UnitCostTableTests.cost(.nonElective, .finishedConsultantEpisode, 1590)
    ])
    let error = #expect(throws: CostError.self) { try table.cost(of: .nonElective, by: .spell) }
    #expect(
      error
        == .unitMismatch(.nonElective, activity: .spell, priced: [.finishedConsultantEpisode]))
    #expect(
      error?.description
        == "setting 'nonElective': activity is counted by spell but priced by FCE; "
        + "give a unit cost by spell")
  }

  @Test("Negative, undated, unsourced and duplicate prices are refused with their row")
  func refusals() {
    let good = UnitCostTableTests.cost(.aAndE, .attendance, 148)
    #expect(throws: CostError.invalidValue(.dayCase, .spell, row: 1)) {
      try UnitCostTable([good, UnitCostTableTests.cost(.dayCase, .spell, -1)])
    }
    #expect(throws: CostError.invalidValue(.dayCase, .spell, row: 0)) {
      try UnitCostTable([UnitCostTableTests.cost(.dayCase, .spell, .nan)])
    }
    #expect(throws: CostError.missingPriceYear(.dayCase, .spell, row: 0)) {
      try UnitCostTable([UnitCostTableTests.cost(.dayCase, .spell, 738, year: " ")])
    }
    #expect(throws: CostError.missingSource(.dayCase, .spell, row: 0)) {
      try UnitCostTable([UnitCostTableTests.cost(.dayCase, .spell, 738, source: " ")])
    }
    #expect(throws: CostError.duplicate(.aAndE, .attendance, priceYear: "2016/17", row: 1)) {
      try UnitCostTable([good, UnitCostTableTests.cost(.aAndE, .attendance, 150)])
    }
  }

  @Test("Units are known by any usual spelling")
  func unitNames() {
    #expect(CostUnit(named: "bed day") == .bedDay)
    #expect(CostUnit(named: "BedDay") == .bedDay)
    #expect(CostUnit(named: "bed-days") == .bedDay)
    #expect(CostUnit(named: "Attendance") == .attendance)
    #expect(CostUnit(named: "fce") == .finishedConsultantEpisode)
    #expect(CostUnit(named: "finished consultant episodes") == .finishedConsultantEpisode)
    #expect(CostUnit(named: "furlong") == nil)
  }

  @Test("The basis says price, unit, year and source")
  func basis() {
    #expect(
      UnitCostTableTests.cost(.aAndE, .attendance, 148).basis
        == "£148 an attendance, 2016/17 prices (reference costs)")
    #expect(
      UnitCostTableTests.cost(.elective, .spell, 3684.5).basis
        == "£3,684.50 a spell, 2016/17 prices (reference costs)")
  }
}
