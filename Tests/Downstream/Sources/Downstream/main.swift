import EvalStats

// Five matched pairs: A&E attendances in the 12 months before and after the first MDT.
let people = 0..<10
let finding = try RateOfChange(
  PrePostCounts(
    arms: people.map { $0 < 5 ? .treated : .control }, sets: people.map { $0 % 5 },
    persons: Array(people), weights: people.map { _ in 1 },
    before: [4, 7, 3, 6, 5, 5, 6, 3, 7, 4], timeBefore: people.map { _ in 12 },
    after: [2, 4, 3, 2, 3, 4, 6, 2, 6, 4], timeAfter: people.map { _ in 12 })
).ratio()
print("\(finding.estimand) \((finding.estimate * 1_000).rounded() / 1_000), \(finding.method)")
