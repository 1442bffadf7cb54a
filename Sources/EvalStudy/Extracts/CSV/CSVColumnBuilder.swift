internal import EvalStats

/// Gathers the values of one column of a file, chunk by chunk.
struct CSVColumnBuilder {
  /// The name in the table.
  let name: String
  /// The column of the file, counted from 0.
  let position: Int
  let kind: CSVKind
  /// Whether the kind was inferred: a value that does not fit then is no fault of the row.
  let isInferred: Bool
  let mayBeMissing: Bool
  let missingTokens: CSVMissingTokens

  // Of these the one that `kind` uses is filled.
  private var reals: [Double] = []
  private var integers: [Int] = []
  private var codes: [Int32] = []
  private var texts: [String] = []
  private var days: [Day] = []
  private var flags: [Bool] = []
  private var levels = CSVLevels()
  /// Empty as long as nothing is missing.
  private var missing: [Bool] = []
  private var count = 0

  init(
    name: String, position: Int, kind: CSVKind, isInferred: Bool, mayBeMissing: Bool,
    missingTokens: CSVMissingTokens
  ) {
    self.name = name
    self.position = position
    self.kind = kind
    self.isInferred = isInferred
    self.mayBeMissing = mayBeMissing
    self.missingTokens = missingTokens
    if case .factor(let declared?) = kind {
      for level in declared {
        var level = level
        level.withUTF8 { _ = levels.code(of: $0) }
      }
    }
  }

