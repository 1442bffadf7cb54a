import EvalStats
import Foundation
import Testing

@testable import EvalStudy

/// A generated table of 360 people in a folder of its own, which goes when the test does.
private final class Workplace {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("parts-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    var generator = SeededGenerator(seed: 41)
    var writer = CSVWriter(
      header: ["person", "treated", "age", "visits", "ward", "region", "household"])
    for row in 0..<360 {
      let age = 40 + generator.integer(below: 45)
      writer.append("P\(row)")
      writer.append(generator.bernoulli(0.1 + 0.004 * Double(age - 40)) ? 1 : 0)
      writer.append(age)
      writer.append(generator.bernoulli(0.05) ? nil : generator.normal() * 3.7)
      writer.append(["north, old", "1", "O'Hara"][generator.integer(below: 3)])
      writer.append(generator.integer(below: 3))
      writer.append(generator.integer(below: 300))
      writer.endRow()
    }
    try write(writer.text, to: "people.csv")
    let arms = try CSVReader.table(at: path("people.csv")).doubles("treated").elements
    let treated = arms.indices.filter { arms[$0] == 1 }
    let controls = arms.indices.filter { arms[$0] == 0 }
    let pairs = treated.map { row in "P\(row),P\(controls[(row * 7) % controls.count])" }
    try write((["treated,control"] + pairs).joined(separator: "\n"), to: "forbidden.csv")
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
  }

  func files(_ change: (inout MatchingDesign) -> Void = { _ in }) -> TableMatchFiles {
    var design = MatchingDesign(
      covariates: [], distance: .covariates(.mahalanobis), exact: ["ward", "region"],
      missing: .indicator)
    change(&design)
    return TableMatchFiles(
      data: path("people.csv"), formula: "treated ~ age + visits", design: design,
      identifier: "person")
  }

  /// A plan in `count` parts, some of them matched.
  func planned(
    _ files: TableMatchFiles, parts count: Int, matched: some Sequence<Int>
  ) throws -> PartitionFolder {
    let folder = PartitionFolder(path("plan"))
    try folder.write(files, parts: count)
    for part in matched { try folder.match(part: part) }
    return folder
  }

  var content: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  var planContent: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path("plan"))) ?? []).sorted()
  }
}

@Suite("A divided match in a folder")
struct PartitionFolderTests {
  static let designs: [@Sendable (inout MatchingDesign) -> Void] = [
    { $0.calipers = [.covariate("age", 1)] },
    {
      $0.distance = .score(.fitted())
      $0.calipers = [.score(0.5)]
      $0.ratio = 3
      $0.discard = .both
      $0.fitsAgainAfterDiscard = true
    },
    {
      $0.distance = .covariatesWithinScore(
        .robustMahalanobis, of: ["age", "visits"], .fitted(scale: .linearPredictor))
      $0.method = .nearest(order: .closest, reuse: .atMost(2))
      $0.calipers = [.score(0.6)]
      $0.antiExact = ["household"]
      $0.missing = .exclude
      $0.estimand = .atc
      $0.ratio = 2
    },
    {
      $0.distance = .scores(
        .fitted(link: .probit), .prognostic(.init(of: "household")), .mahalanobis)
      $0.calipers = [.score(0.1)]
      $0.unit = "household"
      $0.exact = ["ward"]
    },
  ]

  @Test("merged, it prints the bytes of the whole match", arguments: designs.indices, [1, 16])
  func bytes(design: Int, count: Int) throws {
    let place = try Workplace()
    var files = place.files(Self.designs[design])
    files.forbidden = place.path("forbidden.csv")
    let whole = try files.run()
    #expect(whole.sets.count > 20 && !whole.unmatchedReasons.isEmpty)
    let folder = try place.planned(files, parts: count, matched: (1...count).reversed())
    let merged = try folder.merged()
    for format in OutputFormat.allCases {
      #expect(try merged.formatted(as: format) == whole.formatted(as: format))
    }
  }

