internal import Foundation

/// A study's protocol and extracts, read and judged, with no outcome looked at.
public struct StudyCheck: Sendable, Codable, Equatable {
  /// The title of the study.
  public let title: String
  /// The SHA-256 of the protocol.
  public let protocolHash: String
  /// The extracts and what became of their rows.
  public let inputs: [StudyResults.Provenance.Input]
  /// One verdict an extract, in the same order.
  public let adequacy: [StudyResults.AdequacyVerdict]

  /// Reads and judges a study.
  ///
  /// - Throws: `ProtocolError`, `ExtractError` or `CostError`.
  public init(protocolAt path: String) throws {
    let plan = try StudyProtocol(contentsOf: path)
    let extracts = try StudyExtracts(
      plan, folder: URL(fileURLWithPath: path).deletingLastPathComponent())
    title = plan.title
    protocolHash = ContentHash.sha256(ofFileAt: path) ?? ""
    inputs = extracts.provenance(of: plan, protocolHash: protocolHash).inputs
    adequacy = extracts.adequacy(for: plan)
  }

  /// The check as JSON, with sorted keys.
  public func json() throws -> [UInt8] { try StableJSON.bytes(of: self) }

  /// The check as comma-separated text, a row an extract.
  public var csv: String {
    var writer = CSVWriter(header: [
      "source", "file", "rows_read", "rows_kept", "verdict", "reasons",
    ])
    for (input, verdict) in zip(inputs, adequacy) {
      writer.append(input.source)
      writer.append(input.fileName)
      writer.append(input.rowsRead.description)
      writer.append(input.rowsKept.description)
      writer.append(verdict.verdict.rawValue)
      writer.append(verdict.reasons.joined(separator: " "))
      writer.endRow()
    }
    return writer.text
  }
}
