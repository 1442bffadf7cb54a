/// How small counts are hidden before anyone reads them.
public enum DisclosurePolicy: Sendable, Equatable, Codable {
  /// The rule of Hospital Episode Statistics: 0 stays 0, 1–7 becomes "*", others are rounded to the
  /// nearest 5.
  case hospitalEpisodeStatistics
  /// Counts from 1 up to, not including, the threshold become "*", others are rounded to the nearest
  /// multiple of it, or of 5 if it is smaller, so that a hidden part of a total cannot be had by
  /// subtracting the other parts.
  case below(Int)
  /// Counts stand as they are: for synthetic and public data only.
  case none

  /// The count as a reader may see it.
  public func disclose(_ count: Int) -> DisclosedCount {
    precondition(count >= 0, "a count is not negative, found \(count)")
    return switch self {
    case .none: .exact(count)
    case .below, .hospitalEpisodeStatistics:
      count >= 1 && count < smallestShown ? .suppressed : .exact(rounded(count))
    }
  }

  /// The smallest count besides 0 that is shown.
  public var smallestShown: Int {
    switch self {
    case .none: 1
    case .below(let threshold): max(1, threshold)
    case .hospitalEpisodeStatistics: 8
    }
  }

  /// What counts are rounded to.
  ///
  /// With a step smaller than the threshold and than 5 a count just over the threshold, and the
  /// same with a hidden one added to it, could leave one value for that.
  public var step: Int {
    switch self {
    case .none: 1
    case .below(let threshold): threshold > 1 ? max(5, threshold) : 1
    case .hospitalEpisodeStatistics: 5
    }
  }

  /// Halves go up, and a count that is not 0 does not become 0.
  private func rounded(_ count: Int) -> Int {
    let (steps, rest) = count.quotientAndRemainder(dividingBy: step)
    let (shown, overflow) = (rest < step - rest ? steps : steps + 1)
      .multipliedReportingOverflow(by: step)
    return overflow ? count : count > 0 ? max(step, shown) : 0
  }
}

/// A count that has been through a `DisclosurePolicy`; the only kind of count results may hold.
public enum DisclosedCount: Sendable, Equatable {
  /// A count a reader may see, perhaps rounded.
  case exact(Int)
  /// A small count that is hidden.
  case suppressed
}

extension DisclosedCount: Codable {
  /// Reads a whole number or "*".
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let count = try? container.decode(Int.self) {
      self = .exact(count)
    } else if try container.decode(String.self) == "*" {
      self = .suppressed
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a count is a whole number or \"*\"")
    }
  }

  /// Writes a whole number or "*".
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .exact(let count): try container.encode(count)
    case .suppressed: try container.encode("*")
    }
  }
}

extension DisclosedCount: CustomStringConvertible {
  /// The count, or "*".
  public var description: String {
    switch self {
    case .exact(let count): String(count)
    case .suppressed: "*"
    }
  }
}
