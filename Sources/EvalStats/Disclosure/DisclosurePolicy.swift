/// How small counts are hidden before anyone reads them.
public enum DisclosurePolicy: Sendable, Equatable, Codable {
  /// The rule of Hospital Episode Statistics: 0 stays 0, 1–7 becomes "*", others are rounded to the
  /// nearest 5.
  case hospitalEpisodeStatistics
  /// Counts from 1 up to, not including, the threshold become "*"; others stand as they are.
  case below(Int)
  /// Counts stand as they are: for synthetic and public data only.
  case none

  /// The count as a reader may see it.
  public func disclose(_ count: Int) -> DisclosedCount {
    precondition(count >= 0, "a count is not negative, found \(count)")
    return switch self {
    case .none: .exact(count)
    case .below(let threshold): count >= 1 && count < threshold ? .suppressed : .exact(count)
    case .hospitalEpisodeStatistics:
      count == 0 ? .exact(0) : count <= 7 ? .suppressed : .exact((count + 2) / 5 * 5)
    }
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

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .exact(let count): try container.encode(count)
    case .suppressed: try container.encode("*")
    }
  }
}

extension DisclosedCount: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exact(let count): String(count)
    case .suppressed: "*"
    }
  }
}
