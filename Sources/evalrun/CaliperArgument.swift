import ArgumentParser
import EvalStats

/// A caliper as it is typed: `0.2`, `age=5`, `age=0.5sd`, `age=-5`.
struct CaliperArgument: ExpressibleByArgument {
  let caliper: Caliper

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    var text = String(parts.last ?? "")
    let isInDeviations = text.lowercased().hasSuffix("sd")
    if isInDeviations { text.removeLast(2) }
    guard let width = Double(text.filter { $0 != " " }), width.isFinite else { return nil }
    if parts.count == 1 {
      caliper = .score(width)
    } else {
      let name = parts[0].trimmingPrefix(" ")
      guard !name.isEmpty else { return nil }
      caliper = .covariate(String(name), width, isStandardised: isInDeviations)
    }
  }
}
