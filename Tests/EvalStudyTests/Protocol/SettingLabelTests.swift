import EvalStats
import EvalStudy
import Testing

@Suite("Names of settings")
struct SettingLabelTests {
  @Test("every setting has a label of its own and a unit in the plural")
  func labels() {
    let labels = Setting.allCases.map(\.label)
    #expect(Set(labels).count == labels.count)
    for setting in Setting.allCases {
      #expect(setting.unit.hasSuffix("s"), "\(setting.rawValue): \(setting.unit)")
    }
  }

  @Test("referrals, alerts and community hospitals are counted, priced and paid for")
  func newer() {
    #expect(Setting.mentalHealthReferral.unit == "referrals")
    #expect(Setting.safeguarding.unit == "alerts")
    #expect(Setting.communityHospital.activityUnit == .spell)
    #expect(Setting.safeguarding.activityUnit == .contact)
    #expect(Setting.safeguarding.usualPayer == "council")
    #expect(Setting.mentalHealthReferral.usualPayer == "ICB")
  }
}
