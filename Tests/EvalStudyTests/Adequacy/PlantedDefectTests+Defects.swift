import EvalTestSupport

extension PlantedDefectTests {
  /// Every defect: those of rows, of the register, of contacts, of activity, of social care.
  static let defects: [PlantedDefect] = rows + register + index + activity + calendar + socialCare

  /// The first contact of each person.
  private static func indexDates(_ study: RoutineStudy) -> [String: String] {
    var dates: [String: String] = [:]
    for row in study.rows(of: "mdt_contacts.csv") {
      let cells = row.split(separator: ",").map(String.init)
      dates[cells[0]] = min(dates[cells[0]] ?? cells[1], cells[1])
    }
    return dates
  }

  /// The number of a person of the study.
  private static func number(_ identifier: String) -> Int {
    (Int(identifier.dropFirst()) ?? 10_000) - 10_000
  }

  /// Takes away the records after the index date of some of the people taken on.
  private static func lose(
    _ files: [String], of study: inout RoutineStudy, where isLost: (Int) -> Bool
  ) {
    let known = indexDates(study)
    for file in files {
      study.change(file) { _, cells in
        guard isLost(number(cells[0])), let date = known[cells[0]], cells[1] > date else {
          return [cells]
        }
        return []
      }
    }
  }

  private static let rows = [
    PlantedDefect("dates-impossible", in: appointments) { study in
      study.change("outpatient.csv") { place, cells in
        var cells = cells
        if place % 40 == 7 { cells[1] = "1900-01-01" }
        return [cells]
      }
    },
    PlantedDefect("faulty-rows", in: attendances) { study in
      study.add(
        ["P10001,2016-13-45,12:00,1,1,R00", "P10002,2016-02-30,12:00,1,1,R00"], to: "ae.csv")
    },
    PlantedDefect("unknown-people", in: appointments) { study in
      // Pseudonyms made in another way for every twentieth row.
      study.change("outpatient.csv") { place, cells in
        place % 20 == 0 ? [["x" + cells[0]] + cells.dropFirst()] : [cells]
      }
    },
    PlantedDefect("repeated-rows", in: appointments) { study in
      study.change("outpatient.csv") { place, cells in
        place % 30 == 0 ? [cells, cells] : [cells]
      }
    },
    PlantedDefect("within-an-hour", in: attendances) { study in
      study.change("ae.csv") { place, cells in
        guard place % 60 == 0 else { return [cells] }
        var again = cells
        again[2] = cells[2].prefix(3) + (cells[2].hasSuffix("59") ? "58" : "59")
        again[4] = "3"
        return [cells, again]
      }
    },
  ]

