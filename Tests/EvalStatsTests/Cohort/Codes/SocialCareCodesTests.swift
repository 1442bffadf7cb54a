import EvalStats
import Testing

@Suite("Codes of adult social care")
struct SocialCareCodesTests {
  @Test("words are read whatever their capitals, spaces and punctuation, in both releases")
  func words() {
    #expect(AscEventType(text: " SERVICE ") == .service && AscEventType(text: "Services") == nil)
    #expect(AscServiceType(text: "Long Term Support: Nursing Care") == .nursing)
    #expect(AscServiceType(text: "long-term support / community") == .community)
    #expect(AscServiceType(text: "Short Term Support: ST-Max") == .shortTermToMaximiseIndependence)
    #expect(AscServiceType(text: "Carer Support: Direct to Carer") == .carerDirect)
    #expect(
      PrimarySupportReason(text: "Physical Support: Access & mobility only") == .accessAndMobility)
    #expect(
      PrimarySupportReason(text: "Social Support: Support for Social Isolation/Other")
        == .socialIsolation)
    #expect(PrimarySupportReason(text: "") == nil && PrimarySupportReason(text: "Unknown") == nil)
    for reason in PrimarySupportReason.allCases {
      #expect(PrimarySupportReason(text: reason.rawValue.uppercased()) == reason)
    }
    #expect(PrimarySupportReason.allCases.filter(\.isPhysical).count == 2)
  }

  @Test("a weekly cost is the unit cost by the payments of a year of 52 weeks")
  func weeklyCosts() throws {
    func weekly(_ frequency: AscCostFrequency, _ cost: Double, units: Double? = nil) -> Double? {
      frequency.weeklyCost(unitCost: cost, plannedUnitsPerWeek: units)
    }
    #expect(weekly(.weekly, 434) == 434)
    #expect(weekly(.fortnightly, 868) == 434)
    #expect(weekly(.fourWeekly, 1_736) == 434)
    #expect(weekly(.quarterly, 1_300) == 100)
    #expect(weekly(.annually, 5_200) == 100)
    #expect(try abs(#require(weekly(.monthly, 520)) - 120) < 1e-9)
    // Planned units are of no account where the frequency says it all.
    #expect(weekly(.weekly, 434, units: 7) == 434)
  }

  @Test("hours, days and sessions need planned units; a one-off cost has no weekly rate")
  func units() {
    #expect(AscCostFrequency.hourly.weeklyCost(unitCost: 20, plannedUnitsPerWeek: 10.5) == 210)
    #expect(AscCostFrequency.daily.weeklyCost(unitCost: 60, plannedUnitsPerWeek: 7) == 420)
    #expect(AscCostFrequency.perSession.weeklyCost(unitCost: 60, plannedUnitsPerWeek: nil) == nil)
    #expect(AscCostFrequency.oneOff.weeklyCost(unitCost: 60, plannedUnitsPerWeek: 1) == nil)
    #expect(AscCostFrequency(text: "4 Weekly") == .fourWeekly)
    #expect(AscCostFrequency(text: "four weekly") == .fourWeekly)
  }

  @Test("of services at once nursing comes before residential before community care")
  func hierarchy() {
    #expect(AscServiceType.mainLongTerm(of: [.community, .nursing, .residential]) == .nursing)
    #expect(
      AscServiceType.mainLongTerm(of: [.community, .otherShortTerm, .residential]) == .residential)
    #expect(AscServiceType.mainLongTerm(of: [.carerDirect, .prison]) == nil)
    #expect(AscServiceType.mainLongTerm(of: []) == nil)
  }
}
