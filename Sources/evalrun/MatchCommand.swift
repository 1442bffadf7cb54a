import ArgumentParser
import EvalStats
import EvalStudy

struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match", abstract: "Matches treated people with controls within one table.",
    discussion: """
      evalrun match people.csv --formula "treated ~ age + sex + visits" --ratio 3 --caliper 0.2
      """)

  @Argument(help: "The table, CSV with a header line, also gzip.")
  var data: String

  @Option(help: "treatment ~ covariates; the treatment is 0/1 or true/false.")
  var formula: String

  @OptionGroup(title: "Distance") var distance: MatchDistanceOptions

  @Option(help: "Controls for each treated person.")
  var ratio = 1

  @Flag(help: "Controls may serve in any number of sets.")
  var replace = false

  @Option(help: "Controls may serve in at most this many sets.")
  var maximumReuse: Int?

  @Option(help: "The fewest controls a set may have.")
  var minimumRatio = 1

  @Option(help: "The most, where their number varies about the ratio.")
  var maximumRatio: Int?

  @OptionGroup(title: "Constraints") var constraints: MatchConstraintOptions

  @Option(
    help: "Who chooses first: \(MatchingOrder.allCases.map(\.rawValue).joined(separator: ", ")).")
  var order: MatchingOrder = .automatic

  @Option(help: "att: treated people look for controls; atc: controls look for treated people.")
  var estimand: Estimand = .att

  @Option(help: "Rows that miss a covariate: error, indicator, exclude.")
  var missing: MissingRule = .error

  @Option(help: "The seed of the random order.")
  var seed: UInt64 = 1

  @Option(help: "A column that names the rows in the output.")
  var id: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let request = TableMatch(
      formula: formula, design: try design(), identifier: id,
      forbidden: try constraints.forbidden.map { try CSVReader.table(at: $0) },
      forced: try constraints.forced.map { try CSVReader.table(at: $0) },
      distances: try distance.matrix.map { try CSVReader.table(at: $0) })
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
    var design = MatchingDesign(
      covariates: [], distance: try distance.chosen(),
      method: .nearest(order: order, reuse: reuse), estimand: estimand, ratio: ratio,
      missing: missing, minimumRatio: minimumRatio, maximumRatio: maximumRatio, seed: seed)
    constraints.apply(to: &design)
    return design
  }

  /// Names separated by commas.
  static func list(_ names: String) -> [String] {
    names.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
  }
}

extension MatchingOrder: ExpressibleByArgument {}
extension Estimand: ExpressibleByArgument {}
extension MissingRule: ExpressibleByArgument {}