  private static let register = [
    PlantedDefect("sex-missing", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 200 == 0 { cells[2] = "" }
        return [cells]
      }
    },
    PlantedDefect("attribute-missing", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 100 == 1 { cells[5] = "" }
        return [cells]
      }
    },
    PlantedDefect("age-implausible", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 150 == 2 { cells[1] = "1900-01-02" }
        return [cells]
      }
    },
    PlantedDefect("birth-dates-heaped", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 7 == 3 { cells[1] = cells[1].prefix(4) + "-01-01" }
        return [cells]
      }
    },
    PlantedDefect("registered-before-birth", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 300 == 4 { cells[7] = "1920-01-01" }
        return [cells]
      }
    },
    PlantedDefect("practice-in-networks", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 24 == 3 { cells[4] = "N2" }
        return [cells]
      }
    },
    PlantedDefect("decile-impossible", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 250 == 6 { cells[5] = "11" }
        return [cells]
      }
    },
    PlantedDefect("registrations-end-together", in: people) { study in
      // A practice closes.
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 12 == 8, cells[9].isEmpty { cells[8] = "2017-05-31" }
        return [cells]
      }
    },
    PlantedDefect("churn", in: people) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 10 < 7, cells[9].isEmpty { cells[8] = RoutineStudy.day(100 + place % 900) }
        return [cells]
      }
    },
    PlantedDefect("no-deaths", in: people) { study in
      study.change("persons.csv") { _, cells in [cells.dropLast() + [""]] }
    },
    PlantedDefect("deaths-end-early", in: people) { study in
      study.change("persons.csv") { _, cells in
        [cells[9] > "2016-10" ? cells.dropLast() + [""] : cells]
      }
    },
    PlantedDefect("death-dates-heaped", in: people) { study in
      study.change("persons.csv") { _, cells in
        [cells[9] > "2017-01" ? cells.dropLast() + ["2017-06-30"] : cells]
      }
    },
  ]

  private static let index = [
    PlantedDefect("linkage-after-index", in: contacts) { study in
      // Every third of those taken on is given another pseudonym.
      lose(["ae.csv", "inpatient.csv", "outpatient.csv"], of: &study) { $0 % 3 == 1 }
    },
    PlantedDefect("index-dates-heaped", in: contacts) { study in
      study.change("mdt_contacts.csv") { place, cells in
        var cells = cells
        if place % 3 == 0 { cells[1] = "2016-04-01" }
        return [cells]
      }
    },
    PlantedDefect("contact-after-death", in: contacts) { study in
      // P10009 dies; a contact of theirs is booked long after.
      study.add(["P10009,2017-12-30,N1,Hub,GP"], to: "mdt_contacts.csv")
      study.change("persons.csv") { _, cells in
        [cells[0] == "P10009" ? cells.dropLast() + ["2017-11-30"] : cells]
      }
    },
    PlantedDefect("contact-before-birth", in: contacts) { study in
      study.add(["P11000,1901-05-05,N1,Hub,GP"], to: "mdt_contacts.csv")
    },
    PlantedDefect("index-not-registered", in: contacts) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place < 12 { cells[8] = "2015-05-01" }
        return [cells]
      }
    },
    PlantedDefect("index-not-admitted", in: contacts) { study in
      study.add(["P11100,2015-01-05,N1,Hub,GP"], to: "mdt_contacts.csv")
    },
    PlantedDefect("contacts-repeated", in: contacts) { study in
      study.change("mdt_contacts.csv") { place, cells in
        place % 40 == 0 ? [cells, cells] : [cells]
      }
    },
    PlantedDefect("index-months-empty", in: contacts) { study in
      study.change("mdt_contacts.csv") { _, cells in
        cells[1].hasPrefix("2016-08") ? [] : [cells]
      }
    },
  ]

  private static let activity = [
    PlantedDefect("events-after-death", in: admissions) { study in
      study.change("inpatient.csv") { place, cells in
        guard place % 50 == 0 else { return [cells] }
        return [cells, ["P10019", "2017-12-20", "2017-12-21", "21", "1", "R00"]]
      }
      study.change("persons.csv") { _, cells in
        [cells[0] == "P10019" ? cells.dropLast() + ["2017-12-01"] : cells]
      }
    },
    PlantedDefect("events-before-birth", in: attendances) { study in
      study.change("persons.csv") { _, cells in
        [cells[0] == "P11151" ? [cells[0], "2017-12-01"] + cells.dropFirst(2) : cells]
      }
      study.add(
        (1...20).map { "P11151,2016-05-\($0 < 10 ? "0" : "")\($0),12:00,1,1,R01" }, to: "ae.csv")
    },
    PlantedDefect("events-outside-registration", in: appointments) { study in
      study.change("persons.csv") { place, cells in
        var cells = cells
        if place % 8 == 7, cells[9].isEmpty { cells[7] = "2017-06-01" }
        return [cells]
      }
    },
    PlantedDefect("dates-heaped", in: appointments) { study in
      study.change("outpatient.csv") { place, cells in
        var cells = cells
        if place % 25 == 3 { cells[1] = "2015-10-07" }
        return [cells]
      }
    },
    PlantedDefect("dates-first-of-month", in: attendances) { study in
      study.change("ae.csv") { place, cells in
        var cells = cells
        if place % 5 == 0 { cells[1] = cells[1].prefix(8) + "01" }
        return [cells]
      }
    },
    PlantedDefect("dates-swapped", in: attendances) { study in
      // Month and day changed places: what cannot be a date then is refused.
      study.change("ae.csv") { _, cells in
        let parts = cells[1].split(separator: "-")
        return [[cells[0], "\(parts[0])-\(parts[2])-\(parts[1])"] + cells.dropFirst(2)]
      }
    },
    PlantedDefect("busiest-person", in: attendances) { study in
      study.add(
        (0..<1_371).map { "P11111,\(RoutineStudy.day($0)),11:1\($0 % 10),1,1,R02" }
          + (0..<200).map { "P11111,\(RoutineStudy.day($0)),15:10,1,1,R02" }, to: "ae.csv")
    },
    PlantedDefect("cross-border", in: attendances) { study in
      study.change("ae.csv") { place, cells in
        [place % 6 == 1 ? cells.dropLast() + ["X\(place % 9)"] : cells]
      }
    },
    PlantedDefect("cross-border-change", in: admissions) { study in
      // People taken on go across the border after their index date, which few rows show.
      let known = indexDates(study)
      study.change("inpatient.csv") { _, cells in
        guard let date = known[cells[0]], cells[1] > date else { return [cells] }
        return [cells.dropLast() + ["X9"]]
      }
    },
    PlantedDefect("provider-missing", in: appointments) { study in
      study.change("outpatient.csv") { place, cells in
        [place % 9 == 2 ? cells.dropLast() + [""] : cells]
      }
    },
    PlantedDefect("provider-gap", in: attendances) { study in
      study.change("ae.csv") { _, cells in
        cells.last == "R03" && cells[1].hasPrefix("2015-1") ? [] : [cells]
      }
    },
    PlantedDefect("empty-months", in: admissions) { study in
      study.change("inpatient.csv") { _, cells in cells[1].hasPrefix("2015-02") ? [] : [cells] }
    },
    PlantedDefect("odd-months", in: appointments) { study in
      study.change("outpatient.csv") { place, cells in
        cells[1].hasPrefix("2015-06") && place % 6 != 0 ? [] : [cells]
      }
    },
    PlantedDefect("late-coding", in: admissions) { study in
      study.change("inpatient.csv") { place, cells in
        cells[1] >= "2017-11" && place % 3 != 0 ? [] : [cells]
      }
    },
    PlantedDefect("coding-break", in: appointments) { study in
      study.change("outpatient.csv") { place, cells in
        cells[1] >= "2016-01" && place % 2 == 0 ? [] : [cells]
      }
    },
    PlantedDefect("linkage-loss", in: appointments) { study in
      study.change("outpatient.csv") { _, cells in
        cells[0] < "P10075" ? [] : [cells]
      }
    },
    PlantedDefect("stays-without-end", in: admissions) { study in
      study.change("inpatient.csv") { place, cells in
        var cells = cells
        if place % 45 == 7 { cells[2] = "" }
        return [cells]
      }
    },
    PlantedDefect("stays-too-long", in: admissions) { study in
      study.change("inpatient.csv") { place, cells in
        var cells = cells
        if place % 90 == 8 { cells[2] = RoutineStudy.day(RoutineStudy.number(cells[1]) + 500) }
        return [cells]
      }
    },
    PlantedDefect("same-stay-rows", in: admissions) { study in
      study.change("inpatient.csv") { place, cells in
        guard place % 15 == 3 else { return [cells] }
        var second = cells
        second[4] = "2"
        return [cells, second]
      }
    },
    PlantedDefect("place-gap", in: attendances) { study in
      // A practice's people are missing from seven months of the extract.
      study.change("ae.csv") { _, cells in
        number(cells[0]) % 12 == 5 && ("2015-03"..."2015-09-31").contains(cells[1]) ? [] : [cells]
      }
    },
    PlantedDefect("linkage-after-index", in: appointments) { study in
      lose(["outpatient.csv"], of: &study) { $0 % 2 == 0 }
    },
    PlantedDefect("weekdays-missing", in: attendances) { study in
      // 1 April 2014 was a Tuesday.
      study.change("ae.csv") { _, cells in
        let isWeekend = (RoutineStudy.number(cells[1]) + 1) % 7 >= 5
        // The pseudonym that stands for many people may be planted too.
        return isWeekend && cells[0] != "P11111" ? [] : [cells]
      }
    },
  ]

  private static let calendar = [
    PlantedDefect("follow-up-cut-short", in: attendances) { study in
      study.replace("to: 2017-12-31}\n", with: "to: 2017-09-30}\n")
    },
    PlantedDefect("look-back-cut-short", in: attendances) { study in
      study.replace(
        "  index: {from",
        with: "  coverage_of: {aAndE: {from: 2015-06-01, to: 2017-12-31}}\n  index: {from")
      study.replace("{prior_use: aAndE, days: 365}", with: "{prior_use: aAndE, days: 180}")
    },
    PlantedDefect("window-not-recorded", in: packages) { study in
      study.replace(
        "  index: {from",
        with: "  coverage_of: {adultSocialCare: {from: 2016-04-01, to: 2017-03-31}}\n  index: {from"
      )
    },
    PlantedDefect("records-end-early", in: appointments) { study in
      study.change("outpatient.csv") { _, cells in cells[1] >= "2017-09" ? [] : [cells] }
    },
    PlantedDefect("records-begin-late", in: appointments) { study in
      study.change("outpatient.csv") { _, cells in cells[1] < "2014-09" ? [] : [cells] }
    },
    PlantedDefect("nothing-recorded", in: attendances) { study in
      let treated = Set(study.rows(of: "mdt_contacts.csv").map { String($0.prefix(6)) })
      study.change("ae.csv") { _, cells in treated.contains(cells[0]) ? [cells] : [] }
    },
    PlantedDefect("data-set-break", in: attendances) { study in
      // The whole study three years later.
      for name in [
        "mdt_contacts.csv", "ae.csv", "inpatient.csv", "outpatient.csv",
        "asc_packages.csv", "risk_scores.csv",
      ] {
        study.change(name) { _, cells in [cells.map(laterByThreeYears)] }
      }
      study.change("persons.csv") { _, cells in
        [Array(cells[..<9]) + [laterByThreeYears(cells[9])]]
      }
      study.replace(
        "{from: 2014-04-01, to: 2017-12-31}", with: "{from: 2017-04-01, to: 2020-12-31}")
      study.replace(
        "{from: 2016-04-01, to: 2016-12-31}", with: "{from: 2019-04-01, to: 2019-12-31}")
    },
    PlantedDefect("data-set-share", in: attendances) { study in
      let header =
        "Der_Pseudo_NHS_Number,Arrival_Date,Arrival_Time,EC_Attendance_Category,Der_Provider_Code"
      let late = study.rows(of: "ae.csv").map { $0.split(separator: ",").map(String.init) }
        .filter { $0[1] >= "2016-10" }
      study.change("ae.csv") { _, cells in cells[1] >= "2016-10" ? [] : [cells] }
      study.add("ecds.csv", [header] + late.map { "\($0[0]),\($0[1]),\($0[2]),1,\($0[5])" })
      study.replace("ae: ae.csv", with: "ae: [ae.csv, {file: ecds.csv, format: ecds}]")
    },
    PlantedDefect("sources-overlap", in: attendances) { study in
      study.add(
        "ae2.csv",
        ["person_id,arrival_date,arrival_time,attendance_category,department_type,provider"]
          + study.rows(of: "ae.csv").filter { $0.contains(",2016-") })
      study.replace("ae: ae.csv", with: "ae: [ae.csv, ae2.csv]")
    },
  ]

  private static func laterByThreeYears(_ cell: String) -> String {
    guard let year = Int(cell.prefix(4)), (2014...2017).contains(year) else { return cell }
    // Neither 2017–2019 nor the dates kept have a 29 February that 2016 had.
    let moved = "\(year + 3)" + cell.dropFirst(4)
    return moved.hasSuffix("-02-29") && year != 2017 ? "\(year + 3)-02-28" : moved
  }

  private static let socialCare = [
    PlantedDefect("asc-negative-cost", in: packages) { study in
      study.change("asc_packages.csv") { place, cells in
        [place % 30 == 0 ? cells.dropLast() + ["-120"] : cells]
      }
    },
    PlantedDefect("asc-zero-cost", in: packages) { study in
      study.change("asc_packages.csv") { place, cells in
        [place % 30 == 1 ? cells.dropLast() + ["0"] : cells]
      }
    },
    PlantedDefect("asc-open-after-death", in: packages) { study in
      study.add(["P10029,community,personal care,2015-03-02,,310"], to: "asc_packages.csv")
      study.change("persons.csv") { _, cells in
        [cells[0] == "P10029" ? cells.dropLast() + ["2016-02-01"] : cells]
      }
    },
    PlantedDefect("asc-started-after-death", in: packages) { study in
      study.add(
        ["P10039,community,personal care,2017-03-02,2017-06-01,310"], to: "asc_packages.csv")
      study.change("persons.csv") { _, cells in
        [cells[0] == "P10039" ? cells.dropLast() + ["2016-03-01"] : cells]
      }
    },
    PlantedDefect("asc-year-start", in: packages) { study in
      study.change("asc_packages.csv") { place, cells in
        var cells = cells
        if place % 2 == 0 {
          cells[3] = "2015-04-01"
          cells[4] = "2016-03-31"
        }
        return [cells]
      }
    },
    PlantedDefect("asc-repeated", in: packages) { study in
      study.change("asc_packages.csv") { place, cells in
        place % 25 == 4 ? [cells, cells] : [cells]
      }
    },
    PlantedDefect("asc-overlapping", in: packages) { study in
      study.change("asc_packages.csv") { place, cells in
        guard place % 25 == 6 else { return [cells] }
        var again = cells
        again[3] = RoutineStudy.day(RoutineStudy.number(cells[3]) + 7)
        return [cells, again]
      }
    },
    PlantedDefect("asc-cost-implausible", in: packages) { study in
      study.change("asc_packages.csv") { place, cells in
        [place % 40 == 2 ? cells.dropLast() + ["18250"] : cells]
      }
    },
    PlantedDefect("asc-frequency-clash", in: packages) { study in
      // Yearly sums where weekly ones belong.
      study.change("asc_packages.csv") { place, cells in
        [place % 35 == 5 ? cells.dropLast() + ["\((Int(cells[5]) ?? 0) * 20)"] : cells]
      }
    },
    PlantedDefect("summary-only", in: "Adult social care, quarterly totals") { study in
      study.add(
        "summary.csv",
        [
          "quarter,support_reason,people,cost", "2015-Q1,personal care,100,5000",
          "2015-Q2,personal care,,", "2015-Q1,memory,20,900",
        ])
      study.replace("  ae: ae.csv", with: "  ae: ae.csv\n  asc_summary: summary.csv")
    },
    PlantedDefect("risk-score-missing", in: "Risk scores") { study in
      study.change("risk_scores.csv") { _, cells in cells[0] < "P10060" ? [] : [cells] }
    },
    PlantedDefect("risk-score-scale", in: "Risk scores") { study in
      study.change("risk_scores.csv") { _, cells in
        [cells[1] >= "2016-06" ? [cells[0], cells[1], "0.\(cells[2])"] : cells]
      }
    },
    PlantedDefect("risk-score-months", in: "Risk scores") { study in
      study.change("risk_scores.csv") { _, cells in cells[1] == "2015-09" ? [] : [cells] }
    },
  ]
}
