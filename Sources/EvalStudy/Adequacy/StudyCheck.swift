internal import Foundation

/// A study's protocol and extracts, read and judged, with no outcome looked at.
public struct StudyCheck: Sendable, Codable, Equatable {
  /// The title of the study.
  public let title: String
  /// The SHA-256 of the protocol.
  public let protocolHash: String
  /// The extracts and what became of their rows.
  public let inputs: [StudyResults.Provenance.Input]
  /// One verdict a kind of extract, in the order of the inputs.
  public let adequacy: [StudyResults.AdequacyVerdict]
  /// One verdict an outcome and window.
  public let outcomeAdequacy: [StudyResults.OutcomeAdequacy]
  /// The share of people taken on with no record in a source, by month.
  public let linkage: [StudyResults.LinkageRow]
  /// How use is spread and whom the programme has reached.
  public let population: StudyResults.PopulationResult?

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
    let judged = extracts.adequacy(for: plan)
    adequacy = judged.sources
    outcomeAdequacy = judged.outcomes
    linkage = judged.linkage
    population = try extracts.population(for: plan)
  }

  /// The check as JSON, with sorted keys.
  public func json() throws -> [UInt8] { try StableJSON.bytes(of: self) }

  /// The verdict on an input's kind of extract.
  public func verdict(
    on input: StudyResults.Provenance.Input
  ) -> StudyResults.AdequacyVerdict? {
    ExtractKind(rawValue: input.source).flatMap { kind in
      adequacy.first { $0.source == kind.label }
    }
  }

  /// The check as comma-separated text, a row a source.
  public var csv: String {
    var writer = CSVWriter(header: [
      "source", "file", "rows_read", "rows_kept", "rows_left_out", "verdict", "reasons",
    ])
    for input in inputs {
      let verdict = verdict(on: input)
      writer.append(input.source)
      writer.append(input.fileName)
      writer.append(input.rowsRead.description)
      writer.append(input.rowsKept.description)
      writer.append(input.rowsLeftOut.description)
      writer.append(verdict?.verdict.rawValue ?? "")
      writer.append(verdict?.reasons.joined(separator: " ") ?? "")
      writer.endRow()
    }
    return writer.text
  }
}
