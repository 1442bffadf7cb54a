/// A group of people who cannot all have partners, and how many partners there are for them.
///
/// By Hall's theorem (1935, doi:10.1112/jlms/s1-10.37.26) such a group exists whenever somebody has
/// to be left out: whoever is chosen for the match, `focalCount` · `fewest` − `partnerCount` places
/// in it stay empty. It names counts, exact values and calipers, and nobody.
public struct Shortage: Sendable, Equatable {
  /// The arm of those who look for partners.
  public let arm: Arm
  /// How many they are.
  public let focalCount: Int
  /// How many different people any of them may be matched with.
  public let partnerCount: Int
  /// How many partners each needs.
  public let fewest: Int
  /// The exact columns and the values that the group has in them.
  public let stratum: [Value]
  /// The calipers of the design.
  public let calipers: [Caliper]

  /// A column's value.
  public struct Value: Sendable, Equatable {
    public let column: String
    public let value: String
  }
}

extension Shortage: CustomStringConvertible {
  /// "12 treated with sex = F have 9 controls inside the caliper of 5.0 on age".
  public var description: String {
    let (own, other) =
      arm == .treated
      ? ("treated", partnerCount == 1 ? "control" : "controls")
      : (focalCount == 1 ? "control" : "controls", "treated")
    var text = "\(focalCount) \(own)"
    if !stratum.isEmpty {
      text += " with " + MatchingDesign.list(stratum.map { "\($0.column) = \($0.value)" })
    }
    text += focalCount == 1 ? " has" : " have"
    text += " \(partnerCount == 0 ? "no" : String(partnerCount)) \(other)"
    if !calipers.isEmpty {
      text += " inside the " + MatchingDesign.list(calipers.map(\.description))
    }
    if fewest > 1 { text += ", where each needs \(fewest)" }
    return text
  }
}
