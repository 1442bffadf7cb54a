public import EvalStats

/// A ready-made synthetic study: a configuration of the simulator with its protocol and its story.
public enum SampleStudy: String, Sendable, CaseIterable {
  /// The network evaluation: 30,000 people, about 1,500 taken on in a year.
  case islington
  /// The pilot: 123 people taken on from 7 practices.
  case testAndLearn = "test-and-learn"

  /// What the simulator makes it from.
  public var configuration: SimulationConfiguration {
    switch self {
    case .islington: .islington
    case .testAndLearn: .testAndLearn
    }
  }

  /// Everything a folder of the study holds: protocol, extracts, unit costs and a README that gives
  /// the seed and the true effects away.
  ///
  /// The same seed gives the same bytes, on any day (the gzip archives carry no time), with one
  /// release of zlib.
  ///
  /// - Throws: `GzipError` if an extract cannot be compressed.
  /// - Complexity: a few seconds for `islington` in an optimised build.
  public func files(seed: UInt64) throws(GzipError) -> [OutputFolder.File] {
    let study = StudySimulator(configuration).simulate(seed: seed)
    let extracts = SimulatedExtracts(of: study)
    var files = [
      OutputFolder.File(name: "README.md", text: readMe(study)),
      OutputFolder.File(name: "study.yml", text: protocolText(seed: seed)),
      OutputFolder.File(name: "unit_costs.csv", text: Self.unitCosts),
    ]
    if configuration.socialCareCoverage != nil {
      files.append(OutputFolder.File(name: "asc_summary_2015_16.csv", bytes: extracts.summary()))
    }
    let archives = [
      ("persons", extracts.persons()), ("mdt_contacts", extracts.contacts()),
      ("ae", extracts.attendances()), ("inpatient", extracts.spells()),
      ("outpatient", extracts.appointments()), ("asc_packages", extracts.packages()),
      ("risk_scores", extracts.riskScores()),
    ]
    for (name, bytes) in archives {
      files.append(
        OutputFolder.File(name: "\(name).csv.gz", bytes: try GzipWriter.compress(bytes)))
    }
    return files
  }

  /// National averages of 2016/17, each checked against its source; social care is recorded in
  /// pounds and needs none.
  static let unitCosts = """
    setting,unit,year,value,source
    aAndE,attendance,2016/17,148,"Reference costs 2016/17, headline averages (HFMA summary, December 2017)"
    nonElective,spell,2016/17,1590,"Reference costs 2016/17, headline averages, without excess bed days (HFMA summary, December 2017)"
    elective,spell,2016/17,3684,"Reference costs 2016/17, headline averages (HFMA summary, December 2017)"
    dayCase,spell,2016/17,738,"Reference costs 2016/17, headline averages (HFMA summary, December 2017)"
    outpatient,attendance,2016/17,120,"Reference costs 2016/17, headline averages (HFMA summary, December 2017)"

    """
}
