import Foundation
import Testing

@testable import EvalStudy

/// Bytes of memory this process holds now.
private func residentBytes() throws -> Int {
  let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    .split(separator: " ")
  return try #require(Int(fields[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
}

/// Reads rows of 400 bytes; of the 80 million bytes of 200,000 rows not a half may be kept, be it by
/// us or by the driver.
func expectSteadyMemory(rowCount: Int, _ open: () throws -> DatabaseRows) throws {
  let before = try residentBytes()
  let rows = try open()
  var block = TextRows()
  var found = 0
  var most = before
  while try rows.next(&block) {
    found += block.rowCount
    most = max(most, try residentBytes())
  }
  #expect(found == rowCount)
  #expect(most - before < 40_000_000)
}
