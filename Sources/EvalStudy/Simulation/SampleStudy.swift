public import EvalStats

/// The synthetic studies that come with the library.
public enum SampleStudy: String, Sendable, CaseIterable {
  /// 30,000 adults of raised risk in 12 networks, about 1,500 of them taken on.
  case islington
  /// 123 people taken on among 8,000.
  case testAndLearn = "test-and-learn"

  /// What it is made from.
  public var configuration: SimulationConfiguration {
    switch self {
    case .islington: .islington
    case .testAndLearn: .testAndLearn
    }
  }

  /// Every file of the study's folder: extracts, protocol and README.
  ///
  /// The same seed gives the same text in every file; the bytes of a gzip file depend on the zlib it
  /// was made with.
  ///
  /// - Throws: `GzipError`.
  public func files(seed: UInt64) throws -> [OutputFolder.File] {
    let study = StudySimulator(configuration).simulate(seed: seed)
    return try SimulatedExtracts(study).files()
      + [
        OutputFolder.File(name: "unit_costs.csv", text: SimulatedExtracts.unitCosts),
        OutputFolder.File(name: "study.yml", text: protocolText),
        OutputFolder.File(name: "README.md", text: readme(of: study)),
      ]
  }
}
