internal import EvalLinearAlgebra

/// CR2 scores of the cells of an event study and what Satterthwaite's degrees of freedom need.
///
/// As in `BiasReducedScores`, rows of one set and one cell share a rank-one piece of the hat matrix,
/// so that z = A·w follows cell by cell. A contrast a gives each set g the linear form
/// ℓ_g(y) = Σᵢ Aᵢyᵢ − Σᵢ wᵢB_g(m)yᵢ, with Aᵢ = Σ a_c·zᵢ over the cells c that row i belongs to (its
/// month and, in the reference, the reference too) and B_g(m) = Σ a_c·β_gc/T_c over the cells of
/// month m; p_gh = Cov(ℓ_g, ℓ_h) under Var y = rate·t/w, and the degrees of freedom are
/// (Σp_gg)²/Σp_gh².
struct EventLeverages: Sendable {
  /// Σ z·(y − rate·t) by set and cell.
  let scores: Matrix
  /// Sums over the rows of a set and a month's cell, with z of the month and of the reference.
  private let sums: [[MonthSums]]
  private let rates: [Double]
  private let time: [Double]
  private let monthCount: Int
  /// Whether each month's cell is of the reference, and the reference cell it belongs to.
  private let referenceCells: [Int?]

  private struct MonthSums {
    /// Σ z·t
    var own = 0.0
    var reference = 0.0
    /// Σ z²·t/w, and of both z multiplied
    var ownSquare = 0.0
    var referenceSquare = 0.0
    var product = 0.0
  }

  init(_ rows: EventRows, labels: [Int], _ rates: [Double], _ time: [Double]) {
    let clusters = ClusterNumbers(labels)
    var blocks: [Int: [Int]] = [:]
    for row in rows.cells.indices {
      for cell in [rows.cells[row], rows.referenceCells[row]].compactMap({ $0 }) {
        blocks[clusters.ofRow[row] * rows.cellCount + cell, default: []].append(row)
      }
    }
    var scores = Matrix(rowCount: clusters.count, columnCount: rows.cellCount)
    var own = [Double](repeating: 0, count: rows.cells.count)
    var reference = own
    var referenceCells = [Int?](repeating: nil, count: 2 * rows.monthCount)
    for key in blocks.keys.sorted() {
      let block = blocks[key] ?? []
      let (cluster, cell) = (key / rows.cellCount, key % rows.cellCount)
      let z = BiasReducedScores.adjustedWeights(
        times: block.map { rows.time[$0] }, weights: block.map { rows.weights[$0] },
        total: time[cell])
      for (row, z) in zip(block, z) {
        scores[cluster, cell] += z * (rows.events[row] - rates[cell] * rows.time[row])
        if cell < 2 * rows.monthCount {
          own[row] = z
        } else {
          reference[row] = z
          referenceCells[rows.cells[row]] = cell
        }
      }
    }
    var sums = Array(
      repeating: Array(repeating: MonthSums(), count: 2 * rows.monthCount), count: clusters.count)
    for row in rows.cells.indices {
      let (cluster, cell) = (clusters.ofRow[row], rows.cells[row])
      let spread = rows.time[row] / rows.weights[row]
      sums[cluster][cell].own += own[row] * rows.time[row]
      sums[cluster][cell].reference += reference[row] * rows.time[row]
      sums[cluster][cell].ownSquare += own[row] * own[row] * spread
      sums[cluster][cell].referenceSquare += reference[row] * reference[row] * spread
      sums[cluster][cell].product += own[row] * reference[row] * spread
    }
    self.scores = scores
    self.sums = sums
    self.rates = rates
    self.time = time
    self.monthCount = rows.monthCount
    self.referenceCells = referenceCells
  }

  /// Satterthwaite's degrees of freedom; 0 where no residual informs the variance.
  ///
  /// - Complexity: O(*sets*² · *months*); CR2 is for few sets.
  func degreesOfFreedom(_ contrast: [Double]) -> Double {
    let count = sums.count
    // The reference as a whole: Σ over its months of a set's leverages.
    var whole = [[Double]](
      repeating: [0, 0], count: count)
    for cell in 0..<(2 * monthCount) {
      guard let reference = referenceCells[cell] else { continue }
      for set in 0..<count { whole[set][reference - 2 * monthCount] += sums[set][cell].reference }
    }
    var within = [Double](repeating: 0, count: count)
    var products = Matrix(rowCount: count, columnCount: count)
    for cell in 0..<(2 * monthCount) {
      let reference = referenceCells[cell]
      let direct = contrast[cell]
      let pooled = reference.map { contrast[$0] } ?? 0
      guard (direct != 0 || pooled != 0) && time[cell] > 0 else { continue }
      let rate = pooled != 0 ? reference.map { rates[$0] } ?? rates[cell] : rates[cell]
      // A set's leverage summed over the rows of the cell, and over those of the cells it belongs to.
      var own = [Double](repeating: 0, count: count)
      var common = own
      for set in 0..<count {
        let sum = sums[set][cell]
        own[set] = direct * sum.own + pooled * sum.reference
        common[set] = direct * sum.own / time[cell]
        if let reference {
          common[set] += pooled * whole[set][reference - 2 * monthCount] / time[reference]
        }
        within[set] +=
          rate
          * (direct * direct * sum.ownSquare + pooled * pooled * sum.referenceSquare
            + 2 * direct * pooled * sum.product)
      }
      for column in 0..<count {
        for row in 0..<count {
          products[row, column] +=
            rate
            * (time[cell] * common[row] * common[column] - own[row] * common[column]
              - common[row] * own[column])
        }
      }
    }
    var trace = 0.0
    var squares = 0.0
    for column in 0..<count {
      products[column, column] += within[column]
      trace += products[column, column]
      for row in 0..<count { squares += products[row, column] * products[row, column] }
    }
    return squares > 0 ? trace * trace / squares : 0
  }
}
