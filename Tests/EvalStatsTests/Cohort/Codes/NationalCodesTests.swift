import EvalStats
import Testing

@Suite("National codes")
struct NationalCodesTests {
  private func readsItself<Code: NationalCode>(_ type: Code.Type) -> Bool {
    Code.allCases.allSatisfy { Code(text: $0.rawValue) == $0 }
  }

  @Test("every code of every table reads itself")
  func everyCode() {
    #expect(readsItself(AdmissionMethod.self) && readsItself(PatientClass.self))
    #expect(readsItself(AdmissionSource.self) && readsItself(DischargeDestination.self))
    #expect(readsItself(DischargeMethod.self) && readsItself(DepartmentType.self))
    #expect(readsItself(AttendanceCategory.self))
    #expect(readsItself(EmergencyCareAttendanceCategory.self))
    #expect(readsItself(OutpatientAttended.self) && readsItself(FirstAttendance.self))
  }

  @Test("spaces, small letters and leading zeros do not matter")
  func tolerance() {
    #expect(AdmissionMethod(text: " 2a ") == .accidentAndEmergencyOfAnotherProvider)
    #expect(AdmissionMethod(text: "021") == .accidentAndEmergency)
    #expect(DepartmentType(text: "01") == .major)
    #expect(DepartmentType(text: "05") == .sameDayEmergencyCare)
    #expect(DischargeMethod(text: "04") == .died)
    #expect(OutpatientAttended(text: "00") == .notYetDue)
  }

  @Test("what is no code, or says that nothing is known, is missing")
  func missing() {
    #expect(AdmissionMethod(text: "99") == nil && AdmissionMethod(text: "") == nil)
    #expect(AdmissionMethod(text: "2E") == nil && AdmissionMethod(text: "1") == nil)
    #expect(DischargeDestination(text: "98") == nil && DischargeMethod(text: "8") == nil)
    #expect(OutpatientAttended(text: " ") == nil && OutpatientAttended(text: "1") == nil)
    #expect(FirstAttendance(text: "5") == nil)
  }

  @Test("the first digit of an admission method says whether it is elective or an emergency")
  func methods() {
    for method in AdmissionMethod.allCases {
      #expect(method.isEmergency == method.rawValue.hasPrefix("2"), "\(method)")
      #expect(method.isElective == method.rawValue.hasPrefix("1"), "\(method)")
      #expect(method.isNonElective != method.isElective, "\(method)")
    }
    #expect(AdmissionMethod.allCases.filter(\.isTransfer).map(\.rawValue) == ["2B", "81"])
  }

  @Test("transfers are the codes 51, 52 and 53, deaths 79 and discharge methods 4 and 5")
  func transfers() {
    let wards = ["51", "52", "53"]
    #expect(AdmissionSource.allCases.filter(\.isTransfer).map(\.rawValue) == wards)
    #expect(DischargeDestination.allCases.filter(\.isTransfer).map(\.rawValue) == wards)
    #expect(DischargeDestination.allCases.filter(\.isDeath).map(\.rawValue) == ["79"])
    #expect(DischargeMethod.allCases.filter(\.isDeath).map(\.rawValue) == ["4", "5"])
  }

  @Test("category 2 is planned in the older data and unplanned in the Emergency Care Data Set")
  func categories() {
    #expect(AttendanceCategory(text: "2")?.counts == false)
    #expect(EmergencyCareAttendanceCategory(text: "2")?.category.counts == true)
    #expect(EmergencyCareAttendanceCategory(text: "3")?.category == .unplannedFollowUp)
    #expect(EmergencyCareAttendanceCategory(text: "4")?.category == .plannedFollowUp)
    #expect(EmergencyCareAttendanceCategory(text: "1")?.category == .first)
    #expect(AttendanceCategory(text: "4") == nil)
  }

  @Test("an appointment is attended with 5 and 6; 1 and 3 are first attendances")
  func appointments() {
    #expect(OutpatientAttended.allCases.filter(\.isAttended).map(\.rawValue) == ["5", "6"])
    #expect(FirstAttendance.allCases.filter(\.isFirst).map(\.rawValue) == ["1", "3"])
    #expect(FirstAttendance.allCases.filter(\.isRemote).map(\.rawValue) == ["3", "4"])
    #expect(PatientClass.allCases.filter(\.isRegularAttender).map(\.rawValue) == ["3", "4"])
  }
}
