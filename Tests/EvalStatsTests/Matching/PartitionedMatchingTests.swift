import Foundation
import Testing

@testable import EvalStats

/// Ages, visits, a risk in hundredths that ties often, wards and regions some of which are missing,
/// households that reach over wards.
struct PartitionSample {
  let treated: [Bool]
  let table: Table
  let scores: [Double]

  init(seed: UInt64, rowCount: Int = 420) throws {
    var generator = SeededGenerator(seed: seed)
    var treated: [Bool] = []
    var (ages, households, wards, regions): ([Int], [Int], [String?], [Int?]) = ([], [], [], [])
    var (visits, risks, sexes): ([Double?], [Double], [Bool]) = ([], [], [])
    for _ in 0..<rowCount {
      let age = 40 + generator.integer(below: 45)
      treated.append(generator.bernoulli(0.15 + 0.003 * Double(age - 40)))
      ages.append(age)
      households.append(generator.integer(below: 330))
      wards.append(
        generator.bernoulli(0.04)
          ? nil : ["a,b", "north", "O'Hara", "4"][generator.integer(below: 4)])
      regions.append(generator.bernoulli(0.03) ? nil : generator.integer(below: 3))
      visits.append(generator.bernoulli(0.06) ? nil : generator.normal() * 3.7 + 0.05 * Double(age))
      risks.append(Double(generator.integer(below: 80) + age) / 200)
      sexes.append(generator.bernoulli(0.5))
    }
    self.treated = treated
    scores = risks
    table = try Table([
      ("age", .integer(Values(ages))),
      ("visits", .real(Values(visits.map { $0 ?? .nan }, missing: visits.map { $0 == nil }))),
      ("risk", .real(Values(risks))), ("household", .integer(Values(households))),
      ("ward", .text(Values(wards.map { $0 ?? "" }, missing: wards.map { $0 == nil }))),
      ("region", .integer(Values(regions.map { $0 ?? 0 }, missing: regions.map { $0 == nil }))),
      ("sex", .boolean(Values(sexes))),
    ])
  }

  func problem(forbidsSome: Bool = true) -> MatchingProblem {
    let people = treated.indices.filter { treated[$0] }
    let controls = treated.indices.filter { !treated[$0] }
    return MatchingProblem(
      treated: treated, table: table, scores: scores,
      forbidden: forbidsSome
        ? people.flatMap { row in
          controls.filter { ($0 + row) % 5 == 0 }.map { MatchedPair(treated: row, control: $0) }
        } : [])
  }
}

@Suite("A match divided into parts")
struct PartitionedMatchingTests {
  /// A design by a name that a failure shows.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let design: MatchingDesign
    var forbidsSome = true

