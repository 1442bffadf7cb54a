/// The tables with the margins of two groups, each as likely as the hypergeometric law has it.
///
/// Neighbouring tables differ by a factor that needs no factorial, so that the masses are found from
/// the middle outwards, relative to it, until nothing is left of them.
struct HypergeometricTables {
  private let total: Double
  private let referenceTotal: Double
  private let answered: Double
  private let yes: Double

  init(_ shares: TwoProportions) {
    total = Double(shares.total)
    referenceTotal = Double(shares.referenceTotal)
    answered = Double(shares.yes) + Double(shares.referenceYes)
    yes = Double(shares.yes)
  }

  /// Equally likely tables differ by the rounding of their products.
  private static let tie = 1 + 1e-7
  /// Masses below this share of what they are added to change no digit of it.
  private static let negligible = 1e-20
  /// The smallest share of the middle's mass that keeps its digits.
  private static let least = 1e-300

  /// The probability of all tables no likelier than the one seen.
  var twoSided: Double {
    let (least, most) = (max(0, answered - referenceTotal), min(answered, total))
    let middle = min(most, max(least, (answered * (total / (total + referenceTotal))).rounded()))
    let isUp = yes >= middle
    var seen = 1.0
    var count = middle
    while count != yes, seen >= HypergeometricTables.least {
      seen *= isUp ? factorUp(count) : factorDown(count)
      count += isUp ? 1 : -1
    }
    guard seen >= HypergeometricTables.least else { return 0 }
    // The middle is within one of the likeliest, and no less likely than the one seen but for that.
    let limit = seen * HypergeometricTables.tie
    var all = 1.0
    var tail = 1 <= limit ? 1.0 : 0
    for upwards in [true, false] {
      var mass = 1.0
      var count = middle
      var side = 0.0
      while count != (upwards ? most : least) {
        mass *= upwards ? factorUp(count) : factorDown(count)
        count += upwards ? 1 : -1
        all += mass
        if mass <= limit { side += mass }
        if mass < HypergeometricTables.least { break }
        if mass < HypergeometricTables.negligible * min(all, side) { break }
      }
      tail += side
    }
    return min(1, tail / all)
  }

  /// The mass of one more yes over that of a count, and of one fewer.
  private func factorUp(_ count: Double) -> Double {
    (total - count) / (count + 1)
      * ((answered - count) / (referenceTotal - answered + count + 1))
  }

  private func factorDown(_ count: Double) -> Double {
    count / (total - count + 1)
      * ((referenceTotal - answered + count) / (answered - count + 1))
  }
}
