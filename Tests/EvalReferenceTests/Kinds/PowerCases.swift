import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Power, sample size and design effects: lists of questions, each with what to solve for.
  static let power = ReferenceKind("power") { comparison in
    let relative = try comparison.requiredTolerance("relative")
    let answers: [String: (PowerQuestion, String) throws -> Double?] = [
      "t_test": meanAnswer, "proportions": proportionAnswer, "poisson_log_ratio": sizeAnswer,
      "negative_binomial_log_ratio": sizeAnswer, "power_nb_per_arm": perArmAnswer,
      "detectable_rate_ratio_nb": perArmAnswer, "design_effect": designAnswer,
    ]
    for name in comparison.case.inputs.object?.keys ?? [] {
      let path = ReferencePath([name])
      guard let answer = answers[name] else { throw ReferencePending("inputs.\(name)") }
      let questions = comparison.input(path)?.array ?? []
      let expected = comparison.expected(path)?.array ?? []
      guard questions.count == expected.count else {
        throw ReferenceFault("\(name): \(questions.count) questions, \(expected.count) answers")
      }
      for (index, (question, expected)) in zip(questions, expected).enumerated() {
        let keys = expected.object?.keys ?? []
        let wanted = question["solve_for"]?.strings ?? []
        guard Set(wanted) == Set(keys) else {
          throw ReferencePending("\(name)[\(index)].solve_for \(wanted) for \(keys)")
        }
        for key in keys {
          let entry = PowerQuestion(name: "inputs.\(name)[\(index)]", values: question)
          let found = try answer(entry, key)
          try entry.requireAllRead()
          comparison.checkEntry(
            path, index, key, found: found,
            expected: expected[ReferencePath([key])]?.number, relative: relative)
        }
      }
    }
  }
}

/// One question of kind `power`; keeps account of what was read.
private final class PowerQuestion {
  let name: String
  private let values: JSONValue
  private var read: Set<String> = ["solve_for", "note"]

  init(name: String, values: JSONValue) {
    self.name = name
    self.values = values
  }

  func text(_ key: String) -> String? {
    read.insert(key)
    return values[ReferencePath([key])]?.string
  }

  func number(_ keys: String...) -> Double? {
    read.formUnion(keys)
    return keys.lazy.compactMap { self.values[ReferencePath([$0])]?.number }.first
  }

  func required(_ keys: String...) throws -> Double {
    read.formUnion(keys)
    guard let value = keys.lazy.compactMap({ self.values[ReferencePath([$0])]?.number }).first
    else { throw ReferencePending("\(name).\(keys[0]) is absent") }
    return value
  }

  /// The two-sided significance level.
  var level: Double { number("alpha", "sig_level", "level") ?? 0.05 }

  func requireAllRead() throws {
    if let key = values.object?.keys.first(where: { !read.contains($0) }) {
      throw ReferencePending("\(name).\(key)")
    }
  }
}

private func meanAnswer(_ question: PowerQuestion, _ key: String) throws -> Double? {
  let type = question.text("type") ?? ""
  let comparisons: [String: MeanPower.Comparison] = [
    "two.sample": .twoSample, "paired": .paired, "one.sample": .oneSample,
  ]
  guard let comparison = comparisons[type] else {
    throw ReferencePending("\(question.name).type \(type)")
  }
  let test = try MeanPower(
    comparison, standardDeviation: question.number("sd") ?? 1, level: question.level,
    isTwoSided: question.text("alternative").map { $0 == "two.sided" } ?? true)
  switch key {
  case "power":
    return try test.power(size: question.required("n"), difference: question.required("delta"))
  case "n":
    return try test.size(power: question.required("power"), difference: question.required("delta"))
  case "delta":
    return try test.difference(power: question.required("power"), size: question.required("n"))
  default: throw ReferencePending("\(question.name).solve_for \(key)")
  }
}

private func proportionAnswer(_ question: PowerQuestion, _ key: String) throws -> Double? {
  let test = try ProportionPower(
    question.required("p1"), question.required("p2"), level: question.level)
  // The power may stand in the name of the answer: n_per_group_power_90.
  let named = key.split(separator: "_").last.flatMap { Double($0) }.map { $0 / 100 }
  switch key {
  case "power": return try test.power(size: question.required("n", "n_per_group"))
  case "n", "n_per_group": return try test.size(power: question.required("power"))
  default:
    guard key.hasPrefix("n_per_group_power_"), let named else {
      throw ReferencePending("\(question.name).solve_for \(key)")
    }
    return try test.size(power: named)
  }
}

private func sizeAnswer(_ question: PowerQuestion, _ key: String) throws -> Double? {
  let rate = try question.required("rate0")
  let ratio = try question.required("rate1") / rate
  let allocation = question.number("allocation_treated_per_control") ?? 1
  let test = try RateRatioPower(
    controlRate: rate, controlTime: question.number("time0") ?? 1,
    treatedTime: question.number("time1") ?? 1, treatedPerControl: allocation,
    dispersion: question.number("nb_dispersion", "k") ?? 0, level: question.level)
  switch key {
  case "n_control": return try test.controls(power: question.required("power"), ratio: ratio)
  case "n_treated":
    return try allocation * test.controls(power: question.required("power"), ratio: ratio)
  case "power": return try test.power(controls: question.required("n_control"), ratio: ratio)
  default: throw ReferencePending("\(question.name).solve_for \(key)")
  }
}

private func perArmAnswer(_ question: PowerQuestion, _ key: String) throws -> Double? {
  let rate = try question.required("rate0")
  let test = try RateRatioPower(
    controlRate: rate, controlTime: question.number("time0") ?? 1,
    treatedTime: question.number("time1") ?? 1,
    dispersion: question.number("k", "nb_dispersion") ?? 0, level: question.level)
  let size = try question.required("n_per_arm")
  switch key {
  case "power": return try test.power(controls: size, ratio: question.required("rate1") / rate)
  case "lower_rate_ratio":
    return try test.detectableRatios(power: question.required("power"), controls: size).fall
  case "upper_rate_ratio":
    return try test.detectableRatios(power: question.required("power"), controls: size).rise
  default: throw ReferencePending("\(question.name).solve_for \(key)")
  }
}

private func designAnswer(_ question: PowerQuestion, _ key: String) throws -> Double? {
  guard key == "deff" else { throw ReferencePending("\(question.name).solve_for \(key)") }
  return try DesignEffect(
    clusterSize: question.required("m"), correlation: question.required("icc"),
    sizeVariation: question.number("cv_cluster_size") ?? 0
  ).factor
}
