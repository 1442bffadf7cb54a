import ArgumentParser
import EvalStats
import EvalStudy

struct PowerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Sample size, power or the smallest effect: give two, get the third.",
    discussion: """
      evalrun power rates --control-rate 0.62 --dispersion 1.2 --ratio 0.75 --power 0.8
      """,
    subcommands: [MeansPower.self, ProportionsPower.self, RatesPower.self, ChangePower.self])
}

/// What every question of power shares.
struct PowerOptions: ParsableArguments {
  @Option(help: "The chance of seeing the effect.")
  var power: Double?

  @Option(help: "The significance level.")
  var level = 0.05

  @Option(help: "People in a cluster (practice, network), for people who are not independent.")
  var clusterSize: Double?

  @Option(help: "How alike people of a cluster are: the intra-cluster correlation.")
  var correlation: Double?

  @Option(help: "The SD of cluster sizes over their mean.")
  var sizeVariation = 0.0

  @OptionGroup var output: OutputOptions

  func designEffect() throws -> DesignEffect? {
    switch (clusterSize, correlation) {
    case (nil, nil): return nil
    case (let size?, let correlation?):
      return try DesignEffect(
        clusterSize: size, correlation: correlation, sizeVariation: sizeVariation)
    case (nil, _):
      throw UsageError(
        option: "--correlation", problem: "needs the size of a cluster; give --cluster-size")
    case (_, nil):
      throw UsageError(
        option: "--cluster-size", problem: "needs how alike its people are; give --correlation")
    }
  }

  func answer(_ comparison: PowerQuestion.Comparison, size: Double?, effect: Double?) throws {
    let question = try PowerQuestion(
      comparison, size: size, effect: effect, power: power, designEffect: designEffect())
    try output.write(question.answer())
  }
}

struct MeansPower: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "means", abstract: "A t test of two groups, of pairs or of one group.")

  @Option(help: "twoSample, paired or oneSample.")
  var comparison: MeanPower.Comparison = .twoSample

  @Option(help: "People in each group, pairs, or people.")
  var size: Double?

  @Option(help: "The difference to be seen.")
  var difference: Double?

  @Option(help: "The standard deviation; of the differences for pairs.")
  var sd = 1.0

  @Flag(help: "Look in the direction of the effect only.")
  var oneSided = false

  @OptionGroup var options: PowerOptions

  func run() throws {
    let means = try MeanPower(
      comparison, standardDeviation: sd, level: options.level, isTwoSided: !oneSided)
    try options.answer(.means(means), size: size, effect: difference)
  }
}

struct ProportionsPower: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proportions", abstract: "Two proportions.")

  @Option(help: "The share in the first group, 0 to 1.")
  var first: Double

  @Option(help: "The share in the second group, 0 to 1.")
  var second: Double?

  @Option(help: "People in each group.")
  var size: Double?

  @OptionGroup var options: PowerOptions

  func run() throws {
    try options.answer(
      .proportions(first: first, level: options.level), size: size, effect: second)
  }
}

struct RatesPower: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rates", abstract: "Two rates of events, Poisson or negative binomial.")

  @Option(help: "Events per unit of time among the controls.")
  var controlRate: Double

  @Option(help: "The rate ratio to be seen, treated over control.")
  var ratio: Double?

  @Option(help: "The number of controls.")
  var size: Double?

  @Option(help: "k of the variance μ + kμ²; 0 is Poisson, which NHS counts are not.")
  var dispersion: Double

  @Option(help: "Treated people per control: 0.333 for three controls each.")
  var treatedPerControl = 1.0

  @Option(help: "Time observed a control.")
  var controlTime = 1.0

  @Option(help: "Time observed a treated person.")
  var treatedTime = 1.0

  @OptionGroup var options: PowerOptions

  func run() throws {
    let rates = try RateRatioPower(
      controlRate: controlRate, controlTime: controlTime, treatedTime: treatedTime,
      treatedPerControl: treatedPerControl, dispersion: dispersion, level: options.level)
    try options.answer(.rates(rates), size: size, effect: ratio)
  }
}

struct ChangePower: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "The smallest rate-of-change ratio a finished study could have shown.")

  @Option(help: "The standard error of the log ratio.")
  var standardError: Double

  @Option(help: "The chance of seeing it.")
  var power = 0.8

  @Option(help: "The two-sided significance level.")
  var level = 0.05

  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.write(
      DetectableChange(standardError: standardError, power: power, level: level))
  }
}

extension MeanPower.Comparison: ExpressibleByArgument {}
