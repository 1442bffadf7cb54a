import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Missing records")
struct MissingRecordsTests {
  static let subject = SentenceSubject(outcome: "A&E attendances")

  static func finding(_ estimate: Double, _ lower: Double?, _ upper: Double?) -> Finding {
    Finding(
      estimand: "rate-of-change ratio", method: "Poisson", estimate: estimate, standardError: 0.1,
      lower: lower, upper: upper, pValue: 0.02)
  }

  @Test("A tenth of the records missing makes no effect look like a fall of a tenth")
  func outcomeBlind() throws {
    let tenth = try MissingRecords(share: 0.1)
    #expect(tenth.apparentRatioOfNoEffect == 0.9)
    #expect(agree(tenth.correctionFactor, 1 / 0.9, relative: 1e-15))
    // A true rate of 50 shows as 45; putting it right adds 45/9 = 5.
    #expect(tenth.apparentDifferenceOfNoEffect(treatedRateAfter: 50) == -5)
    #expect(agree(tenth.corrected(difference: -5, treatedRateAfter: 45), 0, absolute: 1e-12))
    #expect(
      tenth.sentence(Self.subject)
        == "If 10% of the records of people seen by the MDT after the index date were missing, and "
        + "none of those of similar people, no effect at all would look like a fall of 10%.")
    let none = try MissingRecords(share: 0)
    #expect(none.correctionFactor == 1 && none.corrected(difference: 3, treatedRateAfter: 9) == 3)
    for share in [-0.1, 1, .nan] {
      #expect(throws: CredibilityError.self) { try MissingRecords(share: share) }
    }
  }

  @Test("A ratio of 0.75 (0.6 to 0.9) tips at 25% missing, its interval at 10%")
  func tipping() throws {
    let found = try MissingRecordsTippingPoint(of: Self.finding(0.75, 0.6, 0.9))
    #expect(found.estimate == .share(0.25) && found.mirroredShare == nil)
    #expect(agree(try #require(found.interval.share), 0.1, relative: 1e-14))
    #expect(found.corrections.map(\.records.share) == [0.05, 0.1, 0.2])
    let fifth = found.corrections[2].finding
    #expect(agree(fifth.estimate, 0.9375, relative: 1e-14))
    #expect(agree(try #require(fifth.lower), 0.75, relative: 1e-14))
    #expect(agree(try #require(fifth.upper), 1.125, relative: 1e-14))
    #expect(fifth.pValue == nil && fifth.standardError == 0.1)
    #expect(
      found.sentences(Self.subject) == [
        "A&E attendances ended 25% lower in comparison; if 25% of the records of people seen by the "
          + "MDT after the index date were missing, and none of those of similar people, the whole of "
          + "that would be missing records.",
        "From 10% missing, the 95% interval includes no difference.",
        "With 5% missing: 21% lower (95% interval from 37% lower to 5% lower).",
        "With 10% missing: 17% lower (95% interval from 33% lower to no higher or lower).",
        "With 20% missing: 6% lower (95% interval from 25% lower to 13% higher).",
      ])
  }

  @Test("A fall whose interval holds 1, a rise and an unbounded interval have reasons instead")
  func reasons() throws {
    let wide = try MissingRecordsTippingPoint(of: Self.finding(0.8, 0.6, 1.1))
    #expect(wide.estimate.share == 1 - 0.8 && wide.interval == .none(.intervalHoldsOne))
    let rise = try MissingRecordsTippingPoint(of: Self.finding(1.25, 1.1, 1.4))
    #expect(rise.estimate.reason == .notBelowOne && rise.interval.reason == .notBelowOne)
    #expect(agree(try #require(rise.mirroredShare), 0.2, relative: 1e-14))
    #expect(
      rise.sentences(Self.subject)[0]
        == "Missing records of people seen by the MDT after the index date cannot explain a rise; if "
        + "20% of those before it, or of those of similar people after it, were missing, the whole of "
        + "the rise would be missing records.")
    let unsure = try MissingRecordsTippingPoint(of: Self.finding(1.25, 0.9, 1.4))
    #expect(unsure.interval == .none(.intervalHoldsOne))
    let open = try MissingRecordsTippingPoint(of: Self.finding(0.8, nil, nil))
    #expect(open.interval == .none(.noUpperLimit) && open.corrections[0].finding.lower == nil)
    let null = try MissingRecordsTippingPoint(of: Self.finding(1, 0.9, 1.1), shares: [])
    #expect(null.estimate.reason == .notBelowOne && null.mirroredShare == nil)
    #expect(null.sentences(Self.subject).count == 2 && null.corrections.isEmpty)
    for reason in MissingRecordsTippingPoint.Reason.allCases { #expect(!reason.label.isEmpty) }
    #expect(throws: CredibilityError.self) {
      try MissingRecordsTippingPoint(of: Self.finding(-2, nil, nil))
    }
    #expect(throws: CredibilityError.self) {
      try MissingRecordsTippingPoint(of: Self.finding(0.8, 0.9, 1))
    }
  }

  @Test("The more is missing the larger is the correction, and at the tipping point it is to 1")
  func monotone() throws {
    let finding = Self.finding(0.62, 0.5, 0.83)
    let shares = stride(from: 0, to: 0.99, by: 0.03).map { $0 }
    let corrected = try MissingRecordsTippingPoint(of: finding, shares: shares).corrections
    for (less, more) in zip(corrected, corrected.dropFirst()) {
      #expect(less.finding.estimate < more.finding.estimate)
    }
    let point = try MissingRecordsTippingPoint(of: finding)
    let atEstimate = try MissingRecords(share: try #require(point.estimate.share))
    #expect(agree(atEstimate.corrected(finding).estimate, 1, relative: 1e-14))
    let atInterval = try MissingRecords(share: try #require(point.interval.share))
    #expect(agree(try #require(atInterval.corrected(finding).upper), 1, relative: 1e-14))
  }

  @Test("An observed loss divides the ratio, and widens its interval by its own")
  func observed() throws {
    // On the log scale: −0.3 ± 0.3 less −0.1 ± 0.4 is −0.2 ± 0.5.
    let loss = try RecordLoss(ratio: exp(-0.1), lower: exp(-0.5), upper: exp(0.3))
    let found = try loss.corrected(Self.finding(exp(-0.3), exp(-0.6), exp(0)))
    #expect(agree(found.estimate, exp(-0.2), relative: 1e-14))
    #expect(agree(try #require(found.lower), exp(-0.7), relative: 1e-13))
    #expect(agree(try #require(found.upper), exp(0.3), relative: 1e-13))
    #expect(found.pValue == nil && found.method.hasSuffix("divided by a ratio of records of 0.90"))
    // Uneven limits: each end takes the side that pulls towards it.
    let uneven = try RecordLoss(ratio: 1, lower: exp(-0.4), upper: exp(0.3))
    let ends = try uneven.corrected(Self.finding(1, exp(-0.4), exp(0.3)))
    #expect(agree(try #require(ends.lower), exp(-0.5), relative: 1e-13))
    #expect(agree(try #require(ends.upper), exp(0.5), relative: 1e-13))
  }

  @Test("A loss known exactly scales the limits; unknown limits stay unknown")
  func edges() throws {
    let exact = try RecordLoss(ratio: 0.9, lower: 0.9, upper: 0.9)
      .corrected(Self.finding(0.72, 0, 0.81))
    #expect(exact.lower == 0)
    #expect(agree(try #require(exact.upper), 0.9, relative: 1e-14))
    let unknown = try RecordLoss(ratio: 0.9).corrected(Self.finding(0.72, 0.6, 0.81))
    #expect(unknown.lower == nil && unknown.upper == nil)
    #expect(agree(unknown.estimate, 0.8, relative: 1e-14))
    #expect(throws: CredibilityError.self) { try RecordLoss(ratio: 0) }
    #expect(throws: CredibilityError.self) { try RecordLoss(ratio: 0.9, lower: 0) }
    #expect(throws: CredibilityError.self) { try RecordLoss(ratio: 0.9, upper: 0.8) }
    #expect(throws: CredibilityError.self) {
      try RecordLoss(ratio: 0.9).corrected(Self.finding(0, nil, nil))
    }
  }
}
