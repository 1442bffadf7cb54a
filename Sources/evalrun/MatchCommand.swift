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

  @OptionGroup(title: "Method") var method: MatchMethodOptions

  @OptionGroup(title: "Distance") var distance: MatchDistanceOptions

  @Option(help: "Controls for each treated person.")
  var ratio = 1

  @Option(help: "The fewest controls a set may have.")
  var minimumRatio = 1

  @Option(help: "The most, where their number varies about the ratio.")
  var maximumRatio: Int?

  @OptionGroup(title: "Constraints") var constraints: MatchConstraintOptions

  @Option(
    help: ArgumentHelp(
      "Of whom the estimate speaks: att (the treated), atc (the controls), ate (everyone), ato "
        + "(those who might be in either arm)."))
  var estimand: Estimand = .att

  @Option(help: "Rows that miss a covariate: error, indicator, exclude.")
  var missing: MissingRule = .error

  @Option(help: "The seed of whatever is random.")
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
    try output.write(result)
  }

  private func design() throws -> MatchingDesign {
    var design = MatchingDesign(
      covariates: [], distance: try distance.chosen(), method: try method.chosen(),
      estimand: estimand, ratio: ratio, missing: missing, minimumRatio: minimumRatio,
      maximumRatio: maximumRatio, fineBalance: method.fineBalance, seed: seed)
    constraints.apply(to: &design)
    return design
  }
}

extension Estimand: ExpressibleByArgument {}
extension MissingRule: ExpressibleByArgument {}
