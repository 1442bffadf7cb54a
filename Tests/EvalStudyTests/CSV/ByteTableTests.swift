import EvalTestSupport
import Testing

@testable import EvalStudy

@Suite("Distinct contents of cells")
struct ByteTableTests {
  @Test("are numbered in order of appearance, whatever their length")
  func numbers() {
    var table = ByteTable()
    var expected: [[UInt8]: Int32] = [:]
    var draws = Draws(seed: 7)
    for _ in 0..<20_000 {
      // Few letters and a common beginning, so that contents share their first eight bytes.
      let content =
        Array("same".utf8).prefix(draws.draw(5))
        + (0..<draws.draw(12)).map { _ in UInt8(97 + draws.draw(3)) }
      let known = expected[Array(content)]
      let found = Array(content).withUnsafeBufferPointer {
        (before: table.number(of: $0), inserted: table.insert($0))
      }
      #expect(found.before == known)
      #expect(found.inserted.isNew == (known == nil))
      #expect(found.inserted.number == known ?? Int32(expected.count))
      expected[Array(content)] = found.inserted.number
    }
    #expect(table.count == expected.count)
  }
}

@Suite("Separators found in blocks")
struct SeparatorMarksTests {
  @Test(
    "are those that looking byte by byte finds",
    arguments: [0, 1, 63, 64, 65, 4_095, 4_096, 4_097, 9_000])
  func next(count: Int) {
    var state = UInt64(count + 1)
    let bytes = (0..<count).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let byte = UInt8(truncatingIfNeeded: state >> 40)
      // Long stretches without any.
      return state >> 60 == 0 ? byte : byte | 0x40
    }
    bytes.withUnsafeBufferPointer { buffer in
      var marks = SeparatorMarks(buffer)
      let places = Array(stride(from: 0, to: count, by: 7)) + [count]
      for position in places + places.reversed() {
        let expected =
          bytes[position...].firstIndex { [0x0A, 0x0D, 0x22, 0x2C].contains($0) } ?? count
        #expect(marks.next(from: position) == expected)
      }
    }
  }
}
