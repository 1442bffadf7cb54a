import ArgumentParser
import EvalStats
import EvalStudy

struct ChangeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Rates and rate-of-change tests on a person × period table.",
    discussion: """
      evalrun change visits.csv --outcome ae,admissions --time months --arm treated \\
        --period after --person id --set set --primary ae
      """)

  @Argument(help: "The table: a row a person and period, CSV with a header line, also gzip.")
  var data: String

  @Option(
    help: "Columns of events or amounts, separated by commas.",
    transform: CommaSeparated<String>.init(reading:))
  var outcome: CommaSeparated<String>

  @Option(help: "The column of time observed.")
  var time: String

  @Option(help: "What it is counted in: days, weeks, months, years.")
  var timeUnit: TableChange.TimeUnit = .months

  @Option(help: "The column of arms: 0 or 1, control or treated.")
  var arm = "treated"

  @Option(help: "The column of periods: 0 or 1, before or after.")
  var period = "period"

  @Option(help: "The column that names people.")
  var person = "id"

  @Option(help: "The column that names matched sets; without it everyone stands alone.")
  var set: String?

  @Option(help: "The column of match weights.")
  var weight: String?

  @Option(
    help: ArgumentHelp(
      "Estimators separated by commas, the main one first: "
        + RateOfChange.Estimator.allCases.map(\.rawValue).joined(separator: ", ") + "; all by "
        + "default."), transform: CommaSeparated<RateOfChange.Estimator>.init(reading:))
  var estimators: CommaSeparated<RateOfChange.Estimator>?

  @Option(help: "The outcome that was declared beforehand.")
  var primary: String?

  @Option(
    help: ArgumentHelp(
      "How the other p-values are raised: "
        + MultiplicityAdjustment.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var adjust: MultiplicityAdjustment = .holm

  @Option(help: "Exchanges of the permutation test.")
  var permutations = 9_999

  @Option(help: "Resamples of the bootstrap.")
  var resamples = 1_999

  @Option(help: "The seed of whatever is random.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Hide small counts: hes (1–7 hidden, others to the nearest 5), none, or the smallest count "
        + "that may be shown, to whose multiples (of 5, if it is smaller) the others are rounded; none "
        + "by default."), transform: DisclosurePolicy.init(reading:))
  var disclosure = DisclosurePolicy.none

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let request = TableChange(
      TableChange.Columns(
        arm: arm, period: period, person: person, set: set, weight: weight, time: time,
        timeUnit: timeUnit, outcomes: outcome.values),
      estimators: estimators?.values ?? RateOfChange.Estimator.allCases, primary: primary,
      adjustment: adjust,
      resampling: RateOfChange.Resampling(
        seed: seed, permutations: permutations, resamples: resamples),
      disclosure: disclosure)
    try output.write(threads.limit { try request.run(on: CSVReader.table(at: data)) })
  }
}

extension TableChange.TimeUnit: ExpressibleByArgument {}
extension MultiplicityAdjustment: ExpressibleByArgument {}
extension RateOfChange.Estimator: ExpressibleByArgument {}

extension DisclosurePolicy {
  /// Reads `hes`, `none` or the smallest count that may be shown.
  fileprivate init(reading text: String) throws {
    switch text {
    case "none": self = .none
    case "hes": self = .hospitalEpisodeStatistics
    default:
      guard let threshold = Int(text), threshold > 0 else {
        throw ValidationError("expected hes, none or a whole number above 0")
      }
      self = .below(threshold)
    }
  }
}
