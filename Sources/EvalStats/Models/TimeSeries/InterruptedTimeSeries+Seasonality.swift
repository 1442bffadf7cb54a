private import Foundation

extension InterruptedTimeSeries {
  /// What repeats every year: pairs of sine and cosine, or a term for each place in the year.
  public struct Seasonality: Sendable, Equatable {
    /// Periods in a year.
    public let periodsPerYear: Int
    /// Pairs of sine and cosine: the first goes once a year, the second twice, and so on; 0 where each
    /// place has a term.
    public let harmonicCount: Int
    /// The place in the year of the first period, from 1: its calendar month for months.
    public let firstPlace: Int
    /// Whether each place in the year has a term of its own, against the first place of the year seen.
    public let hasPlaceTerms: Bool

    /// Creates harmonics; two pairs for months unless said otherwise.
    public init(periodsPerYear: Int = 12, harmonicCount: Int = 2, firstPlace: Int = 1) {
      precondition(
        harmonicCount >= 0 && 2 * harmonicCount < periodsPerYear,
        "\(harmonicCount) harmonics of \(periodsPerYear) periods")
      self.init(periodsPerYear, harmonicCount, firstPlace, hasPlaceTerms: false)
    }

    private init(
      _ periodsPerYear: Int, _ harmonicCount: Int, _ firstPlace: Int, hasPlaceTerms: Bool
    ) {
      self.periodsPerYear = periodsPerYear
      self.harmonicCount = harmonicCount
      self.firstPlace = firstPlace
      self.hasPlaceTerms = hasPlaceTerms
    }

    /// A term for each place in the year, `place2` to `place12` for months: any shape of season, for
    /// eleven coefficients.
    public static func places(periodsPerYear: Int = 12, firstPlace: Int = 1) -> Seasonality {
      precondition(periodsPerYear >= 2, "\(periodsPerYear) periods in a year")
      return Seasonality(periodsPerYear, 0, firstPlace, hasPlaceTerms: true)
    }

    /// `sin1`, `cos1`, … or `place2`, …
    func columns(periodCount: Int) -> [(String, [Double])] {
      guard !hasPlaceTerms else {
        let places = (0..<periodCount).map { period in
          let place = (period + firstPlace - 1) % periodsPerYear
          return (place < 0 ? place + periodsPerYear : place) + 1
        }
        return Set(places).sorted().dropFirst().map { place in
          ("place\(place)", places.map { $0 == place ? 1 : 0 })
        }
      }
      guard harmonicCount > 0 else { return [] }
      return (1...harmonicCount).flatMap { harmonic in
        let angles = (0..<periodCount).map { period in
          2 * Double.pi * Double(harmonic) * (Double(period) + Double(firstPlace))
            / Double(periodsPerYear)
        }
        return [
          ("sin\(harmonic)", angles.map { sin($0) }), ("cos\(harmonic)", angles.map { cos($0) }),
        ]
      }
    }
  }
}
