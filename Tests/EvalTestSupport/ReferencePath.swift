/// Where a field stands in a reference case: `poisson/robust/HC0`.
///
/// A literal is split at slashes; a key taken from a file is appended whole, with `path / key`.
public struct ReferencePath: Sendable, Hashable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let keys: [String]

  public init(_ keys: [String]) { self.keys = keys }

  public init(stringLiteral text: String) {
    keys = text.split(separator: "/").map(String.init)
  }

  public static func / (path: ReferencePath, key: String) -> ReferencePath {
    ReferencePath(path.keys + [key])
  }

  /// Whether the field stands at or below another.
  public func isWithin(_ other: ReferencePath) -> Bool { keys.starts(with: other.keys) }

  public var description: String { keys.joined(separator: ".") }
}

extension JSONValue {
  /// The value at a path, or `nil` where there is none.
  public subscript(path: ReferencePath) -> JSONValue? {
    var value = self
    for key in path.keys {
      guard let next = value.object?[key] else { return nil }
      value = next
    }
    return value
  }

  /// The paths of everything that is not an object.
  public func leaves(under path: ReferencePath = ReferencePath([])) -> [ReferencePath] {
    guard let object else { return [path] }
    return object.keys.flatMap { key in object[key]?.leaves(under: path / key) ?? [] }
  }

  /// A copy with the value at a path exchanged.
  public func replacing(_ path: ReferencePath, with value: JSONValue) -> JSONValue {
    guard let key = path.keys.first else { return value }
    var object = object ?? JSONObject()
    object[key] = (object[key] ?? .null)
      .replacing(ReferencePath(Array(path.keys.dropFirst())), with: value)
    return .object(object)
  }
}
