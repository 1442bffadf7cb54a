internal import EvalStats
internal import Foundation

/// The files of one part of a divided match.
///
/// `part-0001.csv` has a line for each person: the row in the whole table, counted from 1, the arm,
/// the score if one is used, and the columns of `PartitionManifest.columns`, all numbers.
/// `part-0001.pairs.csv`, where there are any, has the pairs that may not or must be, by those rows.
/// `part-0001.match.json` is its result.
enum PartFile {
  private static let row = "row"
  private static let treated = "treated"
  private static let score = "score"
  private static let forbidden = "forbidden"
  private static let forced = "forced"

  /// The name of a part's files, without what follows the point.
  static func name(of number: Int) -> String {
    let digits = String(number + 1)
    return "part-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The lines of a part.
  static func lines(of part: MatchingPart) -> [UInt8] {
    var writer = CSVWriter(
      header: [row, treated] + (part.scores == nil ? [] : [score]) + part.table.names)
    for place in part.rows.indices {
      writer.append(part.rows[place] + 1)
      writer.append(part.treated[place] ? 1 : 0)
      if let scores = part.scores { writer.append(scores[place]) }
      for column in part.table.columns { writer.append(column, row: place) }
      writer.endRow()
    }
    return writer.bytes
  }

  /// The pairs given for a part; `nil` without any.
  static func pairs(of part: MatchingPart) -> [UInt8]? {
    guard !part.forbidden.isEmpty || !part.forced.isEmpty else { return nil }
    var writer = CSVWriter(header: ["kind", "treated", "control"])
    for (kind, pairs) in [(forbidden, part.forbidden), (forced, part.forced)] {
      for pair in pairs {
        writer.append(kind)
        writer.append(pair.treated + 1)
        writer.append(pair.control + 1)
        writer.endRow()
      }
    }
    return writer.bytes
  }

  /// Reads a part.
  ///
  /// - Throws: `PartitionError` for a file that is not the one planned, `CSVError`.
  static func read(
    _ number: Int, of manifest: PartitionManifest, in folder: String
  ) throws -> MatchingPart {
    let planned = manifest.parts[number]
    let hasScores = manifest.scoresSHA256 != nil
    let path = try checked(planned.file, sha256: planned.sha256, in: folder)
    let names = manifest.columns.map(\.name)
    let table = try CSVReader.table(
      at: path,
      schema: CSVSchema(
        [CSVColumn(row, .integer), CSVColumn(treated, .integer)]
          + (hasScores ? [CSVColumn(score, .real)] : []) + names.map { CSVColumn($0, .real) }))
    var (forbiddenPairs, forcedPairs): ([MatchedPair], [MatchedPair]) = ([], [])
    if let file = planned.pairs {
      let pairs = try CSVReader.table(
        at: try checked(file, sha256: planned.pairsSHA256, in: folder),
        schema: CSVSchema([
          CSVColumn("kind", .factor(levels: [forbidden, forced])), CSVColumn("treated", .integer),
          CSVColumn("control", .integer),
        ]))
      let kinds = try pairs.factor("kind")
      let (treated, controls) = (
        try pairs.wholeNumbers("treated"), try pairs.wholeNumbers("control")
      )
      for line in treated.indices {
        let pair = MatchedPair(treated: treated[line] - 1, control: controls[line] - 1)
        if kinds.codes[line] == 0 { forbiddenPairs.append(pair) } else { forcedPairs.append(pair) }
      }
    }
    return MatchingPart(
      number: number, rows: try table.wholeNumbers(row).map { $0 - 1 },
      treated: try table.wholeNumbers(treated).map { $0 == 1 }, table: try table.selecting(names),
      scores: hasScores ? try table.doubles(score).elements : nil, forbidden: forbiddenPairs,
      forced: forcedPairs, design: manifest.partDesign.design, scale: manifest.scale)
  }

  /// The path of a planned file that is as it was written.
  private static func checked(
    _ file: String, sha256: String?, in folder: String
  ) throws(PartitionError) -> String {
    let path = PartitionFolder.path(of: file, in: folder)
    guard let found = ContentHash.sha256(ofFileAt: path) else { throw .missingFile(path: path) }
    guard found == sha256 else { throw .changedFile(path: path) }
    return path
  }
}

extension Table {
  /// A column of whole numbers.
  fileprivate func wholeNumbers(_ name: String) throws(TableError) -> [Int] {
    let column = try column(name)
    guard case .integer(let values) = column else {
      throw .wrongKind(column: name, found: column.kindName, expected: "whole numbers")
    }
    return values.elements
  }
}
