internal import EvalStats
internal import Foundation

/// A whole evaluation from files: protocol, extracts, adequacy, pipeline and the files of the output.
///
/// ```swift
/// let run = try StudyRun(protocolAt: "study.yml")
/// let report = OutputFolder.File(name: "report.html", text: Report.html(for: run.results))
/// try OutputFolder("out").write(run.files(beside: [report]))
/// ```
public struct StudyRun: Sendable {
  /// The analysis plan.
  public let plan: StudyProtocol
  /// What readers see.
  public let results: StudyResults
  /// Who was matched to whom; for the analyst alone.
  public let match: MatchTable
  private let protocolFile: String
  private let threads: Int
  private let timings: [RunManifest.Timing]

  /// What a run is doing.
  public enum Step: Sendable, Equatable {
    case readingProtocol
    case readingExtracts
    case judgingAdequacy
    case pipeline(StudyPipeline.Step)

    /// The step in words.
    public var label: String {
      switch self {
      case .readingProtocol: "reading the protocol"
      case .readingExtracts: "reading the extracts"
      case .judgingAdequacy: "judging the data"
      case .pipeline(let step): step.rawValue
      }
    }

    /// The number of steps of a run.
    public static let count = 3 + StudyPipeline.Step.allCases.count
  }

  /// Reads and evaluates a study, on as many threads as `ThreadLimit` allows.
  ///
  /// - Parameters:
  ///   - path: the protocol.
  ///   - seed: a seed in place of the protocol's.
  ///   - progress: told of each step as it begins.
  /// - Throws: `ProtocolError`, `ExtractError` and what `StudyPipeline.run` throws.
  public init(
    protocolAt path: String, seed: UInt64? = nil, progress: (Step) -> Void = { _ in }
  ) throws {
    let clock = ContinuousClock()
    var last = clock.now
    var current: Step?
    var timings: [RunManifest.Timing] = []
    func begin(_ step: Step?) {
      let now = clock.now
      if let current {
        let (seconds, attoseconds) = last.duration(to: now).components
        timings.append(
          RunManifest.Timing(
            step: current.label, seconds: Double(seconds) + Double(attoseconds) / 1e18))
      }
      last = now
      current = step
      if let step { progress(step) }
    }
    begin(.readingProtocol)
    var plan = try StudyProtocol(contentsOf: path)
    if let seed { plan.seed = seed }
    begin(.readingExtracts)
    let extracts = try StudyExtracts(
      plan, folder: URL(fileURLWithPath: path).deletingLastPathComponent())
    begin(.judgingAdequacy)
    let adequacy = extracts.adequacy(for: plan)
    let pipeline = StudyPipeline(
      plan: plan, register: extracts.register, history: extracts.history,
      unitCosts: extracts.unitCosts)
    let outcome = try pipeline.run(
      provenance: extracts.provenance(
        of: plan, protocolHash: ContentHash.sha256(ofFileAt: path) ?? ""),
      adequacy: adequacy, population: try extracts.population(for: plan),
      progress: { begin(.pipeline($0)) })
    begin(nil)
    self.plan = plan
    results = outcome.results
    match = outcome.match
    protocolFile = URL(fileURLWithPath: path).lastPathComponent
    threads = ThreadLimit.current ?? ProcessInfo.processInfo.activeProcessorCount
    self.timings = timings
  }

  /// Every file of the output: results, tables, the match, the given files and the manifest.
  ///
  /// - Parameter others: Files made from the results, such as the report.
  public func files(beside others: [OutputFolder.File] = []) throws -> [OutputFolder.File] {
    let files =
      [OutputFolder.File(name: "results.json", bytes: try results.json())] + results.tables
      + [OutputFolder.File(name: "match.csv", bytes: match.csv)] + others
    let manifest = RunManifest(
      protocolFile: protocolFile, protocolHash: results.provenance.protocolHash,
      inputHashes: Dictionary(
        results.provenance.inputs.map { ($0.fileName, $0.sha256) },
        uniquingKeysWith: { first, _ in first }),
      outputHashes: Dictionary(
        files.map { ($0.name, ContentHash.sha256(of: Data($0.bytes))) },
        uniquingKeysWith: { first, _ in first }),
      seed: plan.seed, threads: threads,
      system: ProcessInfo.processInfo.operatingSystemVersionString, timings: timings)
    return files
      + [OutputFolder.File(name: OutputFolder.mark, bytes: try StableJSON.bytes(of: manifest))]
  }
}

extension StudyExtracts {
  /// What went in, as results quote it.
  public func provenance(
    of plan: StudyProtocol, protocolHash: String
  ) -> StudyResults.Provenance {
    StudyResults.Provenance(
      evalStatsVersion: EvalStatsVersion.current, protocolHash: protocolHash, seed: plan.seed,
      inputs: sources.map { source in
        let policy = source.kind.holdsPeople ? plan.disclosure : .none
        return StudyResults.Provenance.Input(
          source: source.kind.rawValue, fileName: source.account.file, sha256: source.sha256,
          rowsRead: policy.disclose(source.account.rowsRead),
          rowsKept: policy.disclose(source.account.rowsKept),
          refused: source.account.refusals.map {
            StudyResults.Provenance.Refusal(
              reason: $0.reason, rows: policy.disclose($0.rows),
              firstPlace: $0.firstPlace.description)
          })
      })
  }
}
