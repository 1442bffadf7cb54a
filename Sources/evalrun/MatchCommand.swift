import ArgumentParser
import EvalStats
import EvalStudy

struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match", abstract: "Matches treated people with controls within one table.",
    discussion: """
      evalrun match people.csv --formula "treated ~ age + sex + visits" --ratio 3 --caliper 0.2
      """)

  /// What a distance is made of.
  enum Distance: String, CaseIterable, ExpressibleByArgument {
    case logit, probit, mahalanobis
    case robustMahalanobis = "robust-mahalanobis"
    case scaledEuclidean = "scaled-euclidean"
    case euclidean

    var metric: CovariateMetric? {
      switch self {
      case .logit, .probit: nil
      case .mahalanobis: .mahalanobis
      case .robustMahalanobis: .robustMahalanobis
      case .scaledEuclidean: .scaledEuclidean
      case .euclidean: .euclidean
      }
    }
  }

  @Argument(help: "The table, CSV with a header line, also gzip.")
  var data: String

  @Option(help: "treatment ~ covariates; the treatment is 0/1 or true/false.")
  var formula: String

  @Option(help: "\(Distance.allCases.map(\.rawValue).joined(separator: ", ")).")
  var distance: Distance = .logit

  @Flag(help: "Compare linear predictors instead of probabilities.")
  var linear = false

  @Option(help: "Controls for each treated person.")
  var ratio = 1

  @Flag(help: "Controls may serve in any number of sets.")
  var replace = false

  @Option(help: "Controls may serve in at most this many sets.")
  var maximumReuse: Int?

  @Option(help: "The widest difference in score, in standard deviations.")
  var caliper: Double?

  @Flag(help: "The caliper is in units of the score.")
  var rawCaliper = false

  @Option(help: "Columns that must be equal within a set, separated by commas.")
  var exact: String?

  @Option(
    name: .customLong("anti-exact"),
    help: "Columns that must differ between the members of a pair, separated by commas.")
  var antiExact: String?

  @Option(
    help: "Who chooses first: \(MatchingOrder.allCases.map(\.rawValue).joined(separator: ", ")).")
  var order: MatchingOrder = .automatic

  @Option(help: "att: treated people look for controls; atc: controls look for treated people.")
  var estimand: Estimand = .att

  @Option(help: "Leave out who lies outside the other arm's scores: none, treated, control, both.")
  var discard: Discard = .none

  @Option(help: "Rows that miss a covariate: error, indicator, exclude.")
  var missing: MissingRule = .error

  @Option(help: "The seed of the random order.")
  var seed: UInt64 = 1

  @Option(help: "A column that names the rows in the output.")
  var id: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let request = TableMatch(formula: formula, design: try design(), identifier: id)
    let result = try request.run(on: CSVReader.table(at: data))
    try output.write(result.formatted(as: output.format))
  }

  private func design() throws -> MatchingDesign {
    guard !(replace && maximumReuse != nil) else {
      throw UsageError(
        option: "--maximum-reuse", problem: "given with --replace, which sets no limit; give one")
    }
    let reuse: ControlReuse =
      replace ? .unlimited : maximumReuse.map { $0 == 1 ? .none : .atMost($0) } ?? .none
    let score = MatchingScore.fitted(
      link: distance == .probit ? .probit : .logit,
      scale: linear ? .linearPredictor : .probability)
    return MatchingDesign(
      covariates: [], distance: distance.metric.map { .covariates($0) } ?? .score(score),
      method: .nearest(order: order, reuse: reuse), estimand: estimand, ratio: ratio,
      exact: list(exact), antiExact: list(antiExact),
      calipers: caliper.map { [.score($0, isStandardised: !rawCaliper)] } ?? [],
      discard: discard, missing: missing, seed: seed)
  }

  private func list(_ names: String?) -> [String] {
    names.map { $0.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init) } ?? []
  }
}

extension MatchingOrder: ExpressibleByArgument {}
extension Estimand: ExpressibleByArgument {}
extension Discard: ExpressibleByArgument {}
extension MissingRule: ExpressibleByArgument {}
