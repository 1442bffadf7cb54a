import EvalStats
import EvalStudy
import Foundation
import Testing

@Suite("Reading files of comma-separated values")
struct CSVFileTests {
  /// Runs `body` with the path of a file of the given bytes in a folder of its own.
  private func withFile(
    _ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    try body(file.path)
  }

  @Test("A file is read alike plain and as a gzip archive, whatever its name")
  func plainAndArchive() throws {
    let text = Array("id,n\nP1,1\nP2,2\n".utf8)
    for bytes in [text, try GzipWriter.compress(text)] {
      try withFile("persons.csv", bytes) { path in
        let table = try CSVReader.table(at: path)
        #expect(table.names == ["id", "n"])
        #expect(table.rowCount == 2)
      }
    }
  }

  @Test("A damaged archive is an error of its own that names the file alone")
  func damagedArchive() throws {
    let archive = try GzipWriter.compress(Array("id,n\nP1,1\n".utf8))
    try withFile("persons.csv.gz", Array(archive.dropLast(3))) { path in
      let error = #expect(throws: CSVError.self) { try CSVReader.table(at: path) }
      #expect(error == .archive(.truncated(file: "persons.csv.gz")))
      #expect(
        error?.description
          == "persons.csv.gz: the gzip archive ends too early; copy or download it again")
    }
  }

  @Test("A missing file, an empty one and a folder are told apart")
  func noFile() throws {
    #expect(throws: CSVError.missingFile(file: "none.csv")) {
      try CSVReader.table(at: "/no/such/folder/none.csv")
    }
    try withFile("empty.csv", []) { path in
      #expect(throws: CSVError.emptyFile(file: "empty.csv")) { try CSVReader.table(at: path) }
      let folder = (path as NSString).deletingLastPathComponent
      let error = #expect(throws: CSVError.self) { try CSVReader.table(at: folder) }
      #expect(error?.code == "unreadable-file")
    }
  }

  @Test("Rows refused do not stop the others")
  func refusedRows() throws {
    let schema = CSVSchema([CSVColumn("id", .text), CSVColumn("n", .integer)])
    try withFile("x.csv", Array("id,n\nP1,1\nP2,two\n".utf8)) { path in
      let extract = try CSVReader.extract(at: path, schema: schema)
      #expect(extract.file == "x.csv")
      #expect(extract.table.rowCount == 1)
      #expect(extract.refusals.map(\.count) == [1])
      let error = #expect(throws: CSVError.self) { try CSVReader.table(at: path, schema: schema) }
      #expect(error == extract.refusals.first?.first)
    }
  }

  @Test("A pipe is read to its end")
  func pipe() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("a\n1\n2\n".utf8))
    try pipe.fileHandleForWriting.close()
    let table = try CSVReader.table(at: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    #expect(table.rowCount == 2)
  }
}
