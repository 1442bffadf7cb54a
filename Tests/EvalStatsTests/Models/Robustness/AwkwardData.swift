import EvalLinearAlgebra
import EvalStats

/// One set of data that an extract can bring about and that a model may well refuse.
struct AwkwardData: Sendable, CustomStringConvertible {
  let name: String
  var design: DesignMatrix
  var response: [Double]
  var weights: [Double]?
  var offset: [Double]?
  /// A cluster, person or group of each row.
  var clusters: [Int]

  var description: String { name }

  /// Forty rows with an intercept, a covariate, an arm; eight clusters; nothing wrong.
  static func ordinary(_ name: String, response kind: Response = .counts) -> AwkwardData {
    let rows = 0..<40
    let x = rows.map { Double(($0 * 7) % 40) / 10 - 2 }
    let arm = rows.map { Double($0 % 2) }
    let response = rows.map { row -> Double in
      switch kind {
      case .counts: return Double((row * row * 3 + row) % 7) + (row % 5 == 0 ? 6 : 0)
      case .outcomes: return (row * row * 3 + row) % 7 < 3 ? 1 : 0
      case .amounts: return 0.5 + Double((row * row * 3 + row) % 11) / 2
      }
    }
    return AwkwardData(
      name: name, design: design(x, arm), response: response, weights: nil, offset: nil,
      clusters: rows.map { $0 / 5 })
  }

  /// What a response is made of.
  enum Response: Sendable, CaseIterable {
    case counts
    case outcomes
    case amounts
  }

  private static func design(_ columns: [Double]...) -> DesignMatrix {
    let ones = [Double](repeating: 1, count: columns[0].count)
    return DesignMatrix(
      names: ["(Intercept)"] + columns.indices.map { "x\($0 + 1)" },
      matrix: Matrix(columns: [ones] + columns))
  }

  /// The same with something changed.
  private func with(_ name: String, _ change: (inout AwkwardData) -> Void) -> AwkwardData {
    var other = AwkwardData(
      name: name, design: design, response: response, weights: weights, offset: offset,
      clusters: clusters)
    change(&other)
    return other
  }

  private mutating func setDesign(_ column: Int, _ values: [Double]) {
    var columns = (0..<design.columnCount).map { design.matrix.column($0) }
    columns[column] = values
    design = DesignMatrix(names: design.names, matrix: Matrix(columns: columns))
  }

  private mutating func setWeight(_ value: Double) {
    weights = ones
    weights?[3] = value
  }

  private mutating func setOffset(_ value: Double) {
    offset = Array(repeating: 0, count: response.count)
    offset?[3] = value
  }

  private mutating func keep(_ rows: [Int]) {
    design = DesignMatrix(names: design.names, matrix: design.matrix.rows(at: rows))
    response = rows.map { response[$0] }
    weights = weights.map { weights in rows.map { weights[$0] } }
    offset = offset.map { offset in rows.map { offset[$0] } }
    clusters = rows.map { clusters[$0] }
  }

  /// Everything that can go wrong, on a response of one kind.
  static func all(_ kind: Response) -> [AwkwardData] {
    let plain = ordinary("nothing wrong", response: kind)
    return [plain] + plain.brokenValues + plain.brokenShapes + plain.extremes
  }

  /// A third of them, for models that take long.
  static func some(_ kind: Response) -> [AwkwardData] {
    all(kind).enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
  }

  private var ones: [Double] { Array(repeating: 1, count: response.count) }

