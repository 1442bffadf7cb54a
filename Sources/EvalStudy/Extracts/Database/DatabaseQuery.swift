/// A query that gives the rows of an extract.
package struct DatabaseQuery: Sendable, Equatable {
  /// The name of the extract, for messages.
  package let source: String
  /// The statement, as the database understands it.
  package let text: String

  /// Takes a query.
  ///
  /// - Throws: `DatabaseError.emptyQuery` where nothing but white space is written.
  package init(_ text: String, source: String) throws(DatabaseError) {
    // A zero ends a statement: what stands behind it would be left out in silence.
    let text = text.replacing("\0", with: " ")
    guard text.contains(where: { !$0.isWhitespace }) else { throw .emptyQuery(source: source) }
    self.source = source
    self.text = text
  }
}
