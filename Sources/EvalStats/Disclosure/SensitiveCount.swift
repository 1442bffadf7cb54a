/// A count of people or of their events that is meant for readers and has not been through a
/// `DisclosurePolicy` yet.
///
/// It adds, compares and is asked whether it is 0, but never shows its digits: described, debugged,
/// dumped or reflected upon it says "(undisclosed)", it cannot be encoded, and "\(count)" does not
/// compile. A policy alone turns it into a `DisclosedCount`, a percentage or a rate. It guards
/// against mistakes, not against a caller who compares it with one number after another.
public struct SensitiveCount: Sendable, Equatable, Comparable {
  fileprivate let value: Int

  /// - Precondition: 0 or more.
  public init(_ value: Int) {
    precondition(value >= 0, "a count is not negative, found \(value)")
    self.value = value
  }

  /// Nobody.
  public static let zero = SensitiveCount(0)

  public static func < (left: SensitiveCount, right: SensitiveCount) -> Bool {
    left.value < right.value
  }

  /// All of both.
  public static func + (left: SensitiveCount, right: SensitiveCount) -> SensitiveCount {
    SensitiveCount(left.value + right.value)
  }

  /// What is left of a whole without a part; 0 where the part is no smaller.
  public static func - (whole: SensitiveCount, part: SensitiveCount) -> SensitiveCount {
    SensitiveCount(max(0, whole.value - part.value))
  }

  public static func += (left: inout SensitiveCount, right: SensitiveCount) { left = left + right }

  /// The count where a policy, which decides what of it is shown, is at work on it.
  func value(judgedBy policy: DisclosurePolicy) -> Int { value }
}

extension SensitiveCount: ExpressibleByIntegerLiteral {
  /// A count written in the program, which is nobody's secret: `count > 0`.
  public init(integerLiteral value: Int) { self.init(value) }
}

extension SensitiveCount: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// "(undisclosed)", whatever the count.
  public var description: String { "(undisclosed)" }

  /// "(undisclosed)", whatever the count.
  public var debugDescription: String { description }

  /// Without children, so that `dump` and reflection find nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Sequence<SensitiveCount> {
  /// The sum of the counts; 0 without any.
  public func sum() -> SensitiveCount { reduce(.zero, +) }
}