  @Test("a part needs nothing but the manifest and its own files")
  func standsAlone() throws {
    let place = try Workplace()
    var files = place.files()
    files.forbidden = place.path("forbidden.csv")
    let folder = try place.planned(files, parts: 3, matched: [])
    let away = PartitionFolder(place.path("away"))
    try FileManager.default.createDirectory(
      atPath: away.path, withIntermediateDirectories: false)
    for name in ["manifest.json", "part-0002.csv", "part-0002.pairs.csv"] {
      try FileManager.default.copyItem(
        atPath: place.path("plan/\(name)"), toPath: place.path("away/\(name)"))
    }
    try FileManager.default.removeItem(atPath: place.path("people.csv"))
    let summary = try away.match(part: 2)
    #expect(summary.part == 2 && summary.partCount == 3 && summary.sets > 5)
    try folder.match(part: 2)
    #expect(try place.text("away/part-0002.match.json") == place.text("plan/part-0002.match.json"))
  }

  @Test("the manifest says what went in, what each part holds and how much it has to do")
  func manifest() throws {
    let place = try Workplace()
    let shares = try PartitionFolder(place.path("plan")).write(
      place.files { $0.seed = 7 }, parts: 2)
    #expect(place.planContent == ["manifest.json", "part-0001.csv", "part-0002.csv"])
    #expect(
      try place.text("plan/part-0001.csv").hasPrefix("row,treated,stratum,x1,x2,x3\n"))
    let manifest = try SealedJSON<PartitionManifest>(
      contentsOf: place.path("plan/manifest.json")
    ).content
    #expect(manifest.schemaVersion == 1 && manifest.rowCount == 360)
    #expect(
      manifest.inputs.data.sha256 == ContentHash.sha256(ofFileAt: place.path("people.csv")))
    #expect(manifest.design.seed == 7 && manifest.scoresSHA256 == nil)
    #expect(
      manifest.columns.map(\.meaning) == [
        "the exact stratum of ward and region", "age", "visits", "visits: missing",
      ])
    #expect(manifest.parts.map(\.expectedWork) == shares.map(\.work))
    for part in manifest.parts {
      let lines = try place.text("plan/\(part.file)").split(separator: "\n").count
      #expect(lines == 1 + part.treated + part.controls)
      #expect(part.sha256 == ContentHash.sha256(ofFileAt: place.path("plan/\(part.file)")))
    }
  }

  @Test("parts past the number of strata are empty and matched all the same")
  func emptyParts() throws {
    let place = try Workplace()
    let files = place.files { $0.exact = [] }
    let folder = try place.planned(files, parts: 3, matched: [1, 2, 3])
    #expect(try place.text("plan/part-0003.csv") == "row,treated,stratum,x1,x2,x3\n")
    #expect(try folder.merged() == files.run())
  }
}

@Suite("A divided match that cannot be finished")
struct PartitionErrorTests {
  private func error(_ body: () throws -> Void) -> PartitionError? {
    do {
      try body()
    } catch {
      return error as? PartitionError
    }
    return nil
  }

