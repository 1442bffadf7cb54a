import EvalStats

/// Seizures in the eight weeks before and after the start of treatment, 28 people on placebo and 31
/// on progabide (Thall and Vail 1990, doi:10.2307/2532086), each their own cluster.
enum EpilepsyTrial {
  static let placeboBefore: [Double] = [
    11, 11, 6, 8, 66, 27, 12, 52, 23, 10, 52, 33, 18, 42, 87, 50, 18, 111, 18, 20, 12, 9, 17, 28,
    55, 9, 10, 47,
  ]
  static let placeboAfter: [Double] = [
    14, 14, 11, 13, 55, 22, 12, 93, 22, 33, 66, 30, 16, 42, 59, 16, 6, 123, 15, 16, 14, 14, 13,
    30, 143, 6, 10, 53,
  ]
  static let progabideBefore: [Double] = [
    76, 38, 19, 10, 19, 24, 31, 14, 11, 67, 41, 7, 22, 13, 46, 36, 38, 7, 36, 11, 151, 22, 41,
    32, 56, 24, 16, 22, 25, 13, 12,
  ]
  static let progabideAfter: [Double] = [
    42, 28, 7, 13, 19, 11, 74, 20, 10, 24, 29, 4, 6, 12, 65, 26, 39, 7, 32, 3, 302, 13, 26, 10,
    70, 13, 15, 51, 6, 0, 10,
  ]

  /// One set a person, so that clustering is by person; time in weeks.
  static let counts: PrePostCounts = {
    let before = placeboBefore + progabideBefore
    let people = Array(before.indices)
    return PrePostCounts(
      arms: people.map { $0 < placeboBefore.count ? .control : .treated }, sets: people,
      persons: people, weights: people.map { _ in 1 }, before: before,
      timeBefore: people.map { _ in 8 }, after: placeboAfter + progabideAfter,
      timeAfter: people.map { _ in 8 })
  }()
}
