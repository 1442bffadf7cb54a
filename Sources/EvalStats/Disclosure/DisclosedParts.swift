/// The parts of a total, each and the total as a reader may see them, with enough of them hidden that
/// no hidden part can be had by subtraction.
///
/// Small parts are hidden first. Then, while a hidden part has only one value left to a reader who
/// subtracts the shown parts from the total and knows which parts are small, or the hidden parts
/// together are a small count, the smallest shown part that is not 0 is hidden too (ties: the first);
/// where none is left, the total. This is complementary, or secondary, suppression. It takes counts
/// as if they were shown to the last person, although most policies round them: rounding blurs a
/// subtraction but does not forbid it where several totals share parts.
public struct DisclosedParts: Sendable, Equatable {
  /// The parts, in the order given.
  public let parts: [DisclosedCount]
  /// The sum of all parts.
  public let total: DisclosedCount

  /// - Complexity: O(*parts*²) at worst, O(*parts*) where little is hidden.
  public init(_ counts: [SensitiveCount], by policy: DisclosurePolicy) {
    let values = counts.map { $0.value(judgedBy: policy) }
    let sum = values.reduce(0, +)
    let isSmall = values.map(policy.suppresses)
    var isHidden = isSmall
    var hidesTotal = policy.suppresses(sum)
    while !hidesTotal, isHidden.contains(true) {
      let hidden = values.indices.filter { isHidden[$0] }.map {
        HiddenCell(
          count: values[$0], isSmall: isSmall[$0], smallestShown: policy.smallestShown)
      }
      let together = hidden.reduce(0) { $0 + $1.count }
      guard together < policy.smallestShown || DisclosedParts.exposesOne(of: hidden) else { break }
      let next = values.indices.filter { !isHidden[$0] && values[$0] > 0 }
        .min { (values[$0], $0) < (values[$1], $1) }
      if let next { isHidden[next] = true } else { hidesTotal = true }
    }
    parts = values.indices.map { isHidden[$0] ? .suppressed : policy.disclose(values[$0]) }
    total = hidesTotal ? .suppressed : policy.disclose(sum)
  }

  /// Whether the sum of hidden parts leaves one of them a single value: it can grow only where
  /// another can shrink.
  private static func exposesOne(of hidden: [HiddenCell]) -> Bool {
    let larger = hidden.count(where: \.canBeLarger)
    let smaller = hidden.count(where: \.canBeSmaller)
    return hidden.contains { cell in
      let othersLarger = larger - (cell.canBeLarger ? 1 : 0)
      let othersSmaller = smaller - (cell.canBeSmaller ? 1 : 0)
      return !(cell.canBeLarger && othersSmaller > 0)
        && !(cell.canBeSmaller && othersLarger > 0)
    }
  }
}
