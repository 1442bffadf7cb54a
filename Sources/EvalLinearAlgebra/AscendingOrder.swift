/// The places of numbers in ascending order.
///
/// Eleven bits at a time from the lowest, each pass keeping the order of the one before (least
/// significant digit first: Knuth 1998, The Art of Computer Programming 3, §5.2.5), of as many bits as
/// the numbers differ in. A number's bits and its place go together in one word as long as there is
/// room: of a million scores in whole units of 1e-12 all forty, in four passes.
package enum AscendingOrder {
  private static let digitBits = 11
  /// Words a task: each has a table of where its words go.
  private static let taskSize = 1 << 16

  /// Places by group, then by key, then by place.
  ///
  /// - Parameters:
  ///   - keys: Numbers; −0 equals 0.
  ///   - groups: The group of each, from 0; `nil` for one group.
  /// - Complexity: O(*n*), on all processors, memory O(*n*).
  package static func places(
    of keys: [Double], groups: [Int32]? = nil, groupCount: Int = 1
  ) -> [Int32] {
    precondition(
      groups?.count ?? keys.count == keys.count && keys.count < Int(Int32.max),
      "\(keys.count) keys in \(groups?.count ?? 0) groups")
    let (numbers, least, bits) = numbers(keys)
    let placeBits = max(1, Int.bitWidth - max(0, keys.count - 1).leadingZeroBitCount)
    var order: [Int32]?
    let room = UInt64.bitWidth - placeBits
    for low in stride(from: 0, to: max(1, bits), by: room) {
      let width = min(room, bits - low)
      let mask = width == UInt64.bitWidth ? UInt64.max : (1 << UInt64(width)) - 1
      order = sorted(keys.count, by: width, placeBits, after: order) {
        ((numbers[$0] - least) >> UInt64(low)) & mask
      }
    }
    guard let groups, groupCount > 1 else { return order ?? [] }
    let groupBits = Int.bitWidth - (groupCount - 1).leadingZeroBitCount
    return sorted(keys.count, by: groupBits, placeBits, after: order) { UInt64(groups[$0]) }
  }

  /// Where each place stands in an order.
  package static func positions(in order: [Int32]) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: order.count) { buffer, count in
      // Every place is written once.
      nonisolated(unsafe) let target = buffer
      RowTasks.perform(rowCount: order.count) { _, range in
        for position in range { target[Int(order[position])] = Int32(position) }
      }
      count = order.count
    }
  }

  /// Values in an order.
  package static func arranged(_ values: [Double], by order: [Int32]) -> [Double] {
    RowTasks.array(order.count) { values[Int(order[$0])] }
  }

  /// Places by some low bits of a number, those with the same in the order they stood in before.
  private static func sorted(
    _ count: Int, by bits: Int, _ placeBits: Int, after order: [Int32]?,
    _ number: @Sendable (_ place: Int) -> UInt64
  ) -> [Int32] {
    var words = RowTasks.array(count) { position in
      let place = order.map { Int($0[position]) } ?? position
      return number(place) << UInt64(placeBits) | UInt64(place)
    }
    var dealt: [UInt64] = []
    for shift in stride(from: placeBits, to: placeBits + bits, by: digitBits) {
      deal(words, by: UInt64(shift), into: &dealt)
      swap(&words, &dealt)
    }
    let mask: UInt64 = (1 << UInt64(placeBits)) - 1
    let sorted = words
    return RowTasks.array(count) { Int32(truncatingIfNeeded: sorted[$0] & mask) }
  }

  /// Deals words into piles by a digit, in their order, and puts the piles one behind another.
  ///
  /// - Parameter target: an array as long, whatever it holds, or an empty one.
  private static func deal(_ words: [UInt64], by shift: UInt64, into target: inout [UInt64]) {
    let pileCount = 1 << digitBits
    let tasks = (0..<((words.count + taskSize - 1) / taskSize)).map {
      ($0 * taskSize)..<min(($0 + 1) * taskSize, words.count)
    }
    let mask = UInt64(pileCount - 1)
    var tables = RowTasks.map(tasks) { range in
      var counts = [Int32](repeating: 0, count: pileCount)
      for place in range { counts[Int((words[place] >> shift) & mask)] += 1 }
      return counts
    }
    var next: Int32 = 0
    for pile in 0..<pileCount {
      for task in tables.indices {
        let count = tables[task][pile]
        tables[task][pile] = next
        next += count
      }
    }
    if target.isEmpty {
      target = [UInt64](unsafeUninitializedCapacity: words.count) { $1 = words.count }
    }
    let starts = tables
    target.withUnsafeMutableBufferPointer { buffer in
      // Every word has a place of its own.
      nonisolated(unsafe) let target = buffer
      RowTasks.perform(itemCount: tasks.count) { task in
        var table = starts[task]
        for place in tasks[task] {
          let word = words[place]
          let pile = Int((word >> shift) & mask)
          target[Int(table[pile])] = word
          table[pile] += 1
        }
      }
    }
  }

  /// Numbers that ascend as the keys do, the least of them, and how many bits the largest is above it.
  private static func numbers(
    _ keys: [Double]
  ) -> (numbers: [UInt64], least: UInt64, bits: Int) {
    let tasks = (0..<RowTasks.count(keys.count)).map { RowTasks.rows($0, of: keys.count) }
    let areWhole = RowTasks.map(tasks) { range in keys[range].allSatisfy(isWhole) }
      .allSatisfy { $0 }
    let raw = RowTasks.array(keys.count) { areWhole ? whole(keys[$0]) : ordered(keys[$0]) }
    let ranges = RowTasks.map(tasks) { range in
      raw[range].reduce(into: (least: UInt64.max, most: UInt64.min)) {
        $0 = (min($0.least, $1), max($0.most, $1))
      }
    }
    let least = ranges.map(\.least).min() ?? 0
    let most = ranges.map(\.most).max() ?? 0
    return (raw, least, UInt64.bitWidth - (max(least, most) - least).leadingZeroBitCount)
  }

  /// Whether a key is whole and below 2⁵³.
  private static func isWhole(_ key: Double) -> Bool {
    abs(key) < 0x1p53 && key == key.rounded(.towardZero)
  }

  /// A whole key, moved above 0.
  private static func whole(_ key: Double) -> UInt64 { UInt64(Int64(key) + 1 << 53) }

  /// Bits that ascend as the keys do.
  private static func ordered(_ key: Double) -> UInt64 {
    // Adding 0 makes one of −0 and 0.
    let bits = (key + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }
}
