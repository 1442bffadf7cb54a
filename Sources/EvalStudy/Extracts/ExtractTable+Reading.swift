internal import EvalStats
internal import Foundation

extension ExtractTable {
  /// Reads the columns of an extract that EvalStats uses.
  ///
  /// - Parameters:
  ///   - required: Columns that must be there, by their standard names.
  ///   - optional: Columns that may be.
  /// - Throws: `ExtractError` if the file is not there, is no table, lacks a required column or has
  ///   no rows.
  init(
    _ kind: ExtractKind, _ source: StudyProtocol.Source, folder: URL, required: [String],
    optional: [String]
  ) throws(ExtractError) {
    let path = StudyFolder.path(of: source.file, in: folder)
    let fileName = URL(fileURLWithPath: path).lastPathComponent
    guard FileManager.default.fileExists(atPath: path),
      let data = FileManager.default.contents(atPath: path)
    else {
      throw .missingFile(path: source.file, source: kind.rawValue)
    }
    var text: String?
    let isGzip = data.starts(with: [0x1f, 0x8b])
    if isGzip {
      text = data.withUnsafeBytes { bytes in
        (try? GzipReader.inflate(bytes, file: fileName)).map { String(decoding: $0, as: UTF8.self) }
      }
    } else {
      text = String(decoding: data, as: UTF8.self)
    }
    let lines = (text ?? "").split(separator: "\n")
    let header =
      lines.first.map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      } ?? []
    var columns: [(String, Int)] = []
    for name in required + optional {
      if let index = header.firstIndex(of: source.column(name)) {
        columns.append((name, index))
      } else if required.contains(name) {
        throw .missingColumn(
          ExtractPlace(file: fileName, line: 1, column: source.column(name)),
          nearest: NearestNames.of(source.column(name), among: header))
      }
    }
    guard lines.count > 1 else {
      throw .empty(ExtractPlace(file: fileName, line: nil, column: nil))
    }
    var values: [String: [String?]] = [:]
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      for (name, index) in columns {
        values[name, default: []].append(cells[index].isEmpty ? nil : String(cells[index]))
      }
    }
    self.init(
      source: source, fileName: fileName, rowCount: lines.count - 1, lines: nil,
      cells: values.mapValues { Factor($0) })
  }
}
