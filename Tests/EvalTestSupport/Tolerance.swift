/// Whether two numbers agree within a relative or an absolute tolerance, whichever is wider.
public func agree(
  _ found: Double, _ expected: Double, relative: Double = 0, absolute: Double = 0
) -> Bool {
  if found == expected { return true }
  return abs(found - expected) <= max(absolute, relative * abs(expected))
}