    init(_ name: String, forbidsSome: Bool = true, _ change: (inout MatchingDesign) -> Void) {
      testDescription = name
      self.forbidsSome = forbidsSome
      var design = MatchingDesign(
        covariates: ["age", "visits", "ward"], exact: ["region"], missing: .indicator)
      change(&design)
      self.design = design
    }
  }

  static let score = MatchingDistance.score(.given)
  static let within = MatchingDistance.covariatesWithinScore(
    .mahalanobis, of: ["age", "visits", "sex"], .fitted())

  static let cases: [Case] = [
    Case("score given") { $0.distance = score },
    Case("score of a column, three exact keys, three rounds") {
      $0.distance = .score(.column("risk"))
      $0.exact = ["ward", "region", "sex"]
      $0.ratio = 3
    },
    Case("logit, caliper, closest first") {
      $0.method = .nearest(order: .closest)
      $0.calipers = [.score(0.2)]
    },
    Case("linear predictor, discarded and fitted again, farthest first", forbidsSome: false) {
      $0.distance = .score(.fitted(scale: .linearPredictor))
      $0.method = .nearest(order: .farthest)
      $0.discard = .both
      $0.fitsAgainAfterDiscard = true
      $0.exact = ["ward"]
    },
    Case("Mahalanobis for the controls, incomplete rows left out") {
      $0.distance = .covariates(.mahalanobis)
      $0.estimand = .atc
      $0.missing = .exclude
      $0.ratio = 3
    },
    Case("Mahalanobis by shortlists", forbidsSome: false) {
      $0.distance = .covariates(.mahalanobis)
      $0.exact = ["sex", "region"]
    },
    Case("ranks with replacement") {
      $0.distance = .covariates(.robustMahalanobis)
      $0.method = .nearest(order: .random, reuse: .unlimited)
      $0.ratio = 3
    },
    Case("scaled Euclidean, each control twice, a covariate caliper and one to exceed") {
      $0.distance = .covariates(.scaledEuclidean)
      $0.method = .nearest(reuse: .atMost(2))
      $0.calipers = [.covariate("age", 0.5, isStandardised: true), .covariate("risk", -0.02)]
    },
    Case("Euclidean with the levels of a factor") {
      $0.distance = .covariates(.euclidean)
      $0.exact = ["sex"]
    },
    Case("covariates inside a score caliper", forbidsSome: false) {
      $0.distance = within
      $0.calipers = [.score(0.4)]
      $0.ratio = 2
      $0.minimumRatio = 2
    },
    Case("covariates inside a score caliper, different in a column, smallest first") {
      $0.distance = within
      $0.method = .nearest(order: .smallest)
      $0.calipers = [.score(0.1, isStandardised: false), .covariate("age", 12)]
      $0.antiExact = ["ward"]
    },
    Case("two scores") {
      $0.distance = .scores(.fitted(), .prognostic(.init(of: "risk")), .mahalanobis)
      $0.calipers = [.score(0.5)]
      $0.exact = ["region", "sex"]
    },
    Case("households as one person") {
      $0.distance = score
      $0.unit = "household"
      $0.ratio = 2
      $0.exact = ["region", "ward", "sex"]
    },
    Case("nobody to match with anyone in most strata") {
      $0.distance = score
      $0.exact = ["age", "ward", "sex"]
    },
    Case("one stratum") {
      $0.distance = .covariates(.mahalanobis)
      $0.exact = []
    },
  ]

  /// Everything a match says, numbers by their bits.
  static func content(of match: Match) -> [String: String] {
    func bits(_ numbers: [Double]) -> [UInt64] { numbers.map(\.bitPattern) }
    return [
      "design": "\(match.design)", "treated": "\(match.treated)", "sets": "\(match.sets)",
      "distances": "\(match.pairDistances.map(bits))", "weights": "\(bits(match.weights))",
      "unmatched": "\(match.unmatched)", "discarded": "\(match.discarded)",
      "excluded": "\(match.excluded)", "scores": "\(match.scores.map(bits) ?? [])",
      "widths": "\(bits(match.caliperWidths))",
      "covariates": "\(match.covariates.columns.map { ($0.name, bits($0.values), $0.isMissing) })",
      "rest": "\(match.search as Any) \(match.unmatchedPartners) \(match.certificate as Any) "
        + "\(match.shortages) \(match.sufficientCaliper as Any) \(match.detail as Any)",
    ]
  }

  @Test(
    "matched part by part and put together, it is the match of the whole, bit for bit",
    arguments: cases)
  func merges(example: Case) throws {
    let problem = try PartitionSample(seed: 31).problem(forbidsSome: example.forbidsSome)
    let whole = try problem.matched(by: example.design)
    #expect(whole.sets.count > 10)
    let content = Self.content(of: whole)
    for count in [1, 2, 3, 16, 300] {
      let divided = try PartitionedMatching(of: problem, by: example.design, into: count)
      var results = try (0..<count).map { try divided.part($0).matched() }
      results.reverse()
      let merged = Self.content(of: divided.merged(results))
      for (field, text) in content {
        #expect(merged[field] == text, "\(field) of \(count) parts")
      }
    }
  }

  @Test("forced pairs go to the part of their stratum and stay")
  func forced() throws {
    let sample = try PartitionSample(seed: 32)
    let sexes = ExactStrata.codes(of: try sample.table.column("sex"))
    let focal = try #require(sample.treated.indices.first { sample.treated[$0] })
    let controls = sample.treated.indices.filter {
      !sample.treated[$0] && sexes[$0] == sexes[focal]
    }
    let pair = MatchedPair(treated: focal, control: try #require(controls.last))
    let problem = MatchingProblem(
      treated: sample.treated, table: sample.table, scores: sample.scores,
      forbidden: [MatchedPair(treated: focal, control: controls[0])], forced: [pair])
    let design = MatchingDesign(
      covariates: ["age"], distance: Self.score, ratio: 2, exact: ["sex"])
    let divided = try PartitionedMatching(of: problem, by: design, into: 2)
    #expect((0..<2).map { divided.part($0).forced }.joined().elementsEqual([pair]))
    let merged = divided.merged(try (0..<2).map { try divided.part($0).matched() })
    #expect(Self.content(of: merged) == Self.content(of: try problem.matched(by: design)))
    #expect(merged.pairs.contains(pair))
  }

  @Test("strata go, most pairs first, to the part with the fewest")
  func balance() throws {
    // Strata of 3·2, 1·2, 2·2, 1·3 and 0·4 pairs.
    let sizes: [(treated: Int, controls: Int)] = [(3, 2), (1, 2), (2, 2), (1, 3), (0, 4)]
    let people = sizes.enumerated().flatMap { stratum, size in
      [(stratum, true, size.treated), (stratum, false, size.controls)].flatMap {
        Array(repeating: (stratum: $0.0, treated: $0.1), count: $0.2)
      }
    }
    let problem = try MatchingProblem(
      treated: people.map(\.treated), covariates: [("age", people.indices.map(Double.init))],
      exactKeys: [("key", people.map { Int32($0.stratum) })],
      scores: people.indices.map(Double.init))
    let design = MatchingDesign(covariates: ["age"], distance: Self.score, exact: ["key"])
    let divided = try PartitionedMatching(of: problem, by: design, into: 2)
    #expect(divided.shares.map(\.work) == [8, 7])
    #expect(divided.shares.map(\.strata) == [2, 2])
    #expect(divided.shares.map(\.treated) == [4, 3])
    #expect(divided.part(0).rows == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(divided.part(1).rows == Array(8..<16))
    // Nobody needs the controls that have no one to match.
    let many = try PartitionedMatching(of: problem, by: design, into: 6)
    #expect(many.shares.map(\.work) == [6, 4, 3, 2, 0, 0])
    #expect(many.part(5).rows.isEmpty)
  }

  @Test("strata that share a household stand in one part, unless controls serve without limit")
  func sharedUnits() throws {
    // The third row's household has a control in each of the first two strata.
    let problem = try MatchingProblem(
      treated: [true, false, false, true, false, false, true, false],
      covariates: [("age", [1, 2, 3, 1, 2, 3, 1, 2])],
      exactKeys: [("key", [0, 0, 0, 1, 1, 1, 2, 2]), ("home", [0, 1, 2, 3, 2, 4, 5, 6])],
      scores: [1, 2, 3, 1, 2, 3, 1, 2])
    var design = MatchingDesign(
      covariates: ["age"], distance: Self.score, exact: ["key"], unit: "home")
    func strata(_ design: MatchingDesign) throws -> [Int] {
      try PartitionedMatching(of: problem, by: design, into: 3).shares.map(\.strata)
    }
    #expect(try strata(design) == [2, 1, 0])
    design.method = .nearest(reuse: .unlimited)
    #expect(try strata(design) == [1, 1, 1])
  }

  @Test("a design that needs everyone at once is refused, with what to do")
  func indivisible() throws {
    let problem = try PartitionSample(seed: 33).problem(forbidsSome: false)
    let refused: [(String, (inout MatchingDesign) -> Void)] = [
      ("optimal matching", { $0.method = .optimal }),
      ("subclassification", { $0.method = .subclassification() }),
      ("an order drawn over everyone", { $0.method = .nearest(order: .random) }),
      (
        "a number of partners that varies about the mean of everyone",
        { ($0.ratio, $0.maximumRatio) = (2, 3) }
      ), ("a matrix of distances", { $0.distance = .given }),
    ]
    for (setting, change) in refused {
      var design = MatchingDesign(covariates: ["age"], exact: ["sex"])
      change(&design)
      let error = #expect(throws: MatchingError.self) {
        try PartitionedMatching(of: problem, by: design, into: 2)
      }
      guard case .indivisible(setting, _) = error else {
        Issue.record("\(setting): \(error as Any)")
        continue
      }
      #expect(error?.code == "indivisible-match")
      #expect(error?.message.contains("cannot be divided into parts; ") == true)
    }
    #expect(throws: MatchingError.partCount(0)) {
      try PartitionedMatching(of: problem, by: MatchingDesign(covariates: ["age"]), into: 0)
    }
  }
}

