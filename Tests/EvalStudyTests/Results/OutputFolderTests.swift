import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

@Suite("A folder of outputs")
struct OutputFolderTests {
  /// A temporary folder for one test.
  func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evalstats-output-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  let files = [
    OutputFolder.File(
      name: "manifest.json", text: #"{"outputHashes": {"a.csv": "", "old": ""}}"#),
    OutputFolder.File(name: "a.csv", text: "x\n1\n"),
  ]

  @Test("appears whole, with the folders above it")
  func whole() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("deep/out")
      try OutputFolder(target.path).write(files)
      #expect(try names(target) == ["a.csv", "manifest.json"])
      #expect(try names(folder.appendingPathComponent("deep")) == ["out"])
    }
  }

  @Test("replaces an earlier output and leaves none of it")
  func replacing() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("out")
      try OutputFolder(target.path).write(files + [OutputFolder.File(name: "old", text: "")])
      try OutputFolder(target.path).write(files)
      #expect(try names(target) == ["a.csv", "manifest.json"])
      #expect(try names(folder) == ["out"])
    }
  }

  @Test("is left alone where it holds a file that no manifest lists")
  func others() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("out")
      try OutputFolder(target.path).write(files)
      #expect(throws: OutputError.self) {
        try OutputFolder(target.path, replacesEarlier: false)
      }
      try Data().write(to: target.appendingPathComponent("notes.docx"))
      #expect(throws: OutputError.self) { try OutputFolder(target.path) }
      try FileManager.default.removeItem(at: target.appendingPathComponent("notes.docx"))
      try Data("{}".utf8).write(to: target.appendingPathComponent("manifest.json"))
      #expect(throws: OutputError.self) { try OutputFolder(target.path) }
      #expect(try names(target) == ["a.csv", "manifest.json"])
    }
  }

  @Test("leaves everything as it was when a file cannot be written")
  func failing() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("out")
      try OutputFolder(target.path).write(files)
      let error = #expect(throws: OutputError.self) {
        try OutputFolder(target.path).write(
          files + [OutputFolder.File(name: "no/such/folder", text: "")])
      }
      #expect(error?.code == "cannot-write-output")
      #expect(error?.message.hasPrefix("'no/such/folder' cannot be written") == true)
      #expect(try names(target) == ["a.csv", "manifest.json"])
      #expect(try names(folder) == ["out"])
    }
  }

  @Test("is refused before anything is computed where a file has its name")
  func file() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("out")
      try Data("x".utf8).write(to: target)
      let error = #expect(throws: OutputError.self) { try OutputFolder(target.path) }
      #expect(error == .cannotCreate(path: target.path, problem: "a file of this name is there"))
    }
  }
}

@Suite("Results as JSON")
struct ResultsJSONTests {
  @Test("read back as they were, with sorted keys and nothing null")
  func roundTrip() throws {
    let results = try StudyRunTests.run().results
    let json = try results.json()
    #expect(try StudyResults(json: json) == results)
    #expect(try results.json() == json)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.hasSuffix("}\n"))
    #expect(!text.contains(": null"))
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map {
      $0.prefix { $0 != ":" }
    }
    #expect(keys.count == 20 && keys == keys.sorted())
  }

  @Test("carry a manifest that hashes every other file")
  func manifest() throws {
    let run = try ThreadLimit.atMost(3) { try StudyRunTests.run() }
    let files = try run.files(beside: [OutputFolder.File(name: "report.html", text: "<p>")])
    let last = try #require(files.last)
    #expect(last.name == "manifest.json")
    let manifest = try JSONDecoder().decode(RunManifest.self, from: Data(last.bytes))
    #expect(manifest.outputHashes.keys.sorted() == files.dropLast().map(\.name).sorted())
    #expect(manifest.outputHashes["report.html"] == ContentHash.sha256(of: "<p>"))
    #expect(manifest.threads == 3 && manifest.seed == 1)
    #expect(manifest.timings.map(\.step).first == "reading the protocol")
    #expect(manifest.timings.count == StudyRun.Step.count)
  }
}
