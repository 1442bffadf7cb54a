internal import EvalStats

/// The cells of a column as categories, gathered part by part.
struct LevelColumn: Sendable {
  private(set) var codes: [Int32] = []
  private var levels = CSVLevels()

  /// The categories in order of appearance.
  var texts: [String] { levels.levels }

  /// Adds the cell of a row; an empty one, or a column the file has not, is missing.
  mutating func append(_ row: ExtractRow, _ position: Int?) {
    guard let position else { return codes.append(Factor.missingCode) }
    codes.append(code(of: row, position))
  }

  /// The category of a cell, which is added if it is new; `Factor.missingCode` for an empty one.
  @inline(__always)
  mutating func code(of row: ExtractRow, _ position: Int) -> Int32 {
    row.withBytes(at: position) {
      ExtractCell.isMissing($0) ? Factor.missingCode : levels.code(of: $0)
    }
  }

  /// Adds the rows of a part that follows.
  mutating func append(_ other: LevelColumn) {
    let new = places(of: other)
    codes.reserveCapacity(codes.count + other.codes.count)
    for code in other.codes { codes.append(code < 0 ? code : new[Int(code)]) }
  }

  /// The codes that another column's categories have here; those that are new are added.
  mutating func places(of other: LevelColumn) -> [Int32] {
    other.levels.levels.map { level in
      var level = level
      return level.withUTF8 { levels.code(of: $0) }
    }
  }

  /// The rows at some places as a factor with its levels in order of their Unicode scalars.
  func factor(at rows: [Int]) -> Factor {
    let texts = levels.levels
    let order = texts.indices.sorted {
      texts[$0].unicodeScalars.lexicographicallyPrecedes(texts[$1].unicodeScalars)
    }
    var isUsed = [Bool](repeating: false, count: texts.count)
    for row in rows where codes[row] >= 0 { isUsed[Int(codes[row])] = true }
    var newCode = [Int32](repeating: Factor.missingCode, count: texts.count)
    var names: [String] = []
    for level in order where isUsed[level] {
      newCode[level] = Int32(names.count)
      names.append(texts[level])
    }
    return Factor(
      codes: rows.map { codes[$0] < 0 ? Factor.missingCode : newCode[Int(codes[$0])] },
      levels: names)
  }
}
