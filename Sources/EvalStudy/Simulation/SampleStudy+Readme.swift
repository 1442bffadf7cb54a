internal import EvalStats

extension SampleStudy {
  /// The README of the study's folder.
  func readme(of study: SimulatedStudy) -> String {
    let effects = study.effects
    let treated = study.register.indexDates.count { $0 != nil }
    func ratio(_ value: Double) -> String {
      let hundredths = Int((value * 100).rounded())
      let rest = hundredths % 100
      return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
    return """
      # \(rawValue): synthetic data

      **Nobody in these files exists.** They were made by `evalrun simulate \(rawValue) --seed \
      \(study.seed)`. No figure says anything about real people or a real service.

      \(summary) \(study.register.count) people, \(treated) of them taken on between \
      \(study.configuration.firstIndexDate) and the end of the last month of the index period; \
      records from \(study.history.coverage.lowerBound) to \(study.history.coverage.upperBound). \
      People were referred after bad weeks on record, so their use falls afterwards whatever is \
      done: regression to the mean is in the data.

      ## True effects

      From the day after the first MDT on, what people use is multiplied by these ratios; a fair
      comparison finds them, within chance.

      | outcome | rate-of-change ratio |
      |---|---|
      | A&E attendances | \(ratio(effects.aAndE)) |
      | non-elective admissions | \(ratio(effects.nonElective)) |
      | outpatient attendances | \(ratio(effects.outpatient)) |
      | elective admissions, day cases | \(ratio(effects.elective)), \(ratio(effects.dayCase)) |
      | adult social care cost | \(ratio(effects.socialCareCost)) |

      Deaths and leaving the register are not affected.

      ## Files

      Dates are ISO, an empty cell is a missing value, codes are those of the NHS Data Dictionary.

      | file | columns |
      |---|---|
      | persons.csv.gz | person_id, birth_date, sex, practice, network, imd_decile (1 most deprived), long_term_conditions, registered_from, registered_to, death_date |
      | mdt_contacts.csv.gz | person_id, contact_date, network, referral_source: every discussion; the first is the index date |
      | ae.csv.gz | person_id, arrival_date, attendance_category, department_type, provider |
      | inpatient.csv.gz | person_id, admission_date, discharge_date, admission_method, patient_class, provider: one row a spell |
      | outpatient.csv.gz | person_id, appointment_date, attended, first_attendance, provider |
      | asc_packages.csv.gz | person_id, service_type, support_reason, start_date, end_date (empty while it runs), weekly_cost in pounds |
      \(summaryRow)| risk_scores.csv.gz | person_id, month, score: people ever in the top tenth |
      | unit_costs.csv | setting, unit, year, value in pounds, source |
      | study.yml | the protocol: `evalrun run study.yml --out out` |

      """
  }

  private var summary: String {
    switch self {
    case .islington:
      "A study in the shape of the Islington network evaluation: 33 practices in 12 networks, adult "
        + "social care by person for 2016/17 only and as totals with gaps for 2015/16."
    case .testAndLearn: "A study in the shape of the Islington test-and-learn pilot."
    }
  }

  private var summaryRow: String {
    self == .islington
      ? "| asc_summary_2015_16.csv | quarter of the financial year, support_reason, people, cost; "
        + "empty cells are gaps |\n" : ""
  }
}

extension SimulatedExtracts {
  /// Average unit costs of 2016/17.
  static let unitCosts = """
    setting,unit,year,value,source
    aAndE,attendance,2016/17,148,"Reference costs 2016/17, average as summarised by HFMA, December 2017"
    nonElective,spell,2016/17,1590,"Reference costs 2016/17, without excess bed days, as summarised by HFMA, December 2017"
    elective,spell,2016/17,3684,"Reference costs 2016/17, average as summarised by HFMA, December 2017"
    dayCase,spell,2016/17,738,"Reference costs 2016/17, average as summarised by HFMA, December 2017"
    outpatient,attendance,2016/17,120,"Reference costs 2016/17, average as summarised by HFMA, December 2017"

    """
}
