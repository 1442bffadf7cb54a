import EvalStudy
import Foundation
import Testing

@testable import evalrun

@Suite("evalrun match and memory")
struct MatchMemoryTests {
  /// Runs a match on the table of `MatchCommandTests` with further options.
  private func match(_ options: [String]) throws -> RunningTool {
    let folder = try MatchCommandTests.Folder()
    defer { folder.clean() }
    return try RunningTool(
      ["match", folder.path("people.csv"), "--formula", "treated ~ risk"] + options)
  }

  @Test("refuses a table that would not fit before it reads it, with exit code 71")
  func table() throws {
    let tool = try match(["--memory", "100B"])
    #expect(tool.status == 71)
    #expect(tool.output.isEmpty)
    #expect(
      tool.errors
        == "evalrun: people.csv: the table needs about 608 B of memory and 100 B can be had; leave "
        + "columns out of the file, split it by region, take a larger machine, or allow more with "
        + "--memory\n")
  }

  @Test("refuses a match that would not fit before it begins, with exit code 71")
  func refused() throws {
    let tool = try match(["--memory", "1KiB"])
    #expect(tool.status == 71)
    #expect(tool.output.isEmpty)
    #expect(tool.errors.hasPrefix("evalrun: the match needs about "))
    #expect(tool.errors.contains(" KiB of memory and 1 KiB can be had; leave columns out, "))
    #expect(tool.errors.split(separator: "\n").count == 1)
  }

  @Test("matches within what is allowed, and says nothing of a small need")
  func allowed() throws {
    let tool = try match(["--memory", "1MiB", "--threads", "1"])
    #expect(tool.status == 0)
    #expect(tool.errors.isEmpty && tool.output.contains("3 sets"))
    #expect(try match([]).output == tool.output)
  }

  @Test("refuses an amount that is none with exit code 64", arguments: ["8", "much", "0GiB"])
  func amount(text: String) throws {
    let tool = try match(["--memory", text])
    #expect(tool.status == 64)
    #expect(tool.errors.hasPrefix("evalrun: The value '\(text)' is invalid for '--memory"))
  }

  @Test("says what is needed where it is much, or where someone watches")
  func notice() {
    let free = MemoryBudget(available: 21_904_333_210, isGiven: false)
    #expect(
      free.notice(of: 3_328_599_654, isWatched: false)
        == "needs about 3.1 GiB of memory; 20.4 GiB are free")
    #expect(free.notice(of: 5 << 20, isWatched: false) == nil)
    #expect(
      MemoryBudget(available: 8 << 30, isGiven: true).notice(of: 5 << 20, isWatched: true)
        == "needs about 5 MiB of memory; 8 GiB may be used")
    #expect(
      MemoryBudget(available: nil, isGiven: false).notice(of: 1 << 31, isWatched: false)
        == "needs about 2 GiB of memory")
  }
}
