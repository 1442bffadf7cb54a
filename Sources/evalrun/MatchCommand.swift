import ArgumentParser
import EvalStats
import EvalStudy

struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match", abstract: "Matches treated people with controls within one table.",
    discussion: """
      evalrun match people.csv --formula "treated ~ age + sex + visits" --ratio 3 --caliper 0.2

      Past one machine's memory: divide by exact columns, match the parts where there is room, merge.
      evalrun match people.csv --formula "treated ~ age + visits" --exact sex,region \
        --partitions 16 --out plan
      seq 16 | xargs -P 4 -I{} evalrun part plan {}
      evalrun merge plan
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

  @OptionGroup(title: "Parts") var partitions: PartitionOptions

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var memory: MemoryOptions

  @Flag(help: "Neither progress nor the need of memory on standard error.")
  var quiet = false

  @OptionGroup var output: OutputOptions

  func run() throws { try threads.limit { try match() } }

  private func match() throws {
    let files = TableMatchFiles(
      data: data, formula: formula, design: try design(), identifier: id,
      forbidden: constraints.forbidden, forced: constraints.forced, distances: distance.matrix)
    let budget = memory.budget()
    try budget.check(tableAt: data)
    if let asked = try partitions.chosen() {
      if output.output != nil {
        throw UsageError(
          option: "--output", problem: "a plan prints nothing; leave it out, and give it to merge")
      }
      try PartitionFolder(asked.folder).write(files, parts: asked.count)
      return
    }
    let line = ProgressLine(isQuiet: quiet)
    let result = try line.during {
      try files.run(
        printedAs: output.format,
        willMatch: { estimate in
          let needed = estimate.totalBytes
          try budget.check(matchOf: needed)
          if !quiet, let notice = budget.notice(of: needed, isWatched: line.isShown) {
            ExitStatus.tell(notice)
          }
        },
        progress: {
          line.show(WorkStanding(noun: "people", done: $0.done, total: $0.total))
        })
    }
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
