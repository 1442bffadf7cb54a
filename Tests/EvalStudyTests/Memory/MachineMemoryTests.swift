import Testing

@testable import EvalStudy

@Suite("The memory of the machine")
struct MachineMemoryTests {
  static let meminfo = """
    MemTotal:       24684404 kB
    MemFree:        17239672 kB
    MemAvailable:   23452988 kB
    Buffers:          123456 kB
    """

  @Test("is what the system calls available, in bytes")
  func meminfo() {
    #expect(MachineMemory.available(inMeminfo: Self.meminfo) == 23_452_988 * 1_024)
    #expect(MachineMemory.available(inMeminfo: "MemTotal: 5 kB\nMemFree: 4 kB\n") == nil)
    #expect(MachineMemory.available(inMeminfo: "MemAvailable: many kB") == nil)
    #expect(MachineMemory.available(inMeminfo: "MemAvailable: 9223372036854775807 kB") == nil)
    #expect(MachineMemory.available(inMeminfo: "") == nil)
  }

  @Test(
    "within a group is the limit less what is used, files out of use apart",
    arguments: [
      ("8589934592\n", "3221225472\n", "anon 3000000000\ninactive_file 221225472\n", 5_589_934_592),
      ("8589934592\n", "3221225472\n", "", 5_368_709_120),
      // More in use than the limit allows, and more out of use than in use.
      ("100\n", "300\n", "inactive_file 50\n", 0),
      ("100\n", "30\n", "inactive_file 50\n", 100),
      ("max\n", "3221225472\n", "", nil),
      ("9223372036854771712\n", "10\n", "", 9_223_372_036_854_771_702),
      ("-1\n", "10\n", "", nil),
      ("100\n", "", "", nil),
    ] as [(String, String, String, Int?)])
  func group(limit: String, usage: String, statistics: String, expected: Int?) {
    #expect(
      MachineMemory.left(
        limit: limit, usage: usage, statistics: statistics, inactiveFile: "inactive_file")
        == expected)
  }

  @Test("is bounded by the groups of a process and those above them")
  func groups() {
    let root = ControlGroup(folder: "/sys/fs/cgroup", isUnified: true)
    #expect(ControlGroup.all(in: "0::/\n") == [root])
    #expect(
      ControlGroup.all(in: "0::/user.slice/job:1\n").map(\.folder) == [
        "/sys/fs/cgroup", "/sys/fs/cgroup/user.slice", "/sys/fs/cgroup/user.slice/job:1",
      ])
    let older = """
      12:cpu,cpuacct:/docker/abc
      4:hugetlb,memory:/docker/abc
      1:name=systemd:/docker/abc
      """
    let found = ControlGroup.all(in: older)
    #expect(
      found.map(\.folder) == [
        "/sys/fs/cgroup/memory", "/sys/fs/cgroup/memory/docker",
        "/sys/fs/cgroup/memory/docker/abc",
      ])
    #expect(found.allSatisfy { $0.limitFile == "memory.limit_in_bytes" && !$0.isUnified })
    // A path out of the tree, and lines that are none.
    #expect(ControlGroup.all(in: "0::/../other\n") == [root])
    #expect(ControlGroup.all(in: "nonsense\n\n3:memory\n").isEmpty)
  }

  #if os(Linux)
    @Test("is some, on this machine")
    func here() throws {
      let available = try #require(MachineMemory.available)
      #expect(available > 1 << 20)
    }
  #endif
}

@Suite("An amount of memory")
struct ByteCountTests {
  @Test(
    "is read with its unit",
    arguments: [
      ("8GiB", 8 << 30), ("8 gib", 8 << 30), ("1.5MiB", 3 << 19), ("512KiB", 1 << 19), ("7B", 7),
      ("2GB", 2_000_000_000), ("3 kB", 3_000), ("1TiB", 1 << 40), (" 1MiB ", 1 << 20),
    ])
  func read(text: String, bytes: Int) { #expect(ByteCount(text)?.bytes == bytes) }

  @Test(
    "is refused without one, or where it is none",
    arguments: [
      "8", "", "GiB", "-1GiB", "0MiB", "1e3GiB", "1.2.3GiB", "8G", "9999999999TiB", "nanGiB",
    ])
  func refused(text: String) { #expect(ByteCount(text) == nil) }

  @Test(
    "is written as people would",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1 KiB"), (1 << 10, "1 KiB"), (1_536, "1.5 KiB"),
      (3_328_599_654, "3.1 GiB"), (1 << 30, "1 GiB"), (250 << 20, "250 MiB"), (1 << 50, "1024 TiB"),
    ])
  func written(bytes: Int, text: String) { #expect(ByteCount(bytes).description == text) }
}

@Suite("Work that does not fit into memory")
struct MemoryShortageTests {
  @Test("is refused with what it needs, what there is and what to do")
  func wording() {
    #expect(
      MemoryShortage.table(file: "people.csv", needed: 3_328_599_654, available: 1 << 30)
        .description
        == "people.csv: the table needs about 3.1 GiB of memory and 1 GiB can be had; leave columns "
        + "out of the file, split it by region, take a larger machine, or allow more with --memory")
    #expect(
      MemoryShortage.match(needed: 3_328_599_654, available: 1 << 30).description
        == "the match needs about 3.1 GiB of memory and 1 GiB can be had; leave columns out, match "
        + "one region after another, take a larger machine, or allow more with --memory")
  }
}
