internal import Foundation

/// How results came about: what may differ from run to run and is therefore kept out of them.
public struct RunManifest: Sendable, Codable, Equatable {
  /// The version of EvalStats.
  public var evalStatsVersion = EvalStatsVersion.current
  /// The version of the layout of `results.json`.
  public var schemaVersion = StudyResults.currentSchemaVersion
  /// The protocol's file and SHA-256.
  public var protocolFile: String
  public var protocolHash: String
  /// SHA-256 of the extracts by file name.
  public var inputHashes: [String: String]
  /// SHA-256 of the outputs by file name.
  public var outputHashes: [String: String]
  /// The seed of every random step.
  public var seed: UInt64
  /// Threads that might be used; results do not depend on it.
  public var threads: Int
  /// The operating system.
  public var system: String
  /// Seconds of each step, in the order in which they were taken.
  public var timings: [Timing]

  /// The time one step took.
  public struct Timing: Sendable, Codable, Equatable {
    /// The step.
    public var step: String
    /// Seconds.
    public var seconds: Double

    /// Creates a timing.
    public init(step: String, seconds: Double) {
      self.step = step
      self.seconds = seconds
    }
  }
}
