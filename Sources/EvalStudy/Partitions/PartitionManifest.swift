internal import EvalStats
internal import Foundation

/// What a divided match consists of: `manifest.json` of its folder.
struct PartitionManifest: Sendable, Codable, Equatable {
  /// The version of the layout of the folder.
  static let currentSchemaVersion = 1

  /// A file the match was planned from.
  struct Input: Sendable, Codable, Equatable {
    /// As it was named when the match was planned.
    var path: String
    var sha256: String
  }

  /// The files the match was planned from.
  struct Inputs: Sendable, Codable, Equatable {
    var data: Input
    var forbidden: Input?
    var forced: Input?
  }

  /// A column of the files of parts.
  struct Column: Sendable, Codable, Equatable {
    var name: String
    var meaning: String
  }

  /// One part.
  struct Part: Sendable, Codable, Equatable {
    var file: String
    /// `nil` until the file is written.
    var sha256: String?
    /// The pairs that may not or must be; `nil` without any.
    var pairs: String?
    var pairsSHA256: String?
    var strata: Int
    var treated: Int
    var controls: Int
    /// Pairs that might be looked at.
    var expectedWork: Int
  }

  var schemaVersion = PartitionManifest.currentSchemaVersion
  var evalStatsVersion = EvalStatsVersion.current
  var inputs: Inputs
  /// The column that names rows.
  var identifier: String?
  var formula: String
  var rowCount: Int
  /// Of every score, those outside the parts too; `nil` without scores.
  var scoresSHA256: String?
  var design: MatchingDesignRecord
  /// The design each part is matched by.
  var partDesign: MatchingDesignRecord
  var scale: MatchingScale
  var columns: [Column]
  var parts: [Part]

  /// The manifest of a division, its files not yet written.
  init(
    _ divided: PartitionedMatching, of problem: MatchingProblem, from files: TableMatchFiles,
    hashed inputs: Inputs
  ) {
    self.inputs = inputs
    identifier = files.identifier
    formula = files.formula
    rowCount = problem.treated.count
    scoresSHA256 = divided.scores.map { ContentHash.sha256(of: $0) }
    design = MatchingDesignRecord(divided.design)
    partDesign = MatchingDesignRecord(divided.partDesign)
    scale = divided.partScale
    columns = divided.columns.map { Column(name: $0.name, meaning: $0.meaning) }
    parts = divided.shares.enumerated().map { number, share in
      Part(
        file: PartFile.name(of: number) + ".csv", strata: share.strata, treated: share.treated,
        controls: share.controls, expectedWork: share.work)
    }
  }

  /// The files it was planned from.
  var files: TableMatchFiles {
    TableMatchFiles(
      data: inputs.data.path, formula: formula, design: design.design, identifier: identifier,
      forbidden: inputs.forbidden?.path, forced: inputs.forced?.path)
  }

  /// What another manifest of the same files says otherwise; `nil` for nothing.
  func difference(from other: PartitionManifest) -> String? {
    if scoresSHA256 != other.scoresSHA256 { return "the scores" }
    if scale != other.scale { return "the scale of the covariates" }
    func unwritten(_ manifest: PartitionManifest) -> [Part] {
      manifest.parts.map { part in
        var part = part
        part.sha256 = nil
        part.pairs = nil
        part.pairsSHA256 = nil
        return part
      }
    }
    return unwritten(self) == unwritten(other) && columns == other.columns ? nil : "the parts"
  }
}

extension PartitionManifest.Inputs {
  /// Hashes the files.
  init(_ files: TableMatchFiles) throws(PartitionError) {
    func input(_ path: String) throws(PartitionError) -> PartitionManifest.Input {
      guard let hash = ContentHash.sha256(ofFileAt: path) else { throw .missingFile(path: path) }
      return .init(path: path, sha256: hash)
    }
    data = try input(files.data)
    if let path = files.forbidden { forbidden = try input(path) }
    if let path = files.forced { forced = try input(path) }
  }

  /// The first file that is not the one it was; `nil` if all are.
  func changed(since other: Self) -> String? {
    for (now, then) in [
      (data, other.data), (forbidden, other.forbidden), (forced, other.forced),
    ] as [(PartitionManifest.Input?, PartitionManifest.Input?)] where now?.sha256 != then?.sha256 {
      return now?.path ?? then?.path
    }
    return nil
  }
}
