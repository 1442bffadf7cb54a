/// A value of a JSON text, with the keys of objects in the order of the file.
public enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The number; the strings "Inf", "-Inf" and "NaN" stand for the values JSON cannot hold.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .string("Inf"): .infinity
    case .string("-Inf"): -.infinity
    case .string("NaN"): .nan
    default: nil
    }
  }

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
  public var isNull: Bool { self == .null }

  /// The elements of an array, or `nil` for anything else.
  public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The strings of an array; a lone string counts as an array of one.
  public var strings: [String]? {
    if let string { return [string] }
    guard let array else { return nil }
    let strings = array.compactMap(\.string)
    return strings.count == array.count ? strings : nil
  }

  /// The numbers of an array, `nil` inside where the file has `null`; a lone number counts as an
  /// array of one.
  public var numbers: [Double?]? {
    if let number { return [number] }
    guard let array, array.allSatisfy({ $0.isNull || $0.number != nil }) else { return nil }
    return array.map(\.number)
  }

  /// A short text for messages.
  public var summary: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let values): "[\(values.count) values]"
    case .object(let object): "{\(object.keys.joined(separator: ", "))}"
    }
  }
}

/// An object of a JSON text.
public struct JSONObject: Sendable, Equatable {
  /// The keys in the order of the file.
  public private(set) var keys: [String] = []
  private var valueOfKey: [String: JSONValue] = [:]

  public init() {}

  public subscript(key: String) -> JSONValue? {
    get { valueOfKey[key] }
    set {
      if valueOfKey[key] == nil, newValue != nil { keys.append(key) }
      if newValue == nil { keys.removeAll { $0 == key } }
      valueOfKey[key] = newValue
    }
  }
}

/// A JSON text that cannot be read.
public struct JSONSyntaxError: Error, CustomStringConvertible {
  public let offset: Int
  public let expected: String
  public var description: String { "byte \(offset): expected \(expected)" }
}

/// Reads one JSON text of UTF-8 bytes.
public struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0

  /// The value of a whole text.
  public static func read(_ text: String) throws -> JSONValue {
    var reader = JSONReader(bytes: Array(text.utf8))
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == reader.bytes.count else { throw reader.expected("end of text") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func expected(_ what: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, expected: what)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: Character) -> Bool {
    skipSpace()
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value() throws -> JSONValue {
    skipSpace()
    switch next.map({ Character(Unicode.Scalar($0)) }) {
    case "{": return .object(try object())
    case "[": return .array(try array())
    case "\"": return .string(try text())
    case "t": return try word("true", .boolean(true))
    case "f": return try word("false", .boolean(false))
    case "n": return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object() throws -> JSONObject {
    var object = JSONObject()
    position += 1
    if take("}") { return object }
    repeat {
      skipSpace()
      let key = try text()
      guard take(":") else { throw expected("':'") }
      object[key] = try value()
    } while take(",")
    guard take("}") else { throw expected("'}' or ','") }
    return object
  }

  private mutating func array() throws -> [JSONValue] {
    var values: [JSONValue] = []
    position += 1
    if take("]") { return values }
    repeat { values.append(try value()) } while take(",")
    guard take("]") else { throw expected("']' or ','") }
    return values
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw expected(word) }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws -> Double {
    let start = position
    while let byte = next, byte >= 0x30 && byte <= 0x39 || "+-.eE".utf8.contains(byte) {
      position += 1
    }
    guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw expected("a value")
    }
    return number
  }

  private mutating func text() throws -> String {
    guard take("\"") else { throw expected("'\"'") }
    var text: [UInt8] = []
    while let byte = next, byte != 0x22 {
      position += 1
      if byte == 0x5C { try text.append(contentsOf: escape()) } else { text.append(byte) }
    }
    guard take("\"") else { throw expected("'\"'") }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func escape() throws -> [UInt8] {
    guard let byte = next else { throw expected("an escape") }
    position += 1
    switch Character(Unicode.Scalar(byte)) {
    case "n": return [0x0A]
    case "t": return [0x09]
    case "r": return [0x0D]
    case "u":
      let digits = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
      guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
        throw expected("four hexadecimal digits of a character")
      }
      position += 4
      return Array(String(Character(scalar)).utf8)
    default: return [byte]
    }
  }
}
