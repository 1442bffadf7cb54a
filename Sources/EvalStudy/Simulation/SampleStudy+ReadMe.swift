internal import EvalStats

extension SampleStudy {
  /// What a reader of the folder must know first.
  func readMe(_ study: SimulatedStudy) -> String {
    let configuration = study.configuration
    let treated = study.register.indexDates.count { $0 != nil }
    func effect(_ name: String, _ ratio: Double) -> String {
      let hundredths = Int((ratio * 100).rounded())
      let digits = hundredths % 100
      return "| \(name) | \(hundredths / 100).\(digits < 10 ? "0" : "")\(digits) |"
    }
    let summary =
      configuration.socialCareCoverage == nil
      ? ""
      : "\n| `asc_summary_2015_16.csv` | quarter of the financial year, support_reason, people, cost (gaps are empty) |"
    let socialCare =
      configuration.socialCareCoverage.map {
        "Social care is recorded person by person from \($0.lowerBound) to \($0.upperBound) only; "
          + "the year before is a quarterly summary with gaps. "
      } ?? ""
    let late =
      configuration.records.lateShare > 0
      ? "The last weeks of hospital activity are recorded late: up to half is missing on the last day. "
      : ""
    return """
      # \(title)

      **Synthetic data. Nobody in these files exists.** \(shape)

      Made by `evalrun simulate \(rawValue) --seed \(study.seed)` from EvalStats' simulator; the same
      command makes the same files. \(study.register.count) people on the register, \(treated) of them
      taken on from \(configuration.indexDates.lowerBound) to \(configuration.indexDates.upperBound),
      \(study.discussions.count) discussions; activity from \(configuration.coverage.lowerBound) to
      \(configuration.coverage.upperBound).

      ## The truth

      From the day after the first discussion the programme multiplies the rates of those taken on:

      | outcome | true ratio |
      |---|--:|
      \(effect("A&E attendances", configuration.effects.aAndE))
      \(effect("non-elective admissions", configuration.effects.nonElective))
      \(effect("outpatient appointments", configuration.effects.outpatient))
      \(effect("elective admissions", configuration.effects.elective))
      \(effect("day cases", configuration.effects.dayCase))
      \(effect("cost of adult social care", configuration.effects.socialCareCost))

      Death and leaving are untouched. People are taken on by their *recorded* use, mostly that of the
      last 30 days, so that use falls afterwards without any programme: a before/after comparison
      alone finds far more than there is. \(socialCare)\(late)Some use is across the border
      (providers X01–X05). The weekly costs of packages are made up around the 2022/23 averages derived
      from ASC-FR (community £434, residential £1,043, nursing £1,211), for want of figures of the
      year; unit costs are national averages of 2016/17, sources in `unit_costs.csv`.

      Simplifications: settings are independent given frailty, crisis and season, so an admission
      through A&E carries no attendance of its own; a stay in hospital does not stop other use.

      ## Files

      Dates are ISO 8601; an empty cell is missing. Codes are those of the NHS Data Dictionary.

      | file | columns |
      |---|---|
      | `study.yml` | the protocol of the evaluation |
      | `persons.csv.gz` | person_id, birth_date, sex (F/M), practice, network, imd_decile (1 most deprived), long_term_conditions (number), registered_from, registered_to, death_date |
      | `mdt_contacts.csv.gz` | person_id, contact_date, network, referral_source; the first is the index date |
      | `ae.csv.gz` | person_id, arrival_date, attendance_category (1 first, 2 planned follow-up, 3 unplanned follow-up), department_type (1–4), provider |
      | `inpatient.csv.gz` | person_id, admission_date, discharge_date, admission_method (ADMIMETH), patient_class (CLASSPAT), provider |
      | `outpatient.csv.gz` | person_id, appointment_date, attended (ATTENDED), first_attendance (FIRSTATT), provider |
      | `asc_packages.csv.gz` | person_id, service_type, support_reason, start_date, end_date (empty while open), weekly_cost (pounds) |\(summary)
      | `risk_scores.csv.gz` | person_id, month, score (per cent), for those ever in the top tenth |
      | `unit_costs.csv` | setting, unit, year, value, source |

      """
  }

  /// What the data are shaped after.
  private var shape: String {
    switch self {
    case .islington:
      "A study in the shape of a borough's evaluation of integrated networks: adults of raised risk in "
        + "33 practices, 31 of them in 12 networks, people first discussed by a multidisciplinary "
        + "team in one year, referred soon after a bad month."
    case .testAndLearn:
      "A study in the shape of a test-and-learn pilot: 123 patients of 7 practices, referred soon "
        + "after a bad month, and candidates for comparison from 33 practices."
    }
  }
}
