import Foundation

/// What a comparison measures of the process it runs in.
public enum Measurement {
  /// The largest resident memory so far, in MiB.
  public static var peakMegabytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
  }

  /// What a piece of work returns, and the seconds it takes.
  public static func timed<Result>(
    _ work: () throws -> Result
  ) rethrows -> (seconds: Double, result: Result) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try work()
    return ((clock.now - start) / .seconds(1), result)
  }
}
