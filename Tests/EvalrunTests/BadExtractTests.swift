import EvalTestSupport
import Testing

@Suite("A bad extract ends in one line, the exit code and no output")
struct BadExtractTests {
  /// Runs both commands that read extracts on a spoilt study and holds what they say.
  func refuse(
    status: Int32, _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    spoil: (TinyStudy) throws -> Void
  ) throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try spoil(study)
    let inputs = try study.leftovers()
    for arguments in [
      ["check", study.study.path], ["run", study.study.path, "--out", study.output.path],
    ] {
      let tool = try RunningTool(arguments)
      #expect(tool.status == status, sourceLocation: sourceLocation)
      #expect(tool.errors == "evalrun: \(message)\n", sourceLocation: sourceLocation)
      #expect(tool.output.isEmpty, sourceLocation: sourceLocation)
      #expect(try study.leftovers() == inputs, sourceLocation: sourceLocation)
    }
  }

  static let orRefuse =
    "or set 'bad_rows: refuse' in the protocol to leave such rows out and "
    + "count them"

  @Test("a missing file")
  func missingFile() throws {
    try refuse(
      status: 66,
      "ae.csv: there is no such file; correct 'sources.ae' in the protocol or supply the file"
    ) { try $0.remove("ae.csv") }
  }

  @Test("a missing column, with the nearest that is there")
  func missingColumn() throws {
    try refuse(
      status: 65,
      "ae.csv, line 1, column 'arrival_date': the file has no such column; did you mean "
        + "'arrival_day'? map it under 'columns' in the protocol"
    ) { try $0.replace("arrival_date", with: "arrival_day", in: "ae.csv") }
  }

  @Test("a wrong date")
  func wrongDate() throws {
    try refuse(
      status: 65,
      "persons.csv, line 3, column 'birth_date': found '15/06/1942', expected a date such as "
        + "2016-04-01; correct the row, \(Self.orRefuse)"
    ) { try $0.replace("P02,1942-06-15", with: "P02,15/06/1942", in: "persons.csv") }
  }

  @Test("a person who stands twice")
  func duplicatePerson() throws {
    try refuse(
      status: 65,
      "persons.csv, line 50, column 'person_id': found a person who stands on line 3 already, "
        + "expected each person once; keep one row a person, \(Self.orRefuse)"
    ) { try $0.append("P02,1950-01-01,F,A1,N1,1,1,2010-01-01,,", to: "persons.csv") }
  }

  @Test("activity for a person who is not in the register")
  func unknownPerson() throws {
    try refuse(
      status: 65,
      "ae.csv, line 2, column 'person_id': found a person who is not in the register, expected "
        + "people of the persons extract only; add the person or take the row out, "
        + Self.orRefuse
    ) { try $0.replace("P01,2015-08-01", with: "PXX,2015-08-01", in: "ae.csv") }
  }

  @Test("a death before the birth")
  func deathBeforeBirth() throws {
    try refuse(
      status: 65,
      "persons.csv, line 2, column 'death_date': found a death before the birth, expected a death "
        + "on or after the day of birth; correct the row, \(Self.orRefuse)"
    ) {
      try $0.replace(
        "P01,1941-06-15,M,A1,N1,2,1,2010-01-01,,",
        with:
          "P01,1941-06-15,M,A1,N1,2,1,2010-01-01,,1940-01-01", in: "persons.csv")
    }
  }

  @Test("a cost that is not a number")
  func nonNumericCost() throws {
    try refuse(
      status: 65,
      "asc_packages.csv, line 2, column 'weekly_cost': found '£70', expected pounds a week as a "
        + "number; correct the row, \(Self.orRefuse)"
    ) { try $0.replace(",70\n", with: ",£70\n", in: "asc_packages.csv") }
  }

  @Test("a code that no national table has")
  func unknownCode() throws {
    try refuse(
      status: 65,
      "inpatient.csv, line 2, column 'admission_method': found '99', expected an admission method "
        + "such as 11, 21 or 2A; correct the row, \(Self.orRefuse)"
    ) {
      try $0.write(
        "person_id,admission_date,admission_method,patient_class\nP01,2016-01-01,99,1\n",
        to: "inpatient.csv")
      try $0.replace(
        "  ae: ae.csv", with: "  ae: ae.csv\n  inpatient: inpatient.csv", in: "study.yml")
    }
  }

  @Test("an extract without rows")
  func emptyExtract() throws {
    try refuse(
      status: 65,
      "mdt_contacts.csv: the file has no rows; supply the extract or take it out of the protocol"
    ) { try $0.write("person_id,contact_date\n", to: "mdt_contacts.csv") }
  }
}
