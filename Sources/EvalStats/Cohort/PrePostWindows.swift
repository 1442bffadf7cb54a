/// The window before the index date and the window after it that a change is measured between.
public struct PrePostWindows: Sendable, Hashable {
  /// Days before the index date.
  public let before: Window
  /// Days after the index date.
  public let after: Window

  /// Creates a pair; `before` ends and `after` begins on its own side of day 0.
  public init(before: Window, after: Window) {
    precondition(before.lastDay < 0, "\(before) is not before the index date")
    precondition(after.firstDay > 0, "\(after) is not after the index date")
    self.before = before
    self.after = after
  }

  /// The months before and the months after: 6 gives days −182…−1 and 1…182, 12 gives days
  /// −365…−1 and 1…365.
  ///
  /// - Parameter leavingOutNearestMonth: Leaves out months −1 and +1 (days −30…30), where the
  ///   crisis that led to the referral stands and where records of the programme itself begin.
  public init(months: Int, leavingOutNearestMonth: Bool = false) {
    precondition(
      months > (leavingOutNearestMonth ? 1 : 0), "\(months) months leave no day to count")
    let before = Window.before(months: months)
    let after = Window.after(months: months)
    if leavingOutNearestMonth {
      let far = Window.month(2).firstDay
      self.init(
        before: Window(firstDay: before.firstDay, lastDay: -far),
        after: Window(firstDay: far, lastDay: after.lastDay))
    } else {
      self.init(before: before, after: after)
    }
  }
}

extension PrePostWindows: CustomStringConvertible {
  /// `days −182…−1 and 1…182`.
  public var description: String {
    "\(before) and \(Window.signed(after.firstDay))…\(Window.signed(after.lastDay))"
  }
}
