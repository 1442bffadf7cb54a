import Foundation

/// Maps values to positions, linearly or by their logarithm.
struct Scale {
  /// How values are spaced.
  enum Kind { case linear, logarithmic }

  let kind: Kind
  let lower: Double
  let upper: Double
  let start: Double
  let end: Double

  /// Creates a scale that maps `lower…upper` to `start…end`; a logarithmic one needs positive
  /// values.
  init(_ kind: Kind = .linear, lower: Double, upper: Double, start: Double, end: Double) {
    precondition(lower < upper, "a scale from \(lower) to \(upper)")
    precondition(kind == .linear || lower > 0, "a logarithmic scale from \(lower)")
    self.kind = kind
    self.lower = lower
    self.upper = upper
    self.start = start
    self.end = end
  }

  /// The position of a value; values outside are held at the edge.
  func position(of value: Double) -> Double {
    let held = min(max(value, lower), upper)
    let share: Double =
      switch kind {
      case .linear: (held - lower) / (upper - lower)
      case .logarithmic: log(held / lower) / log(upper / lower)
      }
    return start + share * (end - start)
  }

  /// Round values to mark, about `count` of them.
  func ticks(about count: Int = 5) -> [Double] {
    switch kind {
    case .linear:
      let step = Scale.roundStep((upper - lower) / Double(max(count, 1)))
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down)
      guard first <= last else { return [] }
      return stride(from: first, through: last, by: 1).map { $0 * step }
    case .logarithmic:
      let candidates = [
        0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4,
        5, 10, 20, 50, 100,
      ].filter { $0 >= lower * (1 - 1e-9) && $0 <= upper * (1 + 1e-9) }
      guard candidates.count > count + 2 else { return candidates }
      let sparse = candidates.filter {
        [0.01, 0.1, 0.2, 0.5, 0.7, 1, 1.5, 2, 5, 10, 100].contains($0)
      }
      return sparse
    }
  }

  /// A span a little wider than the values, with 0 at the bottom where they are all positive.
  static func span(of values: [Double], fromZero: Bool) -> (lower: Double, upper: Double) {
    let highest = values.max() ?? 1
    let lowest = fromZero ? min(0, values.min() ?? 0) : values.min() ?? 0
    let width = max(highest - lowest, 1e-9)
    return (fromZero && lowest == 0 ? 0 : lowest - 0.05 * width, highest + 0.05 * width)
  }

  /// 1, 2 or 5 times a power of ten, no smaller than `rough`.
  static func roundStep(_ rough: Double) -> Double {
    let power = pow(10, log10(rough).rounded(.down))
    let share = rough / power
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10)
  }
}
