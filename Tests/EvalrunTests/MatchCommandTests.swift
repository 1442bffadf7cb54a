import EvalTestSupport
import Foundation
import Testing

/// `evalrun match` on a table small enough to be matched by eye.
@Suite("evalrun match")
struct MatchCommandTests {
  /// Three treated people and five controls; `risk` decides.
  static let people = """
    id,treated,risk,sex,person,cost
    t1,1,0.30,f,p1,100
    t2,1,0.62,m,p2,200
    t3,1,0.90,f,p3,300
    c1,0,0.28,f,p4,31
    c2,0,0.33,m,p4,33
    c3,0,0.60,m,p5,60
    c4,0,0.70,f,p6,70
    c5,0,0.99,f,p1,99
    """

  /// A folder with the table and whatever else a command is given.
  struct Folder {
    let url: URL

    init(_ files: [String: String] = [:]) throws {
      url = FileManager.default.temporaryDirectory
        .appendingPathComponent("match-\(UUID().uuidString)", isDirectory: true)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for (name, text) in files.merging(
        ["people.csv": MatchCommandTests.people], uniquingKeysWith: { first, _ in first })
      {
        try Data((text + "\n").utf8).write(to: url.appendingPathComponent(name))
      }
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func clean() { try? FileManager.default.removeItem(at: url) }
  }

  /// The sets a command prints as CSV: `t1: c1 c2`.
  static func sets(_ options: [String], files: [String: String] = [:]) throws -> [String] {
    let folder = try Folder(files)
    defer { folder.clean() }
    let options = options.map { files[$0] == nil ? $0 : folder.path($0) }
    let tool = try RunningTool(
      [
        "match", folder.path("people.csv"), "--formula", "treated ~ risk", "--id", "id",
        "--format", "csv",
      ] + options)
    #expect(tool.errors.isEmpty)
    var sets: [String: (treated: [String], controls: [String])] = [:]
    for line in tool.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if cells[3] == "treated" {
        sets[cells[0], default: ([], [])].treated.append(cells[2])
      } else {
        sets[cells[0], default: ([], [])].controls.append(cells[2])
      }
    }
    return sets.sorted { $0.key < $1.key }
      .map {
        "\($0.value.treated.joined(separator: " ")): \($0.value.controls.joined(separator: " "))"
      }
  }

  @Test(
    "each distance and constraint does what its option says",
    arguments: [
      ("--distance column --score-column risk --order data", ["t1: c1", "t2: c3", "t3: c5"]),
      ("--distance euclidean", ["t1: c1", "t2: c3", "t3: c5"]),
      ("--distance prognostic --outcome cost", ["t1: c1", "t2: c3", "t3: c5"]),
      ("--distance euclidean --exact sex", ["t1: c1", "t2: c3", "t3: c5"]),
      ("--distance euclidean --anti-exact sex", ["t1: c2", "t2: c4", "t3: c3"]),
      ("--distance euclidean --caliper risk=0.05", ["t1: c1", "t2: c3"]),
      ("--distance column --score-column risk --caliper 0.05 --raw-caliper", ["t1: c1", "t2: c3"]),
      ("--distance euclidean --caliper risk=-0.25", ["t1: c3", "t2: c2", "t3: c1"]),
      ("--distance euclidean --unit person --ratio 2", ["t1: c1 c4", "t2: c3", "t3: c5"]),
      ("--distance euclidean --ratio 2 --minimum-ratio 2", ["t1: c1 c2", "t2: c3 c4"]),
      ("--distance euclidean --replace --ratio 2", ["t1: c1 c2", "t2: c3 c4", "t3: c5 c4"]),
      ("--method optimal --distance euclidean --ratio 1", ["t1: c1", "t2: c3", "t3: c5"]),
      ("--method full --distance euclidean", ["t1: c1 c2", "t2: c3 c4", "t3: c5"]),
      ("--method quick --distance euclidean", ["t1: c1 c2", "t2: c3 c4", "t3: c5"]),
      (
        "--method subclass --distance column --score-column risk --classes 3",
        ["t1: c1 c2", "t2: c3 c4", "t3: c5"]
      ),
      ("--method cem --cut risk=0.5,0.8", ["t1: c1 c2", "t2: c3 c4", "t3: c5"]),
      ("--method exact", []),
      (
        "--method genetic --distance mahalanobis --population 20 --generations 2",
        ["t1: c1", "t2: c3", "t3: c5"]
      ),
    ])
  func options(text: String, expected: [String]) throws {
    #expect(try Self.sets(text.split(separator: " ").map(String.init)) == expected)
  }