  /// Converts the column's cells of a chunk, all of its rows, and records what cannot be.
  ///
  /// - Returns: `false` if the kind was inferred and does not hold; the column is then of no use.
  mutating func append(_ chunk: inout CSVChunk) -> Bool {
    defer { count += chunk.rowCount }
    let isInferred = isInferred
    switch kind {
    case .real:
      return convert(&chunk, into: \.reals, placeholder: .nan) { _, bytes in CSVNumber.real(bytes) }
    case .integer:
      return convert(&chunk, into: \.integers, placeholder: 0) { _, bytes in
        CSVNumber.integer(bytes) ?? (isInferred ? nil : CSVColumnBuilder.wholeReal(bytes))
      }
    case .day(let format):
      return convert(&chunk, into: \.days, placeholder: Day(daysSinceEpoch: 0)) { _, bytes in
        CSVDay.day(bytes, format: format)
      }
    case .boolean:
      return convert(&chunk, into: \.flags, placeholder: false) { _, bytes in CSVFlag.value(bytes) }
    case .factor(let declared):
      let declaredCount = Int32(declared?.count ?? Int(Int32.max))
      return convertText(&chunk, into: \.codes, placeholder: Factor.missingCode) { builder, bytes in
        let code = builder.levels.code(of: bytes)
        return code < declaredCount ? code : nil
      }
    case .text:
      return convertText(&chunk, into: \.texts, placeholder: "") { _, bytes in
        String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  /// Takes the rows marked out of the last `rowCount` again.
  mutating func removeRows(_ isRemoved: [Bool], ofLast rowCount: Int) {
    switch kind {
    case .real: CSVColumnBuilder.compact(&reals, isRemoved, rowCount)
    case .integer: CSVColumnBuilder.compact(&integers, isRemoved, rowCount)
    case .day: CSVColumnBuilder.compact(&days, isRemoved, rowCount)
    case .boolean: CSVColumnBuilder.compact(&flags, isRemoved, rowCount)
    case .factor: CSVColumnBuilder.compact(&codes, isRemoved, rowCount)
    case .text: CSVColumnBuilder.compact(&texts, isRemoved, rowCount)
    }
    if !missing.isEmpty { CSVColumnBuilder.compact(&missing, isRemoved, rowCount) }
    count -= isRemoved.prefix(rowCount).count { $0 }
  }

  /// The column gathered.
  func column() -> Column {
    let flagged = missing.isEmpty ? nil : missing
    switch kind {
    case .real: return .real(Values(reals, missing: flagged))
    case .integer: return .integer(Values(integers, missing: flagged))
    case .day: return .day(Values(days, missing: flagged))
    case .boolean: return .boolean(Values(flags, missing: flagged))
    case .text: return .text(Values(texts, missing: flagged))
    case .factor(let declared):
      if let declared { return .factor(Factor(codes: codes, levels: declared)) }
      return .factor(sortedFactor())
    }
  }

  /// The factor with its levels in order; levels of refused rows only are left out.
  private func sortedFactor() -> Factor {
    var isUsed = [Bool](repeating: false, count: levels.levels.count)
    for code in codes where code >= 0 { isUsed[Int(code)] = true }
    let order = levels.levels.indices.filter { isUsed[$0] }.sorted {
      levels.levels[$0].unicodeScalars.lexicographicallyPrecedes(levels.levels[$1].unicodeScalars)
    }
    var newCode = [Int32](repeating: Factor.missingCode, count: levels.levels.count)
    for (place, old) in order.enumerated() { newCode[old] = Int32(place) }
    return Factor(
      codes: codes.map { $0 < 0 ? Factor.missingCode : newCode[Int($0)] },
      levels: order.map { levels.levels[$0] })
  }
}

extension CSVColumnBuilder {
  /// Converts cells of numbers, days and flags; spaces around them are no part of the value.
  @inline(__always)
  private mutating func convert<Element>(
    _ chunk: inout CSVChunk, into values: WritableKeyPath<CSVColumnBuilder, [Element]>,
    placeholder: Element,
    _ value: (inout CSVColumnBuilder, UnsafeBufferPointer<UInt8>) -> Element?
  ) -> Bool {
    convertCells(&chunk, into: values, placeholder: placeholder) { builder, bytes, _ in
      if let value = value(&builder, bytes) { return value }
      let trimmed = CSVCellText.trimmed(bytes)
      return trimmed.count < bytes.count ? value(&builder, trimmed) : nil
    }
  }

  /// Converts cells of text, in which spaces count and doubled quotes stand for one.
  @inline(__always)
  private mutating func convertText<Element>(
    _ chunk: inout CSVChunk, into values: WritableKeyPath<CSVColumnBuilder, [Element]>,
    placeholder: Element,
    _ value: (inout CSVColumnBuilder, UnsafeBufferPointer<UInt8>) -> Element?
  ) -> Bool {
    convertCells(&chunk, into: values, placeholder: placeholder) { builder, bytes, isDoubled in
      guard isDoubled else { return value(&builder, bytes) }
      return CSVChunk.undoubled(bytes).withUnsafeBufferPointer { value(&builder, $0) }
    }
  }

  @inline(__always)
  private mutating func convertCells<Element>(
    _ chunk: inout CSVChunk, into values: WritableKeyPath<CSVColumnBuilder, [Element]>,
    placeholder: Element,
    _ value: (inout CSVColumnBuilder, UnsafeBufferPointer<UInt8>, Bool) -> Element?
  ) -> Bool {
    var converted: [Element] = []
    converted.reserveCapacity(chunk.rowCount)
    for row in 0..<chunk.rowCount {
      let cell = chunk.cells[position * chunk.capacity + row]
      let bytes = UnsafeBufferPointer(start: chunk.base + Int(cell.start), count: cell.length)
      if missingTokens.contains(bytes) {
        markMissing(row)
        converted.append(placeholder)
        if !mayBeMissing {
          chunk.record(CSVFault(kind: .missingValue, column: position), row: row)
        }
      } else if let element = value(&self, bytes, cell.hasDoubledQuotes) {
        converted.append(element)
      } else {
        if isInferred, !chunk.isMalformed(row: row) { return false }
        converted.append(placeholder)
        chunk.record(CSVFault(kind: .badValue, column: position), row: row)
      }
    }
    self[keyPath: values].append(contentsOf: converted)
    if !missing.isEmpty {
      missing.append(
        contentsOf: repeatElement(false, count: count + chunk.rowCount - missing.count))
    }
    return true
  }

  private mutating func markMissing(_ row: Int) {
    missing.append(contentsOf: repeatElement(false, count: count + row - missing.count))
    missing.append(true)
  }

  private static func compact<Element>(
    _ values: inout [Element], _ isRemoved: [Bool], _ rowCount: Int
  ) {
    let start = values.count - rowCount
    var kept = start
    for row in 0..<rowCount where !isRemoved[row] {
      values[kept] = values[start + row]
      kept += 1
    }
    values.removeLast(values.count - kept)
  }

  /// A whole number written with a decimal point, as tools do whose columns have gaps.
  static func wholeReal(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    CSVNumber.real(bytes).flatMap { Int(exactly: $0) }
  }
}
