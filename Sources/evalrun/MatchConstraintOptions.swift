import ArgumentParser
import EvalStats

/// What a pair must satisfy.
struct MatchConstraintOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How far apart a pair may be: 0.2 (standard deviations of the score), age=5, age=0.5sd, or "
        + "age=-5 to demand more than 5. May be given several times."))
  var caliper: [CaliperArgument] = []

  @Flag(help: "The caliper on the score is in its own units.")
  var rawCaliper = false

  @Option(
    help: "Columns that must be equal within a set, separated by commas.",
    transform: CommaSeparated<String>.init(reading:))
  var exact: CommaSeparated<String>?

  @Option(
    name: .customLong("anti-exact"),
    help: "Columns that must differ between the members of a pair, separated by commas.",
    transform: CommaSeparated<String>.init(reading:))
  var antiExact: CommaSeparated<String>?

  @Option(help: "Leave out who lies outside the other arm's scores: none, treated, control, both.")
  var discard: Discard = .none

  @Flag(help: "Fit the score again without those discarded.")
  var refit = false

  @Option(help: "A column that names the person behind each row, where one may have several.")
  var unit: String?

  @Option(help: "A CSV with columns treated and control: pairs that may not be.")
  var forbidden: String?

  @Option(help: "A CSV with columns treated and control: pairs that must be.")
  var forced: String?

  /// The calipers, the one on the score in its own units if so asked.
  var calipers: [Caliper] {
    caliper.map(\.caliper).map { caliper in
      var caliper = caliper
      if rawCaliper, caliper.subject == .score { caliper.isStandardised = false }
      return caliper
    }
  }

  /// Puts the constraints into a design.
  func apply(to design: inout MatchingDesign) {
    design.calipers = calipers
    design.exact = exact?.values ?? []
    design.antiExact = antiExact?.values ?? []
    design.discard = discard
    design.fitsAgainAfterDiscard = refit
    design.unit = unit
  }
}

extension Discard: ExpressibleByArgument {}
