import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Bootstrap intervals of a difference of means, resampled within groups.
  static let bootstrap = ReferenceKind("bootstrap") { comparison in
    let statistic = try comparison.requiredSetting("statistic").string
    guard statistic == "difference in means, group 1 minus group 0" else {
      throw ReferencePending("settings.statistic \(statistic ?? "?")")
    }
    guard try comparison.requiredSetting("stratified_by_group").boolean == true else {
      throw ReferencePending("settings.stratified_by_group false")
    }
    let level = comparison.setting("level")?.number ?? 0.95
    guard let replicates = try comparison.requiredSetting("replicates").number,
      let first = comparison.input("group1")?.numbers?.compactMap({ $0 }),
      let second = comparison.input("group0")?.numbers?.compactMap({ $0 })
    else { throw ReferenceFault("the case holds no groups or no count of replicates") }
    let share = try comparison.requiredTolerance("ends_as_share_of_width")
    var generator = SeededGenerator(seed: 1)
    let bootstrap = try MeanDifferenceBootstrap(
      first, second, repetitions: Int(replicates), using: &generator)

    comparison.check(
      "estimate", bootstrap.estimate,
      relative: try comparison.requiredTolerance("estimate_relative"))
    comparison.check(
      "exact_plugin_se", bootstrap.plugInError,
      relative: try comparison.requiredTolerance("exact_plugin_se_relative"))
    comparison.check(
      "acceleration", bootstrap.acceleration,
      relative: try comparison.requiredTolerance("acceleration_relative"))
    for (key, interval) in [
      ("normal", bootstrap.normal(level: level)), ("basic", bootstrap.basic(level: level)),
      ("percentile", bootstrap.percentile(level: level)),
      ("bca", bootstrap.accelerated(level: level)),
    ] {
      let path = ReferencePath([key])
      let expected = comparison.case.results[path]?.numbers?.compactMap { $0 } ?? []
      // Another random stream: the ends agree within a share of the peer's width.
      let width = expected.count == 2 ? expected[1] - expected[0] : 0
      comparison.check(
        path, [interval?.lowerBound, interval?.upperBound], absolute: share * width)
    }
  }
}
