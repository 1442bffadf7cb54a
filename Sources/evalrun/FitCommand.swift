import ArgumentParser
import EvalStats
import EvalStudy

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fits a model on one table.",
    discussion: """
      evalrun fit visits.csv --family poisson \\
        --formula "visits ~ arm * post + offset(log(months))" --cluster id --se CR1S
      """)

  @Argument(help: "The table, CSV with a header line, also gzip.")
  var data: String

  @Option(help: "An R-style formula: response ~ terms.")
  var formula: String

  @Option(help: "\(TableFit.Family.allCases.map(\.rawValue).joined(separator: ", ")).")
  var family: TableFit.Family = .gaussian

  @Option(
    help: "\(Link.allCases.map(\.rawValue).joined(separator: ", ")); the family's by default.")
  var link: Link?

  @Option(help: "The column that tells clusters apart.")
  var cluster: String?

  @Option(
    help: ArgumentHelp(
      "\(TableFit.StandardErrors.allCases.map(\.rawValue).joined(separator: ", ")); CR1S by default "
        + "with clusters, classical without."))
  var se: TableFit.StandardErrors?

  @Option(help: "A column of prior weights.")
  var weights: String?

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let fit = TableFit(
      formula: formula, family: family, link: link, cluster: cluster, standardErrors: se,
      weights: weights)
    try output.write(threads.limit { try fit.run(on: CSVReader.table(at: data)) })
  }
}

extension TableFit.Family: ExpressibleByArgument {}
extension TableFit.StandardErrors: ExpressibleByArgument {}
extension Link: ExpressibleByArgument {}
