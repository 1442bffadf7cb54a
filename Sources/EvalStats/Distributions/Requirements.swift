// What the distributions ask of their arguments; a breach is a programmer's slip.

/// Stops the program unless p is a probability.
func requireProbability(_ p: Double) {
  precondition(p >= 0 && p <= 1, "a probability must lie in [0, 1], found \(p)")
}

/// Stops the program unless the parameter is positive and finite.
func requirePositive(_ value: Double, _ name: String) {
  precondition(
    value > 0 && value.isFinite, "the \(name) must be positive and finite, found \(value)")
}

/// Stops the program unless the count is exact as a double and not negative.
func requireCount(_ count: Int, _ name: String) {
  precondition(
    count >= 0 && count <= 1 << 53, "the \(name) must lie in 0...2⁵³, found \(count)")
}
