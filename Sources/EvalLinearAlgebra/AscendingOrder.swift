/// The places of numbers in ascending order.
///
/// Eleven bits at a time from the lowest, each pass keeping the order of the one before (least
/// significant digit first: Knuth 1998, The Art of Computer Programming 3, §5.2.5), of as many bits as
/// the numbers differ in: of a million scores in whole units of 1e-12 four passes.
package enum AscendingOrder {
  private static let digitBits = 11

  /// Places by group, then by key, then by place.
  ///
  /// - Parameters:
  ///   - keys: Numbers; −0 equals 0.
  ///   - groups: The group of each, from 0; `nil` for one group.
  /// - Complexity: O(*n*), memory O(*n*).
  package static func places(
    of keys: [Double], groups: [Int32]? = nil, groupCount: Int = 1
  ) -> [Int32] {
    precondition(
      groups?.count ?? keys.count == keys.count && keys.count < Int(Int32.max),
      "\(keys.count) keys in \(groups?.count ?? 0) groups")
    var digits = wholeNumbers(keys) ?? keys.map(ordered)
    let least = digits.min() ?? 0
    var spread: UInt64 = 0
    for place in digits.indices {
      digits[place] -= least
      spread |= digits[place]
    }
    var order = Array(0..<Int32(keys.count))
    let bits = UInt64.bitWidth - spread.leadingZeroBitCount
    for shift in stride(from: 0, to: bits, by: digitBits) {
      let mask: UInt64 = 1 << UInt64(digitBits) - 1
      deal(&order, &digits, into: 1 << digitBits) { Int(($0 >> UInt64(shift)) & mask) }
    }
    guard let groups, groupCount > 1 else { return order }
    var codes = order.map { UInt64(groups[Int($0)]) }
    deal(&order, &codes, into: groupCount) { Int($0) }
    return order
  }

  /// Deals places and their digits into piles, in their order, and puts the piles one behind another.
  private static func deal(
    _ order: inout [Int32], _ digits: inout [UInt64], into pileCount: Int,
    _ pile: (UInt64) -> Int
  ) {
    let count = order.count
    var starts = [Int](repeating: 0, count: pileCount + 1)
    for digit in digits { starts[pile(digit) + 1] += 1 }
    // All in one pile: nothing moves.
    guard !starts.contains(count) || count == 0 else { return }
    for number in 0..<pileCount { starts[number + 1] += starts[number] }
    var dealtDigits: [UInt64] = []
    let dealt = [Int32](unsafeUninitializedCapacity: count) { dealt, dealtCount in
      dealtDigits = [UInt64](unsafeUninitializedCapacity: count) { moved, movedCount in
        for place in 0..<count {
          let number = pile(digits[place])
          let target = starts[number]
          starts[number] = target + 1
          dealt[target] = order[place]
          moved[target] = digits[place]
        }
        movedCount = count
      }
      dealtCount = count
    }
    order = dealt
    digits = dealtDigits
  }

  /// Keys that are whole and below 2⁵³, moved above 0; `nil` if one is neither.
  private static func wholeNumbers(_ keys: [Double]) -> [UInt64]? {
    let limit = 0x1p53
    guard keys.allSatisfy({ abs($0) < limit && $0 == $0.rounded(.towardZero) }) else { return nil }
    return keys.map { UInt64(Int64($0) + 1 << 53) }
  }

  /// Bits that ascend as the keys do.
  private static func ordered(_ key: Double) -> UInt64 {
    // Adding 0 makes one of −0 and 0.
    let bits = (key + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }
}
