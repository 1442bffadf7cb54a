import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Changes of the same people: t, signed rank, signs and their permutation.
  static let pairedChange = ReferenceKind("paired-change") { comparison in
    _ = comparison.setting("decimals_scale")
    let scale = comparison.input("decimals_scale")?.number ?? 1
    guard let given = comparison.input("differences")?.numbers else {
      throw ReferenceFault("the case holds no differences")
    }
    // As the data were written down, so that equal differences tie.
    let differences = given.compactMap { $0.map { ($0 * scale).rounded() / scale } }
    guard differences.count == given.count else {
      throw ReferencePending("inputs.differences has missing values")
    }
    let pairs = PairedChangeCase(
      differences: differences, scale: scale,
      relative: try comparison.requiredTolerance("relative"),
      exactRelative: try comparison.requiredTolerance("exact_p_relative"),
      shiftAbsolute: try comparison.requiredTolerance("hodges_lehmann_ci_absolute"))
    pairs.compareSummary(&comparison)
    pairs.compareT(&comparison)
    try pairs.compareSignedRank(&comparison)
    pairs.compareSigns(&comparison)
  }
}

/// One case of kind `paired-change`.
private struct PairedChangeCase {
  let differences: [Double]
  let scale: Double
  let relative: Double
  let exactRelative: Double
  let shiftAbsolute: Double

  func compareSummary(_ comparison: inout ReferenceComparison) {
    let test = try? TTest(differences: differences)
    let count = Double(differences.count)
    let sorted = differences.sorted()
    let middle = sorted.count / 2
    comparison.check("n", differences.count)
    comparison.check("n_zero_differences", differences.count { $0 == 0 })
    comparison.check("differences", differences, relative: 1e-15)
    comparison.check(
      "mean_change", differences.reduce(0, +) / count, relative: relative, absolute: 1e-14)
    comparison.check(
      "sd_change", test.map { $0.standardError * count.squareRoot() }, relative: relative)
    comparison.check(
      "median_change",
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle],
      relative: relative)
    comparison.check("cohen_dz", try? EffectSize.cohensDz(differences), relative: relative)
  }

  func compareT(_ comparison: inout ReferenceComparison) {
    let test = try? TTest(differences: differences)
    for (key, alternative) in [
      ("paired_t_two_sided", Alternative.twoSided), ("paired_t_less", .less),
      ("paired_t_greater", .greater),
    ] {
      comparison.checkTTest(
        ReferencePath([key]), test, alternative, estimates: [test?.estimate], relative: relative)
    }
  }

  func compareSignedRank(_ comparison: inout ReferenceComparison) throws {
    let test = try? SignedRankTest(differences)
    let ranked = try? SignedRankTest(differences, zeros: .pratt)
    if let count = ranked?.rankedCount, count > SignedRankTest.exactLimit {
      throw ReferencePending("exact signed-rank tests of \(count) differences")
    }
    comparison.checkRanks("wilcoxon_normal", test, test?.statistic, relative: relative) {
      path, comparison, isCorrected in
      comparison.checkShift(
        path,
        try? ShiftEstimate.normal(
          differences: differences, continuityCorrection: isCorrected,
          level: peerLevel(continuityCorrection: isCorrected)), absolute: shiftAbsolute)
    }
    comparison.check(
      "wilcoxon_normal_less_continuity", test?.normalPValue(.less), relative: relative)

    let exact: ReferencePath = "wilcoxon_exact_with_ties_zeros_dropped"
    let shift = try? ShiftEstimate.exact(differences: differences)
    comparison.check(exact / "V", test?.statistic, relative: relative)
    comparison.check(exact / "p", test?.pTwoSided, relative: exactRelative)
    comparison.check(exact / "p_less", test?.pLess, relative: exactRelative)
    comparison.check(exact / "hodges_lehmann", shift?.estimate, relative: relative)
    // Where no shift can be rejected, the peer prints the outermost averages.
    let changes = differences.filter { $0 != 0 }
    comparison.check(
      exact / "ci95",
      [
        shift?.interval?.lowerBound ?? changes.min(), shift?.interval?.upperBound ?? changes.max(),
      ], absolute: shiftAbsolute)
    comparison.check(
      "hodges_lehmann_all_walsh_averages", ranked?.hodgesLehmann, relative: relative)

    for (key, test) in [("coin_wilcoxon_zeros_dropped", test), ("coin_pratt", ranked)] {
      comparison.checkLinearStatistic(
        ReferencePath([key]), test, test?.statistic, expectation: test?.expectation,
        relative: relative)
    }
    comparison.check("coin_wilcoxon_exact_p", test?.pTwoSided, relative: exactRelative)
    comparison.check("coin_pratt_exact_p", ranked?.pTwoSided, relative: exactRelative)
  }

  /// The level at which the peer looks for an interval: it doubles 5% until the test, at the least and
  /// the largest difference themselves, rejects with what those leave.
  private func peerLevel(continuityCorrection: Bool) -> Double {
    let changes = differences.filter { $0 != 0 }
    guard let least = changes.min(), let most = changes.max() else { return 0.95 }
    func standardised(_ shift: Double) -> Double {
      (try? SignedRankTest(changes.map { $0 - shift }))?
        .standardised(continuityCorrection: continuityCorrection) ?? 0
    }
    let reach = min(standardised(least), -standardised(most))
    var error = 0.05
    while error < 0.5, reach < Normal.standard.upperQuantile(error / 2) { error *= 2 }
    return 1 - error
  }

  func compareSigns(_ comparison: inout ReferenceComparison) {
    let signs = try? SignTest(differences)
    comparison.check("sign_test/positive", Double(differences.count { $0 > 0 }))
    comparison.check("sign_test/negative", Double(differences.count { $0 < 0 }))
    comparison.check("sign_test/p_two_sided", signs?.pTwoSided, relative: exactRelative)
    comparison.check("sign_test/p_less", signs?.pLess, relative: exactRelative)
    comparison.check(
      "sign_test/ci95_share_positive",
      [signs?.shareInterval.lowerBound, signs?.shareInterval.upperBound], relative: relative)

    let path: ReferencePath = "permutation_of_signs_exact"
    let permutation = try? SignPermutationTest(differences, scale: scale)
    comparison.check(path / "sum_positive", permutation?.sumPositive, relative: relative)
    comparison.check(path / "p_two_sided", permutation?.pTwoSided, relative: exactRelative)
    comparison.check(path / "p_less", permutation?.pLess, relative: exactRelative)
    comparison.check(path / "p_greater", permutation?.pGreater, relative: exactRelative)
  }
}
