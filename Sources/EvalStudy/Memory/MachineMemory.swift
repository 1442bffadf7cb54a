internal import Foundation

/// How much memory this process can still have.
///
/// On Linux the least of what the machine has available and of what the limits of the process's
/// control groups leave, as in a container. Pages of files that nobody has used for a while count as
/// free: the system takes them back when memory is asked for.
public enum MachineMemory {
  /// Bytes that can be had; `nil` where the system does not say, as on macOS.
  public static var available: Int? {
    let groups = text("/proc/self/cgroup").map(ControlGroup.all(in:)) ?? []
    let amounts = [text("/proc/meminfo").flatMap(available(inMeminfo:))] + groups.map(left(by:))
    return amounts.compactMap(\.self).min()
  }

  /// The line `MemAvailable: 16303232 kB` of `/proc/meminfo`, in bytes.
  static func available(inMeminfo text: String) -> Int? {
    number(of: "MemAvailable:", in: text).flatMap { kibibytes in
      let (bytes, overflows) = kibibytes.multipliedReportingOverflow(by: 1_024)
      return overflows ? nil : bytes
    }
  }

  /// What a group's limit leaves: the limit less what is used, pages of files out of use apart.
  ///
  /// - Parameters:
  ///   - limit: a number of bytes, or `max` for no limit.
  ///   - usage: bytes in use.
  ///   - statistics: the lines of `memory.stat`.
  ///   - inactiveFile: the name of the line with the pages of files out of use.
  static func left(
    limit: String, usage: String, statistics: String, inactiveFile: String
  ) -> Int? {
    guard let limit = Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)),
      let usage = Int(usage.trimmingCharacters(in: .whitespacesAndNewlines)),
      limit >= 0, usage >= 0
    else { return nil }
    let reclaimable = max(0, number(of: inactiveFile, in: statistics) ?? 0)
    return max(0, limit - max(0, usage - reclaimable))
  }

  private static func left(by group: ControlGroup) -> Int? {
    guard let limit = text("\(group.folder)/\(group.limitFile)"),
      let usage = text("\(group.folder)/\(group.usageFile)")
    else { return nil }
    return left(
      limit: limit, usage: usage, statistics: text("\(group.folder)/memory.stat") ?? "",
      inactiveFile: group.inactiveFile)
  }

  /// The number that stands in a line behind its name.
  private static func number(of name: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count >= 2, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}

/// A control group of Linux that bounds the memory of its processes.
struct ControlGroup: Equatable {
  /// Where its files are.
  let folder: String
  /// Whether it is of version 2, where one tree bounds everything.
  let isUnified: Bool

  var limitFile: String { isUnified ? "memory.max" : "memory.limit_in_bytes" }
  var usageFile: String { isUnified ? "memory.current" : "memory.usage_in_bytes" }
  var inactiveFile: String { isUnified ? "inactive_file" : "total_inactive_file" }

  /// The groups that bound a process by its `/proc/self/cgroup`, each with those above it.
  ///
  /// Inside a container a path may be the host's, and the container's own group stand at the root:
  /// folders that are not there bound nothing.
  static func all(in text: String) -> [ControlGroup] {
    text.split(separator: "\n").flatMap { line -> [ControlGroup] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let isUnified = parts[0] == "0" && parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { return [] }
      let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      let steps = parts[2].split(separator: "/")
      guard !steps.contains("..") else { return [.init(folder: root, isUnified: isUnified)] }
      return (0...steps.count).map { depth in
        ControlGroup(
          folder: ([root] + steps.prefix(depth).map(String.init)).joined(separator: "/"),
          isUnified: isUnified)
      }
    }
  }
}
