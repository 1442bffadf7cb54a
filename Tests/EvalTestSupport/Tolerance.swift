/// Whether two numbers agree within a relative or an absolute tolerance, whichever is wider.
///
/// An infinity agrees with itself alone; NaN with nothing.
public func agree(
  _ found: Double, _ expected: Double, relative: Double = 0, absolute: Double = 0
) -> Bool {
  if found == expected { return true }
  guard found.isFinite, expected.isFinite else { return false }
  return abs(found - expected) <= max(absolute, relative * abs(expected))
}
