#if !ODBC
  /// The rows of one query: never any, as this build has no databases.
  package final class DatabaseRows {
    /// The names of the columns, in order.
    package let columnNames: [String]

    /// Refuses.
    ///
    /// - Throws: `DatabaseError.emptyQuery`, otherwise `.notBuilt`.
    package init(
      connection: DatabaseConnection, query: String, source: String
    ) throws(DatabaseError) {
      columnNames = []
      _ = try DatabaseQuery(query, source: source)
      throw .notBuilt(source: source)
    }

    /// Puts the next rows into `rows`: there are none.
    package func next(_ rows: inout TextRows) throws(DatabaseError) -> Bool {
      rows.removeAll(columnCount: 0)
      return false
    }
  }
#endif
