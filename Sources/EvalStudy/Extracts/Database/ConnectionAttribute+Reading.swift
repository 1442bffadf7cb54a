extension ConnectionAttribute {
  /// Reads a connection string: `key=value` and semicolons, a value in braces where it holds one.
  ///
  /// - Throws: `DatabaseError.malformedConnection`, which never repeats a value.
  static func all(in text: String) throws(DatabaseError) -> [ConnectionAttribute] {
    var reader = ConnectionReader(rest: text[...])
    var attributes: [ConnectionAttribute] = []
    while let attribute = try reader.next() { attributes.append(attribute) }
    guard !attributes.isEmpty else {
      throw .malformedConnection(problem: "the connection string is empty")
    }
    return attributes
  }
}

/// Takes a connection string apart from left to right.
private struct ConnectionReader {
  var rest: Substring

  mutating func next() throws(DatabaseError) -> ConnectionAttribute? {
    rest = rest.drop { $0 == ";" || $0.isWhitespace }
    guard !rest.isEmpty else { return nil }
    // A value is not repeated: what has no key may be half of a password.
    guard let equals = rest.firstIndex(of: "="),
      !rest[..<equals].contains(where: { ";{}$".contains($0) })
    else { throw .malformedConnection(problem: "a part of it is no 'key=value'") }
    let key = String(rest[..<equals].trimming(while: \.isWhitespace))
    guard !key.isEmpty else { throw .malformedConnection(problem: "a value has no key") }
    rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
    let isBraced = rest.first == "{"
    if isBraced { rest.removeFirst() }
    let pieces = try pieces(of: key, isBraced: isBraced)
    return ConnectionAttribute(key: key, pieces: pieces, isBraced: isBraced)
  }

  /// Reads a value to the end of its braces, or to the next semicolon.
  private mutating func pieces(
    of key: String, isBraced: Bool
  ) throws(DatabaseError) -> [ConnectionAttribute.Piece] {
    var pieces: [ConnectionAttribute.Piece] = []
    var text = ""
    while true {
      if rest.hasPrefix("${") {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.variable(try variable(of: key)))
      } else if isBraced, rest.hasPrefix("}}") {
        text.append("}")
        rest.removeFirst(2)
      } else if isBraced, rest.first == "}" {
        rest = rest.dropFirst().drop(while: \.isWhitespace)
        guard rest.isEmpty || rest.first == ";" else {
          throw .malformedConnection(
            problem: "something stands behind the brace that ends '\(key)'")
        }
        break
      } else if !isBraced, rest.isEmpty || rest.first == ";" {
        text = String(text.reversed().drop(while: \.isWhitespace).reversed())
        break
      } else if let character = rest.popFirst() {
        text.append(character)
      } else {
        throw .malformedConnection(problem: "the brace that opens '\(key)' is never closed")
      }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }

  /// Reads `${NAME}`.
  private mutating func variable(of key: String) throws(DatabaseError) -> String {
    let name = rest.dropFirst(2).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let isName = name.first.map { !$0.isNumber } ?? false
    guard isName, rest[name.endIndex...].first == "}" else {
      throw .malformedConnection(
        problem: "the '${' under '\(key)' does not open a name of letters, digits and '_', "
          + "or it has no '}'")
    }
    rest = rest[name.endIndex...].dropFirst()
    return String(name)
  }
}

extension Substring {
  fileprivate func trimming(while isCut: (Character) -> Bool) -> Substring {
    var text = drop(while: isCut)
    while let last = text.last, isCut(last) { text.removeLast() }
    return text
  }
}
