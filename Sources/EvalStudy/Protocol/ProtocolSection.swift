internal import EvalStats
internal import Yams

/// A group of keys of the protocol, all of them known.
struct ProtocolSection {
  let place: ProtocolPlace
  private let values: [String: ProtocolValue]
  /// The keys in the order of the file.
  let order: [String]

  /// Takes a group apart.
  ///
  /// - Parameter keys: the keys it may have; `nil` admits any.
  /// - Throws: `ProtocolError.unknownKey` for the first key that is not among `keys`.
  init(_ value: ProtocolValue, keys: [String]?) throws(ProtocolError) {
    guard case .mapping(let mapping) = value.node else {
      throw value.wrong(
        keys.map { "a group with the keys \($0.joined(separator: ", "))" } ?? "a group of keys")
    }
    place = value.place
    var values: [String: ProtocolValue] = [:]
    var order: [String] = []
    for (key, node) in mapping {
      guard case .scalar(let scalar) = key else { throw value.wrong("keys that are plain words") }
      let name = scalar.string
      let keyPlace = ProtocolPlace(
        file: place.file, line: scalar.mark?.line,
        key: place.key.isEmpty ? name : "\(place.key).\(name)")
      if let keys, !keys.contains(name) {
        throw .unknownKey(keyPlace, nearest: NearestNames.of(name, among: keys), known: keys)
      }
      values[name] = ProtocolValue(node: node, place: keyPlace)
      order.append(name)
    }
    self.values = values
    self.order = order
  }

  subscript(key: String) -> ProtocolValue? { values[key] }

  func required(_ key: String, _ expected: String) throws(ProtocolError) -> ProtocolValue {
    if let value = values[key] { return value }
    throw .missingKey(
      ProtocolPlace(
        file: place.file, line: place.line,
        key: place.key.isEmpty ? key : "\(place.key).\(key)"), expected: expected)
  }

  func contradiction(_ key: String, _ problem: String) -> ProtocolError {
    .contradiction(values[key]?.place ?? place, problem: problem)
  }
}
