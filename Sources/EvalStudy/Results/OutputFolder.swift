internal import Foundation

/// A folder of outputs that appears whole or not at all.
///
/// Files are written to a folder beside the wanted one, which then takes its name. An earlier output
/// is replaced; a folder that holds anything else is left alone.
public struct OutputFolder: Sendable {
  /// One file of the output.
  public struct File: Sendable, Equatable {
    /// The name of the file.
    public let name: String
    /// Its content.
    public let bytes: [UInt8]

    /// Creates a file from bytes.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }

    /// Creates a file from text.
    public init(name: String, text: String) {
      self.init(name: name, bytes: Array(text.utf8))
    }
  }

  /// The folder as the caller named it.
  public let path: String
  private let target: URL

  /// The file by which an earlier output is known.
  static let mark = "manifest.json"

  /// Takes a folder in view, without touching it.
  ///
  /// - Parameter replacesEarlier: Whether an earlier output may make way: a folder that holds its
  ///   manifest and nothing that the manifest does not list.
  /// - Throws: `OutputError.cannotCreate` if a file, or a folder with anything but an earlier
  ///   output, stands there: better to know before a long run than after it.
  public init(_ path: String, replacesEarlier: Bool = true) throws(OutputError) {
    self.path = path
    target = URL(fileURLWithPath: path).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder) else {
      return
    }
    guard isFolder.boolValue else {
      throw .cannotCreate(path: path, problem: "a file of this name is there")
    }
    let content = try? FileManager.default.contentsOfDirectory(atPath: target.path)
    guard let content, content.isEmpty || (replacesEarlier && isOutput(content)) else {
      throw .cannotCreate(
        path: path,
        problem: replacesEarlier
          ? "the folder holds files that are no output of an earlier run"
          : "the folder is not empty")
    }
  }

  /// Whether the files of the folder are those its manifest lists, and no others.
  private func isOutput(_ content: [String]) -> Bool {
    struct Manifest: Decodable { let outputHashes: [String: String] }
    guard
      let data = FileManager.default.contents(
        atPath: target.appendingPathComponent(Self.mark).path),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return false }
    return content.allSatisfy { $0 == Self.mark || manifest.outputHashes[$0] != nil }
  }

  /// Writes the files and gives the folder its name.
  ///
  /// - Throws: `OutputError`; nothing is left behind then.
  public func write(_ files: [File]) throws(OutputError) {
    let pending = try begin()
    defer { pending.abandon() }
    for file in files { try pending.add(file) }
    try pending.finish()
  }

  /// Begins an output whose files come one at a time.
  func begin() throws(OutputError) -> Pending {
    let parent = target.deletingLastPathComponent()
    let tag = "\(target.lastPathComponent)-\(ProcessInfo.processInfo.processIdentifier)"
    let pending = Pending(
      path: path, target: target, partial: parent.appendingPathComponent(".partial-\(tag)"),
      previous: parent.appendingPathComponent(".previous-\(tag)"))
    do {
      try FileManager.default.createDirectory(
        at: pending.partial, withIntermediateDirectories: true)
    } catch {
      throw .cannotCreate(path: path, problem: "the folder cannot be made")
    }
    return pending
  }

  /// An output that has not yet its name.
  struct Pending {
    fileprivate let path: String
    fileprivate let target: URL
    fileprivate let partial: URL
    fileprivate let previous: URL

    /// Writes one file.
    func add(_ file: File) throws(OutputError) {
      do {
        try Data(file.bytes).write(to: partial.appendingPathComponent(file.name))
      } catch {
        throw .cannotWrite(path: path, problem: "'\(file.name)' cannot be written")
      }
    }

    /// Gives the folder its name.
    func finish() throws(OutputError) {
      let manager = FileManager.default
      let replaces = manager.fileExists(atPath: target.path)
      do {
        if replaces { try manager.moveItem(at: target, to: previous) }
        try manager.moveItem(at: partial, to: target)
      } catch {
        if replaces, !manager.fileExists(atPath: target.path) {
          try? manager.moveItem(at: previous, to: target)
        }
        throw .cannotCreate(path: path, problem: "the folder cannot be given its name")
      }
      if replaces { try? manager.removeItem(at: previous) }
    }

    /// Removes what was written, unless the folder has its name.
    func abandon() { try? FileManager.default.removeItem(at: partial) }
  }
}
