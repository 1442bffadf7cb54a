public import EvalStats
internal import Foundation

/// A folder that holds a match divided into parts, which any engine may schedule.
///
/// ```swift
/// let folder = PartitionFolder("plan")
/// try folder.write(files, parts: 16)
/// for part in 1...16 { try folder.match(part: part) }   // anywhere, in any order
/// let result = try folder.merged()                      // as files.run()
/// ```
/// The folder appears whole or not at all, and so does the result of each part.
public struct PartitionFolder: Sendable {
  /// The folder as the caller named it.
  public let path: String

  /// Takes a folder in view, without touching it.
  public init(_ path: String) { self.path = path }

  private static let manifestName = "manifest.json"

  private var manifestPath: String { Self.path(of: Self.manifestName, in: path) }

  static func path(of file: String, in folder: String) -> String {
    URL(fileURLWithPath: folder).appendingPathComponent(file).path
  }

  /// Divides a match and writes a file for each part and `manifest.json`.
  ///
  /// Parts hold what they need as numbers: the covariates of a distance, calipers, codes of keys, the
  /// score. Parts past the number of strata are empty.
  ///
  /// - Returns: how much each part has to do.
  /// - Throws: what `TableMatch.run(on:)` throws, `MatchingError.indivisible`, `OutputError`; nothing
  ///   is left behind then.
  @discardableResult
  public func write(
    _ files: TableMatchFiles, parts count: Int
  ) throws -> [PartitionedMatching.Share] {
    guard count >= 1 else { throw MatchingError.partCount(count) }
    let output = try OutputFolder(path, replacesEarlier: false)
    let prepared = try files.prepared()
    let inputs = try PartitionManifest.Inputs(files)
    let divided = try PartitionedMatching(
      of: prepared.problem, by: prepared.design, into: count)
    var manifest = PartitionManifest(
      divided, of: prepared.problem, from: files, hashed: inputs)
    let pending = try output.begin()
    defer { pending.abandon() }
    for number in manifest.parts.indices {
      let part = divided.part(number)
      let lines = PartFile.lines(of: part)
      manifest.parts[number].sha256 = ContentHash.sha256(of: Data(lines))
      try pending.add(.init(name: manifest.parts[number].file, bytes: lines))
      if let pairs = PartFile.pairs(of: part) {
        let name = PartFile.name(of: number) + ".pairs.csv"
        manifest.parts[number].pairs = name
        manifest.parts[number].pairsSHA256 = ContentHash.sha256(of: Data(pairs))
        try pending.add(.init(name: name, bytes: pairs))
      }
    }
    try pending.add(
      .init(name: Self.manifestName, bytes: try SealedJSON(manifest).bytes))
    try pending.finish()
    return divided.shares
  }

  /// What became of one part, in numbers.
  public struct PartSummary: Sendable, Equatable {
    /// The part, from 1.
    public let part: Int
    /// How many parts there are.
    public let partCount: Int
    /// Sets formed.
    public let sets: Int
    /// People who looked for partners and found none.
    public let unmatched: Int
  }

  /// Matches one part and writes its result, reading nothing but the manifest and the part.
  ///
  /// - Parameter number: which part, from 1.
  /// - Throws: `PartitionError`, `MatchingError`, `OutputError`.
  @discardableResult
  public func match(part number: Int) throws -> PartSummary {
    let sealed = try manifest()
    let manifest = sealed.content
    guard number >= 1, number <= manifest.parts.count else {
      throw PartitionError.noSuchPart(number, count: manifest.parts.count)
    }
    let part = try PartFile.read(number - 1, of: manifest, in: path)
    let result = PartResult(try part.matched(), manifestSHA256: sealed.sha256)
    let file = Self.path(of: PartResult.name(of: number - 1), in: path)
    let bytes = try SealedJSON(result).bytes
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw OutputError.cannotWrite(path: file, problem: "the result cannot be written")
    }
    return PartSummary(
      part: number, partCount: manifest.parts.count, sets: result.sets.count,
      unmatched: result.unmatched.count)
  }

  /// Puts the results of all parts together, byte for byte what the whole match gives.
  ///
  /// The whole table is read again: balance is measured over everyone.
  ///
  /// - Parameter data: where the table is, if not where it was.
  /// - Throws: `PartitionError` naming parts that are missing or of another plan, and files that
  ///   changed; what reading the table throws.
  public func merged(data: String? = nil) throws -> TableMatchResult {
    let sealed = try manifest()
    let manifest = sealed.content
    let parts = try results(of: sealed)
    var files = manifest.files
    if let data { files.data = data }
    let inputs = try PartitionManifest.Inputs(files)
    if let changed = inputs.changed(since: manifest.inputs) {
      throw PartitionError.changedFile(path: changed)
    }
    let prepared = try files.prepared()
    let divided = try PartitionedMatching(
      of: prepared.problem, by: prepared.design, into: manifest.parts.count)
    let now = PartitionManifest(divided, of: prepared.problem, from: files, hashed: inputs)
    if let what = manifest.difference(from: now) {
      throw PartitionError.otherPlan(path: manifestPath, what: what)
    }
    return prepared.result(divided.merged(parts))
  }

  private func manifest() throws(PartitionError) -> SealedJSON<PartitionManifest> {
    let sealed = try SealedJSON<PartitionManifest>(contentsOf: manifestPath)
    let manifest = sealed.content
    guard manifest.evalStatsVersion == EvalStatsVersion.current,
      manifest.schemaVersion == PartitionManifest.currentSchemaVersion
    else { throw .otherVersion(path: manifestPath, found: manifest.evalStatsVersion) }
    return sealed
  }

  /// The result of every part.
  private func results(
    of sealed: SealedJSON<PartitionManifest>
  ) throws(PartitionError) -> [MatchedPart] {
    var results: [MatchedPart] = []
    var (missing, foreign): ([Int], [Int]) = ([], [])
    for number in sealed.content.parts.indices {
      let file = Self.path(of: PartResult.name(of: number), in: path)
      guard FileManager.default.fileExists(atPath: file) else {
        missing.append(number + 1)
        continue
      }
      let result = try SealedJSON<PartResult>(contentsOf: file).content
      if result.manifestSHA256 == sealed.sha256, result.part == number + 1 {
        results.append(result.matched)
      } else {
        foreign.append(number + 1)
      }
    }
    if !foreign.isEmpty { throw .foreignParts(foreign, folder: path) }
    if !missing.isEmpty { throw .missingParts(missing, folder: path) }
    return results
  }
}
