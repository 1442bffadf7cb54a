/// Finds people of the register by the identifiers of an extract, without making text of them.
///
/// An open-addressing table whose slots hold the first eight bytes of an identifier, or a hash of a
/// longer one: a lookup costs a hash and, as a rule, one look at memory.
struct PersonIndex: Sendable {
  let personCount: Int
  private let bytes: [UInt8]
  /// Where each identifier starts in `bytes`, and the end of the last.
  private let starts: [Int]
  /// The size is a power of two.
  private let slots: [Slot]

  private struct Slot: Sendable {
    /// The identifier itself where it has at most eight bytes, otherwise its hash.
    var key: UInt64 = 0
    /// The person's row plus one; 0 where the slot is free.
    var entry: Int32 = 0
    /// Bytes of the identifier.
    var length: Int32 = 0
  }

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
    var slots = [Slot](repeating: Slot(), count: size)
    bytes.withUnsafeBufferPointer { all in
      for person in identifiers.indices {
        let own = UnsafeBufferPointer(rebasing: all[starts[person]..<starts[person + 1]])
        let (key, start) = Self.key(own)
        var slot = start & (size - 1)
        while slots[slot].entry != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Slot(key: key, entry: Int32(person) + 1, length: Int32(own.count))
      }
    }
    self.bytes = bytes
    self.starts = starts
    self.slots = slots
  }

  /// The row of the person in the register; `nil` if nobody has this identifier.
  @inline(__always)
  func person(_ identifier: UnsafeBufferPointer<UInt8>) -> Int? {
    let (key, start) = Self.key(identifier)
    let mask = slots.count - 1
    var place = start & mask
    while true {
      let slot = slots[place]
      if slot.entry == 0 { return nil }
      if slot.key == key, slot.length == Int32(truncatingIfNeeded: identifier.count),
        identifier.count <= 8 || holds(identifier, at: Int(slot.entry) - 1)
      {
        return Int(slot.entry) - 1
      }
      place = (place + 1) & mask
    }
  }

  /// What a slot holds of an identifier, and where to begin looking for it.
  @inline(__always)
  private static func key(_ identifier: UnsafeBufferPointer<UInt8>) -> (key: UInt64, start: Int) {
    guard identifier.count <= 8 else {
      let hash = ByteHash.of(identifier)
      return (hash, Int(truncatingIfNeeded: hash))
    }
    var key: UInt64 = 0
    if identifier.count == 8 {
      key = UnsafeRawBufferPointer(identifier).loadUnaligned(as: UInt64.self)
    } else {
      for byte in identifier { key = key << 8 | UInt64(byte) }
    }
    return (key, Int(truncatingIfNeeded: ByteHash.mixed(key ^ 0x9e37_79b9_7f4a_7c15)))
  }

  @inline(__always)
  private func holds(_ identifier: UnsafeBufferPointer<UInt8>, at person: Int) -> Bool {
    let start = starts[person]
    for place in 0..<identifier.count where bytes[start + place] != identifier[place] {
      return false
    }
    return true
  }

  /// The column that names the person of each row, as rows of the register.
  func column(of columns: ExtractColumns) -> PersonField {
    PersonField(index: self, position: columns.positions(of: ["person_id"]).first)
  }
}

/// The column that names the person of each row.
struct PersonField: Sendable {
  fileprivate let index: PersonIndex
  fileprivate let position: Int?

  /// The register's row for the person of a row, who must be in the register.
  @inline(__always)
  func required(_ row: ExtractRow) throws(RowProblem) -> Int {
    if row.person >= 0 { return Int(row.person) }
    // Whose identifier it is stays out of messages.
    throw .fault(
      row.person == PersonField.unknown
        ? .unknownPerson : .missingValue(expected: "a person of the persons extract"),
      column: "person_id")
  }

  /// What stands for an empty cell, and for somebody who is not in the register.
  static let missing: Int32 = -1
  private static let unknown: Int32 = -2

  /// The person of each row of a chunk.
  ///
  /// People are looked up all at once: looks at memory that do not wait for one another take a tenth
  /// of the time.
  func people(of chunk: CSVChunk) -> [Int32] {
    guard let position else { return Array(repeating: Self.missing, count: chunk.rowCount) }
    return (0..<chunk.rowCount).map { row in
      let bytes = CSVCellText.trimmed(chunk.bytes(row: row, column: position))
      if bytes.isEmpty || bytes.elementsEqual("NULL".utf8) { return Self.missing }
      return index.person(bytes).map { Int32($0) } ?? Self.unknown
    }
  }
}
