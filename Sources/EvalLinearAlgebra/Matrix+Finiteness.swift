extension Matrix {
  /// Throws for the first element, column by column, that is infinite or not a number.
  package func requireFinite() throws(LinearAlgebraError) {
    if let place = storage.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(row: place % rowCount, column: place / rowCount)
    }
  }
}
