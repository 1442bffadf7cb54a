/// Finds people of the register by the identifiers of an extract, without making text of them.
///
/// An open-addressing table over the bytes of all identifiers: a lookup costs a hash and, as a rule,
/// one comparison.
struct PersonIndex: Sendable {
  let personCount: Int
  private let bytes: [UInt8]
  /// Where each identifier starts in `bytes`, and the end of the last.
  private let starts: [Int]
  /// A person's row plus one, or 0 where free; the size is a power of two.
  private let slots: [Int32]

  /// - Parameter identifiers: Each once.
  /// - Complexity: O(*bytes*)
  init(_ identifiers: [String]) {
    personCount = identifiers.count
    var bytes: [UInt8] = []
    var starts = [0]
    for identifier in identifiers {
      bytes.append(contentsOf: identifier.utf8)
      starts.append(bytes.count)
    }
    var size = 64
    while size < 2 * identifiers.count { size *= 2 }
    var slots = [Int32](repeating: 0, count: size)
    bytes.withUnsafeBufferPointer { all in
      for person in identifiers.indices {
        let own = UnsafeBufferPointer(rebasing: all[starts[person]..<starts[person + 1]])
        var slot = Int(truncatingIfNeeded: ByteHash.of(own)) & (size - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(person) + 1
      }
    }
    self.bytes = bytes
    self.starts = starts
    self.slots = slots
  }

  /// The row of the person in the register; `nil` if nobody has this identifier.
  @inline(__always)
  func person(_ identifier: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Int(truncatingIfNeeded: ByteHash.of(identifier)) & (slots.count - 1)
    while slots[slot] != 0 {
      let person = Int(slots[slot]) - 1
      if holds(identifier, at: person) { return person }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  @inline(__always)
  private func holds(_ identifier: UnsafeBufferPointer<UInt8>, at person: Int) -> Bool {
    let start = starts[person]
    guard starts[person + 1] - start == identifier.count else { return false }
    for place in 0..<identifier.count where bytes[start + place] != identifier[place] {
      return false
    }
    return true
  }

  /// The column that names the person of each row, as rows of the register.
  func column(of columns: ExtractColumns) -> PersonField {
    PersonField(
      field: columns.field("person_id", expected: "a person of the persons extract") {
        person($0)
      })
  }
}

/// The column that names the person of each row.
struct PersonField: Sendable {
  fileprivate let field: ExtractField<Int>

  /// The register's row for the person of a row, who must be in the register.
  @inline(__always)
  func required(_ row: ExtractRow) throws(RowProblem) -> Int {
    do throws(RowProblem) { return try field.required(row) } catch {
      // Whose identifier it is stays out of messages.
      if case .fault(.wrongValue, let column) = error { throw .fault(.unknownPerson, column: column) }
      throw error
    }
  }
}
