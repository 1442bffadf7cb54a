internal import EvalLinearAlgebra

/// What a model is fitted on, checked before anything is computed.
struct ModelInput: Sendable, Equatable {
  let design: DesignMatrix
  let response: [Double]
  let weights: [Double]?
  let offset: [Double]?

  init(design: DesignMatrix, response: [Double], weights: [Double]?, offset: [Double]?) {
    let count = design.rowCount
    precondition(response.count == count, "\(response.count) responses for \(count) rows")
    precondition(
      weights == nil || weights!.count == count, "\(weights?.count ?? 0) weights for \(count) rows")
    precondition(
      offset == nil || offset!.count == count, "\(offset?.count ?? 0) offsets for \(count) rows")
    self.design = design
    self.response = response
    self.weights = weights
    self.offset = offset
  }

  /// The number of rows that carry weight.
  var usedRowCount: Int { weights?.count { $0 > 0 } ?? response.count }

  /// Throws for the first thing that keeps a family from being fitted.
  func check(for family: Family) throws(ModelError) {
    guard design.rowCount > 0, design.columnCount > 0 else {
      throw .emptyDesign(rowCount: design.rowCount, columnCount: design.columnCount)
    }
    try requireFinite(response, "response")
    if let weights {
      try requireFinite(weights, "weights")
      if let (rows, count) = ModelError.rows(of: weights.count, where: { weights[$0] < 0 }) {
        throw .negativeWeight(rows: rows, count: count)
      }
      guard weights.contains(where: { $0 > 0 }) else { throw .noWeight }
    }
    if let offset { try requireFinite(offset, "offset") }
    if !design.matrix.isFinite {
      for (column, name) in design.names.enumerated() {
        try requireFinite(design.matrix.column(column), name)
      }
    }
    // What a family allows is an interval: its ends tell.
    if let range = response.finiteRange,
      family.allows(response: range.lowerBound), family.allows(response: range.upperBound)
    {
      return
    }
    if let (rows, count) = ModelError.rows(
      of: response.count, where: { !family.allows(response: response[$0]) })
    {
      throw .responseOutOfRange(
        family: family.name, allowed: family.responseRange, rows: rows, count: count)
    }
  }

  private func requireFinite(_ values: [Double], _ name: String) throws(ModelError) {
    guard values.finiteRange == nil else { return }
    if let (rows, count) = ModelError.rows(of: values.count, where: { !values[$0].isFinite }) {
      throw .nonFinite(column: name, rows: rows, count: count)
    }
  }
}