  @Test("missing parts are named")
  func missing() throws {
    let place = try Workplace()
    let folder = try place.planned(place.files(), parts: 4, matched: [2])
    let found = error { _ = try folder.merged() }
    #expect(found == .missingParts([1, 3, 4], folder: folder.path))
    #expect(
      found?.message
        == "not yet matched: parts 1, 3 and 4; run 'evalrun part' on each, then merge")
    #expect(
      PartitionError.missingParts(Array(1...20), folder: "").message.contains(
        "parts 1, 2, 3, 4, 5, 6, 7, 8 and 12 more;"))
    #expect(PartitionError.foreignParts([3], folder: "").message.contains("plan: part 3;"))
  }

  @Test("results of another plan, or under another part's name, are named")
  func foreign() throws {
    let place = try Workplace()
    let folder = try place.planned(place.files(), parts: 3, matched: 1...3)
    let others = PartitionFolder(place.path("other"))
    try others.write(place.files { $0.ratio = 2 }, parts: 3)
    try others.match(part: 2)
    try place.write(place.text("other/part-0002.match.json"), to: "plan/part-0002.match.json")
    try place.write(place.text("plan/part-0001.match.json"), to: "plan/part-0003.match.json")
    #expect(
      error { _ = try folder.merged() } == .foreignParts([2, 3], folder: folder.path))
  }

  @Test("an altered part is not matched, and leaves nothing behind")
  func alteredPart() throws {
    let place = try Workplace()
    let folder = try place.planned(place.files(), parts: 2, matched: [])
    let before = place.planContent
    let text = try place.text("plan/part-0001.csv")
    let altered = text.replacing("\n", with: "0\n", maxReplacements: 2)
    try place.write(altered, to: "plan/part-0001.csv")
    let path = place.path("plan/part-0001.csv")
    #expect(error { try folder.match(part: 1) } == .changedFile(path: path))
    try FileManager.default.removeItem(atPath: path)
    #expect(error { try folder.match(part: 1) } == .missingFile(path: path))
    #expect(place.planContent == before.filter { $0 != "part-0001.csv" })
  }

  @Test("a manifest or a result that was cut short or altered is not used")
  func damage() throws {
    let place = try Workplace()
    let folder = try place.planned(place.files { $0.ratio = 2 }, parts: 2, matched: [1, 2])
    for name in ["plan/manifest.json", "plan/part-0002.match.json"] {
      let text = try place.text(name)
      let altered =
        name == "plan/manifest.json"
        ? text.replacing("\"ratio\" : 2", with: "\"ratio\" : 3")
        : text.replacing("\"part\" : 2", with: "\"part\" : 1")
      for damaged in [String(text.dropLast(20)), altered, ""] {
        #expect(damaged != text)
        try place.write(damaged, to: name)
        #expect(error { _ = try folder.merged() } == .damagedFile(path: place.path(name)))
      }
      if name == "plan/manifest.json" {
        #expect(error { try folder.match(part: 1) } == .damagedFile(path: place.path(name)))
      }
      try place.write(text, to: name)
    }
    #expect(throws: Never.self) { try folder.merged() }
  }

  @Test("a table that changed is not merged; one that moved is, when named")
  func changedData() throws {
    let place = try Workplace()
    let folder = try place.planned(place.files(), parts: 2, matched: [1, 2])
    let (whole, text) = (try place.files().run(), try place.text("people.csv"))
    try place.write(text.replacing("P7,", with: "P007,"), to: "people.csv")
    #expect(
      error { _ = try folder.merged() } == .changedFile(path: place.path("people.csv")))
    try place.write(text, to: "moved.csv")
    #expect(try folder.merged(data: place.path("moved.csv")) == whole)
    try FileManager.default.removeItem(atPath: place.path("people.csv"))
    #expect(
      error { _ = try folder.merged() } == .missingFile(path: place.path("people.csv")))
  }

  @Test("a plan whose scale or scores come out otherwise, or of another version, is not merged")
  func otherPlan() throws {
    let place = try Workplace()
    let folder = try place.planned(
      place.files { $0.distance = .score(.fitted()) }, parts: 2, matched: [])
    let path = place.path("plan/manifest.json")
    let manifest = try SealedJSON<PartitionManifest>(contentsOf: path).content
    func found(_ change: (inout PartitionManifest) -> Void) throws -> PartitionError? {
      var changed = manifest
      change(&changed)
      try Data(SealedJSON(changed).bytes).write(to: URL(fileURLWithPath: path))
      return error {
        for part in 1...2 { try folder.match(part: part) }
        _ = try folder.merged()
      }
    }
    #expect(
      try found { $0.scoresSHA256 = String(repeating: "0", count: 64) }
        == .otherPlan(path: path, what: "the scores"))
    #expect(
      try found { $0.parts[0].expectedWork += 1 } == .otherPlan(path: path, what: "the parts"))
    #expect(
      try found { $0.evalStatsVersion = "0.0.9" } == .otherVersion(path: path, found: "0.0.9"))
    #expect(try found { _ in } == nil)
  }

  @Test("what cannot be planned leaves no folder behind, nor touches one that is there")
  func unplanned() throws {
    let place = try Workplace()
    let folder = PartitionFolder(place.path("plan"))
    let before = place.content
    #expect(throws: MatchingError.self) {
      try folder.write(place.files { $0.method = .optimal }, parts: 2)
    }
    #expect(throws: MatchingError.partCount(0)) { try folder.write(place.files(), parts: 0) }
    #expect(place.content == before)
    try folder.write(place.files(), parts: 1)
    let manifest = try place.text("plan/manifest.json")
    #expect(throws: OutputError.self) { try folder.write(place.files(), parts: 2) }
    #expect(try place.text("plan/manifest.json") == manifest)
    #expect(error { try folder.match(part: 2) } == .noSuchPart(2, count: 1))
    #expect(error { try folder.match(part: 0) } == .noSuchPart(0, count: 1))
    #expect(place.planContent == ["manifest.json", "part-0001.csv"])
    #expect(
      error { _ = try PartitionFolder(place.path("none")).merged() }
        == .missingFile(path: place.path("none/manifest.json")))
  }
}