@Suite("A scale in JSON")
struct MatchingScaleCodingTests {
  @Test(
    "a scale reads back bit for bit",
    arguments: [
      MatchingDistance.covariates(.mahalanobis), .covariates(.robustMahalanobis),
      .covariates(.scaledEuclidean), .covariates(.euclidean), .score(.given),
    ])
  func roundTrip(distance: MatchingDistance) throws {
    let problem = try PartitionSample(seed: 34).problem()
    let design = MatchingDesign(
      covariates: ["age", "visits", "ward"], distance: distance,
      calipers: [.covariate("age", 0.1, isStandardised: true)], missing: .indicator)
    let scale = try problem.scale(for: design)
    let json = try JSONEncoder().encode(scale)
    let read = try JSONDecoder().decode(MatchingScale.self, from: json)
    #expect(read == scale)
    func bits(_ scale: MatchingScale) -> [UInt64] {
      let axes = scale.covariates?.axes ?? []
      return
        (scale.caliperWidths + axes.flatMap { [$0.centre, $0.factor] }
        + axes.flatMap { ($0.ranks?.values ?? []) + ($0.ranks?.ranks ?? []) }
        + (scale.covariates?.whitening?.storage ?? [])).map(\.bitPattern)
    }
    #expect(bits(read) == bits(scale))
    #expect((distance.metric != nil) == (scale.covariates != nil))
  }

  @Test(
    "what no sample could have set is refused",
    arguments: [
      #"{"caliperWidths":[],"whitening":[[1]]}"#, #"{"caliperWidths":[],"axes":[]}"#,
      #"{"caliperWidths":[],"axes":[{"name":"a","centre":0,"factor":1}],"whitening":[]}"#,
      #"{"caliperWidths":[],"axes":[{"name":"a","centre":0,"factor":1}],"whitening":[[1,2]]}"#,
      #"{"caliperWidths":[],"axes":[{"name":"a","centre":0,"factor":1,"values":[1,2]}]}"#,
      """
      {"caliperWidths":[],"axes":[
        {"name":"a","centre":0,"factor":1,"values":[2,1],"ranks":[1,2],"sampleSize":2}]}
      """,
    ])
  func damage(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(MatchingScale.self, from: Data(json.utf8))
    }
  }
}
