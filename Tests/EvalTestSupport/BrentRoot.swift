/// Where a function changes sign, found by Brent's method (Algorithms for Minimization Without
/// Derivatives, 1973, chapter 4) and stopped as R's `uniroot` stops: within
/// 2ε|root| + `tolerance`/2.
///
/// The library finds its roots to the last bit. This is for peers that print what an early stop left
/// them: their number is this one, and the exact root stands within `tolerance` of it.
///
/// - Returns: `nil` where the ends have the same sign.
public func brentRoot(
  from lower: Double, to upper: Double, tolerance: Double, _ function: (Double) -> Double
) -> Double? {
  var (previous, best) = (lower, upper)
  var (previousValue, bestValue) = (function(lower), function(upper))
  if previousValue == 0 { return previous }
  if bestValue == 0 { return best }
  guard (previousValue > 0) != (bestValue > 0) else { return nil }
  // The root lies between `best` and `other`.
  var (other, otherValue) = (previous, previousValue)
  for _ in 0..<1000 {
    let lastStep = best - previous
    if abs(otherValue) < abs(bestValue) {
      (previous, best, other) = (best, other, best)
      (previousValue, bestValue, otherValue) = (bestValue, otherValue, bestValue)
    }
    let reach = 2 * Double.ulpOfOne * abs(best) + tolerance / 2
    let gap = other - best
    var step = gap / 2
    if abs(step) <= reach || bestValue == 0 { return best }
    if abs(lastStep) >= reach, abs(previousValue) > abs(bestValue) {
      var numerator: Double
      var denominator: Double
      let secant = bestValue / previousValue
      if previous == other {
        numerator = gap * secant
        denominator = 1 - secant
      } else {
        let outer = previousValue / otherValue
        let inner = bestValue / otherValue
        numerator = secant * (gap * outer * (outer - inner) - (best - previous) * (inner - 1))
        denominator = (outer - 1) * (inner - 1) * (secant - 1)
      }
      if numerator > 0 { denominator = -denominator } else { numerator = -numerator }
      if numerator < 0.75 * gap * denominator - abs(reach * denominator) / 2,
        numerator < abs(lastStep * denominator / 2)
      {
        step = numerator / denominator
      }
    }
    if abs(step) < reach { step = step > 0 ? reach : -reach }
    (previous, previousValue) = (best, bestValue)
    best += step
    bestValue = function(best)
    if (bestValue > 0) == (otherValue > 0), bestValue != 0, otherValue != 0 {
      (other, otherValue) = (previous, previousValue)
    }
  }
  return best
}
