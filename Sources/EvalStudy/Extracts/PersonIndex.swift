/// Finds people of the register by the identifiers of an extract, without making text of them.
struct PersonIndex: Sendable {
  private let table: ByteTable

  /// - Parameter table: The identifiers, numbered by the rows of the register.
  init(_ table: ByteTable) { self.table = table }

  var personCount: Int { table.count }

  /// The row of the person in the register; `nil` if nobody has this identifier.
  func person(_ identifier: UnsafeBufferPointer<UInt8>) -> Int? {
    table.number(of: identifier).map { Int($0) }
  }

  /// The column that names the person of each row, as rows of the register.
  func column(of columns: ExtractColumns) -> PersonField {
    PersonField(table: table, position: columns.positions(of: ["person_id"]).first)
  }
}

/// The column that names the person of each row.
struct PersonField: Sendable {
  fileprivate let table: ByteTable
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
  /// All are looked up together, in two passes: the looks at memory of the first do not wait for one
  /// another, and the second finds what it needs at hand.
  func people(of chunk: CSVChunk) -> [Int32] {
    guard let position else { return Array(repeating: Self.missing, count: chunk.rowCount) }
    let keys = (0..<chunk.rowCount).map { row in
      let key = ByteTable.Key(ExtractCell.trimmed(chunk.bytes(row: row, column: position)))
      table.prepare(key)
      return key
    }
    return keys.indices.map { row in
      let bytes = chunk.bytes(row: row, column: position)
      guard chunk.cells[position * chunk.capacity + row].hasDoubledQuotes else {
        return person(ExtractCell.trimmed(bytes), keys[row])
      }
      return CSVChunk.undoubled(bytes).withUnsafeBufferPointer {
        let plain = ExtractCell.trimmed($0)
        return person(plain, ByteTable.Key(plain))
      }
    }
  }

  @inline(__always)
  private func person(_ bytes: UnsafeBufferPointer<UInt8>, _ key: ByteTable.Key) -> Int32 {
    ExtractCell.isMissing(bytes) ? Self.missing : table.number(of: bytes, key) ?? Self.unknown
  }
}
