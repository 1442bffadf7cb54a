extension PortableElementary {
  /// `base` to the power `exponent` for a base that is not negative, as exp(exponent · log base).
  static func raise(_ base: Double, to exponent: Double) -> Double {
    base > 0 ? exp(exponent * log(base)) : exponent > 0 ? 0 : 1
  }
}
