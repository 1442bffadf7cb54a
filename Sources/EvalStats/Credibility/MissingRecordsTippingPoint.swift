/// How large a share of missing records would undo a result.
///
/// For a ratio below 1: with a share x of the treated's records after the index date missing, and none
/// else, the corrected estimate is r/(1 − x). It is 1 at x = 1 − r, and the interval first holds 1 at
/// x = 1 − its upper end. For a ratio of 1 or more such records would only make the rise larger; there
/// the records that could undo it are the treated's before the index date, or the controls' after it,
/// of which a share 1 − 1/r would have to be missing.
public struct MissingRecordsTippingPoint: Sendable, Equatable {
  /// Where a result tips, or why it does not.
  public enum Point: Sendable, Equatable {
    /// At this share of missing records.
    case share(Double)
    /// No share of them does it.
    case none(Reason)

    /// The share; `nil` where there is none.
    public var share: Double? { if case .share(let share) = self { share } else { nil } }
    /// Why there is no share; `nil` where there is one.
    public var reason: Reason? { if case .none(let reason) = self { reason } else { nil } }
  }

  /// Why no share of missing records tips a result.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// The ratio is 1 or more, and missing records would only raise it.
    case notBelowOne
    /// The interval holds 1 as it is.
    case intervalHoldsOne
    /// The interval has no upper end.
    case noUpperLimit

    /// The reason in words.
    public var label: String {
      switch self {
      case .notBelowOne:
        "the ratio is not below 1, and missing records of the treated after the index date would "
          + "only raise it"
      case .intervalHoldsOne: "the interval holds 1 as it is"
      case .noUpperLimit: "the interval has no upper end"
      }
    }
  }

  /// The result under one share of missing records.
  public struct Correction: Sendable, Equatable {
    /// What is missing.
    public let records: MissingRecords
    /// The result, corrected for it.
    public let finding: Finding
  }

  /// The result as it was found.
  public let finding: Finding
  /// Where the estimate becomes 1.
  public let estimate: Point
  /// Where the interval first holds 1.
  public let interval: Point
  /// For a ratio above 1, the share of the treated's records before the index date, or of the controls'
  /// after it, at which the estimate becomes 1; `nil` otherwise.
  public let mirroredShare: Double?
  /// The result under each share asked about, ascending.
  public let corrections: [Correction]

  /// - Parameters:
  ///   - ratio: A finding on the ratio scale.
  ///   - shares: Shares of missing records to correct for.
  /// - Throws: `CredibilityError.invalidValue` for an estimate that is no positive ratio, limits that do
  ///   not hold it, or a share out of its range.
  public init(
    of ratio: Finding, shares: [Double] = MissingRecords.usualShares
  ) throws(CredibilityError) {
    try CredibilityError.requireRatio(ratio.estimate, ratio.lower, ratio.upper)
    finding = ratio
    let isFall = ratio.estimate < 1
    estimate = isFall ? .share(1 - ratio.estimate) : .none(.notBelowOne)
    if (ratio.lower ?? 0) <= 1, ratio.upper.map({ $0 >= 1 }) ?? !isFall {
      interval = .none(.intervalHoldsOne)
    } else if !isFall {
      interval = .none(.notBelowOne)
    } else {
      interval = ratio.upper.map { .share(1 - $0) } ?? .none(.noUpperLimit)
    }
    mirroredShare = ratio.estimate > 1 ? 1 - 1 / ratio.estimate : nil
    var corrections: [Correction] = []
    for share in Set(shares).sorted() {
      let records = try MissingRecords(share: share)
      corrections.append(Correction(records: records, finding: records.corrected(ratio)))
    }
    self.corrections = corrections
  }

  /// The tipping points and the corrections in plain sentences, with their numbers.
  public func sentences(_ subject: SentenceSubject) -> [String] {
    let records = "records of \(subject.treated) after the index date"
    var sentences: [String] = []
    if let share = estimate.share {
      sentences.append(
        "\(subject.outcome) ended \(Finding.relative(finding.estimate)) in comparison; if "
          + "\(Finding.percentText(share)) of the \(records) were missing, and none of those of "
          + "\(subject.controls), the whole of that would be missing records.")
    } else if let mirroredShare {
      sentences.append(
        "Missing \(records) cannot explain a rise; if \(Finding.percentText(mirroredShare)) of those "
          + "before it, or of those of \(subject.controls) after it, were missing, the whole of the "
          + "rise would be missing records.")
    } else {
      sentences.append("There is no difference that missing \(records) could explain.")
    }
    switch interval {
    case .share(let share):
      sentences.append(
        "From \(Finding.percentText(share)) missing, the 95% interval includes no difference.")
    case .none(.intervalHoldsOne):
      sentences.append("The 95% interval includes no difference as it is.")
    case .none(.notBelowOne), .none(.noUpperLimit): break
    }
    return sentences
      + corrections.map { correction in
        let corrected = correction.finding
        let range = corrected.lower.flatMap { lower in
          corrected.upper.map { upper in
            " (95% interval from \(Finding.relative(lower)) to \(Finding.relative(upper)))"
          }
        }
        return "With \(Finding.percentText(correction.records.share)) missing: "
          + "\(Finding.relative(corrected.estimate))\(range ?? "")."
      }
  }
}
