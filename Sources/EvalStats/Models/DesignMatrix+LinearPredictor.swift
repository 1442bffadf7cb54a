extension DesignMatrix {
  /// Xβ + offset, summed for each row over the columns in their order, the offset last.
  ///
  /// BLAS sums the rows at the end of a block in another order than those inside it; here every row
  /// is summed alike, so that rows with identical covariates have bit-identical predictors. Ties in
  /// a matching score depend on it.
  ///
  /// - Complexity: O(*rows · columns*)
  public func linearPredictor(_ coefficients: [Double], offset: [Double]? = nil) -> [Double] {
    precondition(
      coefficients.count == columnCount,
      "\(coefficients.count) coefficients for \(columnCount) columns")
    precondition(
      offset == nil || offset!.count == rowCount,
      "\(offset?.count ?? 0) offsets for \(rowCount) rows")
    var predictor = [Double](repeating: 0, count: rowCount)
    var start = 0
    while start < rowCount {
      let end = min(start + 1_024, rowCount)
      for column in 0..<columnCount {
        let coefficient = coefficients[column]
        let base = column * rowCount
        for row in start..<end { predictor[row] += matrix.storage[base + row] * coefficient }
      }
      if let offset { for row in start..<end { predictor[row] += offset[row] } }
      start = end
    }
    return predictor
  }
}