  private var brokenValues: [AwkwardData] {
    let x = design.matrix.column(1)
    var cases: [AwkwardData] = []
    for (word, value) in [("NaN", Double.nan), ("∞", .infinity), ("−∞", -.infinity)] {
      cases.append(with("response \(word)") { $0.response[3] = value })
      cases.append(with("offset \(word)") { $0.setOffset(value) })
      cases.append(with("weight \(word)") { $0.setWeight(value) })
      cases.append(
        with("covariate \(word)") {
          var broken = x
          broken[3] = value
          $0.setDesign(1, broken)
        })
    }
    cases += [
      with("a negative response") { $0.response[3] = -1 },
      with("a fractional response") { $0.response[3] = 0.3 },
      with("a negative weight") { $0.setWeight(-1) },
      with("no weight") { $0.weights = Array(repeating: 0, count: 40) },
      with("one row with weight") {
        $0.weights = Array(repeating: 0, count: 40)
        $0.weights?[3] = 1
      },
      with("every response 0") { $0.response = Array(repeating: 0, count: 40) },
      with("every response 1") { $0.response = Array(repeating: 1, count: 40) },
      with("every response 5") { $0.response = Array(repeating: 5, count: 40) },
      with("one response above 0") {
        $0.response = Array(repeating: 0, count: 40)
        $0.response[7] = 1
      },
      with("the arm separates") {
        $0.response = $0.design.matrix.column(2)
      },
      with("one arm without events") {
        let arm = $0.design.matrix.column(2)
        $0.response = zip($0.response, arm).map { $0 * $1 }
      },
      with("a response that is its covariate") { data in
        data.response = x.map { $0 + 3 }
      },
    ]
    return cases
  }

  private var brokenShapes: [AwkwardData] {
    [
      with("no rows") { $0.keep([]) },
      with("one row") { $0.keep([4]) },
      with("two rows") { $0.keep([4, 5]) },
      with("as many rows as columns") { $0.keep([0, 1, 3]) },
      with("one row more than columns") { $0.keep([0, 1, 3, 6]) },
      with("a column twice") { $0.setDesign(2, $0.design.matrix.column(1)) },
      with("a column of noughts") { $0.setDesign(2, Array(repeating: 0, count: 40)) },
      with("a column but for rounding twice") { data in
        data.setDesign(2, data.design.matrix.column(1).map { $0 * (1 + 1e-15) })
      },
      with("a level of one row") { data in
        data.setDesign(2, (0..<40).map { $0 == 7 ? 1 : 0 })
      },
      with("one cluster") { $0.clusters = Array(repeating: 1, count: 40) },
      with("two clusters") { $0.clusters = (0..<40).map { $0 / 20 } },
      with("the arm's clusters") { $0.clusters = (0..<40).map { $0 % 2 } },
      with("a cluster a row") { $0.clusters = Array(0..<40) },
      with("clusters at the ends of the integers") {
        $0.clusters = (0..<40).map { $0 % 3 == 0 ? .min : $0 % 3 == 1 ? .max : 0 }
      },
    ]
  }

  private var extremes: [AwkwardData] {
    var cases: [AwkwardData] = []
    for size in [1e9, 1e150, 1e300] {
      cases.append(with("one response \(size)") { $0.response[3] = size })
      cases.append(
        with("responses times \(size)") { $0.response = $0.response.map { $0 * size } })
      cases.append(
        with("a covariate times \(size)") {
          $0.setDesign(1, $0.design.matrix.column(1).map { $0 * size })
        })
      cases.append(
        with("a covariate over \(size)") {
          $0.setDesign(1, $0.design.matrix.column(1).map { $0 / size })
        })
      cases.append(with("responses over \(size)") { $0.response = $0.response.map { $0 / size } })
      cases.append(with("weights of \(size)") { $0.weights = ones.map { $0 * size } })
      cases.append(with("weights of 1/\(size)") { $0.weights = ones.map { $0 / size } })
      cases.append(with("one weight of \(size)") { $0.setWeight(size) })
    }
    for size in [700.0, 1e308] {
      cases.append(with("offsets of \(size)") { $0.offset = ones.map { $0 * size } })
      cases.append(with("offsets of −\(size)") { $0.offset = ones.map { -$0 * size } })
      cases.append(with("one offset of \(size)") { $0.setOffset(size) })
      cases.append(with("one offset of −\(size)") { $0.setOffset(-size) })
    }
    cases.append(
      with("one covariate of 1e6") {
        var far = $0.design.matrix.column(1)
        far[3] = 1e6
        $0.setDesign(1, far)
      })
    return cases
  }
}
