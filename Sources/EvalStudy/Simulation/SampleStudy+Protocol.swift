extension SampleStudy {
  /// The title of the report.
  var title: String {
    switch self {
    case .islington: "Integrated networks in Islington, 2016/17 (synthetic)"
    case .testAndLearn: "The test-and-learn pilot of integrated care (synthetic)"
    }
  }

  /// The plan of the study, as it would have been written before any outcome was looked at.
  ///
  /// It matches on what the calibration matches on (`Calibration.design`); social care of the year
  /// before is left out where no person's records are held.
  func protocolText(seed: UInt64) -> String {
    let (head, socialCare, disclosure) =
      switch self {
      case .islington: (Self.islingtonHead, "", Self.nationalRule)
      case .testAndLearn:
        (
          Self.testAndLearnHead, "    - {prior_use: adultSocialCare, days: 365}\n",
          Self.noRule
        )
      }
    return """
      # Synthetic data, made by: evalrun simulate \(rawValue) --seed \(seed)
      title: \(title)

      """ + head + Self.matching + socialCare + Self.rest + disclosure + Self.repetitions
  }

  private static let nationalRule = """
    disclosure: hospital episode statistics

    """

  /// The pilot is too small for a month's count to be shown under the rule of the national data.
  private static let noRule = """
    # Nobody here is real: a study of real people keeps the default, which would hide most months.
    disclosure: none

    """

  private static let islingtonHead = """
    description: >-
      A made-up study in the shape of the Islington network evaluation: 30,000 registered adults of
      raised risk in 33 practices and 12 networks, about 1,500 of them first discussed by a network's
      multidisciplinary team between April 2016 and March 2017.
    question: >-
      Did people use fewer hospital services after a network first discussed them, compared with people
      like them who were not discussed?
    synthetic: true
    # People were referred after a bad month on record, so the recorded use itself selected them.
    selection: recorded use
    seed: 1

    calendar:
      coverage: {from: 2014-04-01, to: 2017-12-31}
      coverage_of:
        # Social care has records of persons for one year only; 2015/16 exists as totals with gaps.
        adultSocialCare: {from: 2016-04-01, to: 2017-03-31}
      index: {from: 2016-04-01, to: 2017-03-31}
      look_back_months: 12
      follow_up_months: 12

    sources:
      persons: persons.csv.gz
      mdt_contacts: mdt_contacts.csv.gz
      ae: ae.csv.gz
      inpatient: inpatient.csv.gz
      outpatient: outpatient.csv.gz
      asc_packages: asc_packages.csv.gz
      asc_summary: asc_summary_2015_16.csv
      risk_scores: risk_scores.csv.gz

    windows: [6, 12]
    outcomes:
      - aAndE
      - nonElective
      - outpatient
      - elective
      - dayCase
      - setting: adultSocialCare
        label: Adult social care cost
        windows: [3, 6, 12]
    primary: {setting: aAndE, window: 12}
    subgroups:
      - network
      - {attribute: imd_decile, quintiles: true, label: fifths of deprivation}
    segments:
      - name: two or more unplanned admissions in a year
        where: [{covariate: {prior_use: nonElective, days: 365}, at_least: 2}]
      - name: five or more long-term conditions
        where: [{covariate: {attribute: long_term_conditions}, at_least: 5}]
      - name: 75 and over
        where: [{covariate: age, at_least: 75}]


    """

  private static let testAndLearnHead = """
    description: >-
      A made-up study in the shape of the test-and-learn pilot: 123 people of 7 practices, first
      discussed by a multidisciplinary team between October 2014 and March 2015, among about 8,000
      registered adults of raised risk.
    question: >-
      Did A&E attendances and unplanned admissions fall faster after the first discussion than among
      people like them who were not discussed?
    synthetic: true
    # People were referred after a bad month on record, so the recorded use itself selected them.
    selection: recorded use
    seed: 1

    calendar:
      coverage: {from: 2012-10-01, to: 2016-06-30}
      index: {from: 2014-10-01, to: 2015-03-31}
      look_back_months: 12
      follow_up_months: 12

    sources:
      persons: persons.csv.gz
      mdt_contacts: mdt_contacts.csv.gz
      ae: ae.csv.gz
      inpatient: inpatient.csv.gz
      outpatient: outpatient.csv.gz
      asc_packages: asc_packages.csv.gz
      risk_scores: risk_scores.csv.gz

    windows: [6, 12]
    outcomes:
      - aAndE
      - nonElective
      - outpatient
      - elective
      - dayCase
      - setting: adultSocialCare
        label: Adult social care cost
    primary: {setting: aAndE, window: 12}
    subgroups:
      - {attribute: imd_decile, quintiles: true, label: fifths of deprivation}


    """

  /// Matching and costs are the same in both.
  private static let matching = """
    matching:
      covariates:
        - age
        - sex
        - {attribute: imd_decile}
        - {attribute: long_term_conditions}
        # The last month, the two before it and the rest of the year apart: a crisis is recent.
        - {prior_use: aAndE, days: 30}
        - {prior_use: aAndE, days: [-91, -31]}
        - {prior_use: aAndE, days: [-365, -92]}
        - {prior_use: nonElective, days: 30}
        - {prior_use: nonElective, days: [-91, -31]}
        - {prior_use: nonElective, days: [-365, -92]}
        - {prior_use: outpatient, days: 365}
        - {prior_use: elective, days: 365}
        - {prior_use: dayCase, days: 365}

    """

  private static let rest = """
      exact: [sex, age_band]
      age_bands: [18, 40, 65, 75, 85]
      caliper: 0.2
      ratio: 3

    costs:
      unit_costs: unit_costs.csv
      price_year: 2016/17
      window: 12


    """

  private static let repetitions = """
    bootstrap_replicates: 1000
    permutations: 2000

    """
}