  @Test(
    "weights stand beside rows that are in no set",
    arguments: [
      "--method entropy", "--method ipw", "--method overlap --estimand ato",
      "--method matching-weights --estimand ato", "--method ipw --estimand ate",
    ])
  func weights(text: String) throws {
    let folder = try Folder()
    defer { folder.clean() }
    let tool = try RunningTool(
      ["match", folder.path("people.csv"), "--formula", "treated ~ risk", "--format", "csv"]
        + text.split(separator: " ").map(String.init))
    #expect(tool.errors.isEmpty)
    let rows = tool.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.map { $0[1] } == (1...8).map(String.init))
    func mean(_ arm: String) -> Double {
      let weighted = rows.filter { $0[3] == arm }.map {
        (Double($0[4]) ?? 0, Self.risks[(Int($0[1]) ?? 1) - 1])
      }
      return weighted.reduce(0) { $0 + $1.0 * $1.1 } / weighted.reduce(0) { $0 + $1.0 }
    }
    #expect(rows.allSatisfy { $0[0].isEmpty && (Double($0[4]) ?? 0) > 0 })
    if text.contains("entropy") || text.contains("overlap") {
      #expect(agree(mean("treated"), mean("control"), relative: 1e-7))
    }
  }

  static let risks = people.split(separator: "\n").dropFirst().compactMap {
    Double($0.split(separator: ",")[2])
  }

  @Test("pairs are forbidden, forced and measured by files that name rows")
  func pairFiles() throws {
    #expect(
      try Self.sets(
        ["--distance", "euclidean", "--forbidden", "no.csv", "--forced", "yes.csv"],
        files: ["no.csv": "treated,control\nt2,c3", "yes.csv": "treated,control\nt1,c5"])
        == ["t1: c5", "t2: c4", "t3: c3"])
    #expect(
      try Self.sets(
        ["--distance", "matrix", "--distances", "far.csv"],
        files: ["far.csv": "who,c5,c4,c3,c2,c1\nt3,9,9,1,9,9\nt2,9,9,9,1,Inf\nt1,9,1,9,9,9"])
        == ["t1: c4", "t2: c2", "t3: c3"])
  }

  @Test(
    "what cannot be honoured is one line with its exit code",
    arguments: [
      (
        "--distance column", 64,
        "option --distance: 'column' needs the name of one; give --score-column"
      ),
      (
        "--score-column risk", 64,
        "option --score-column: has no part in the distance 'logit'; leave it out or choose the "
          + "distance it belongs to"
      ),
      (
        "--distance matrix", 64,
        "option --distance: 'matrix' needs a file of distances; give --distances"
      ),
      (
        "--classes 3", 64,
        "option --classes: has no part in the method 'nearest'; leave it out or choose 'subclass'"
      ),
      ("--caliper age=wide", 64, "The value 'age=wide' is invalid for '--caliper <caliper>'"),
      (
        "--ratio 2 --minimum-ratio 3", 65,
        "3 to 2 partners, 2 on average, cannot be; give 1 ≤ fewest ≤ mean ≤ most"
      ),
      (
        "--forced pairs.csv", 64,
        "option --forced: line 2 names a row that the table does not have; name rows as --id does, "
          + "or by their number from 1"
      ),
    ])
  func refusals(text: String, status: Int, message: String) throws {
    let folder = try Folder(["pairs.csv": "treated,control\nt1,c9"])
    defer { folder.clean() }
    let options = text.split(separator: " ").map(String.init)
    let tool = try RunningTool(
      ["match", folder.path("people.csv"), "--formula", "treated ~ risk", "--id", "id"]
        + options.map { $0 == "pairs.csv" ? folder.path($0) : $0 })
    #expect(tool.status == Int32(status))
    #expect(tool.output.isEmpty)
    #expect(tool.errors.hasPrefix("evalrun: \(message)"), "\(tool.errors)")
    #expect(tool.errors.split(separator: "\n").count == 1)
  }
}
