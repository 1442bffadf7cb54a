internal import EvalStats

extension StudyProtocol.Sources {
  init(_ value: ProtocolValue) throws(ProtocolError) {
    let section = try value.section(
      keys: ["dates", "bad_rows", "database", "local_providers"]
        + ExtractKind.extracts.map(\.rawValue))
    let dates = try section["dates"].map { value throws(ProtocolError) in
      try value.choice(StudyProtocol.DateOrder.allCases.map { ($0.rawValue, $0) })
    }
    badRows =
      try section["bad_rows"]?.choice(
        StudyProtocol.BadRowPolicy.allCases.map { ($0.rawValue, $0) }) ?? .error
    let database = try section["database"].map { value throws(ProtocolError) in
      try StudyProtocol.Database(value)
    }
    localProviders =
      try section["local_providers"].map { value throws(ProtocolError) in
        var codes: [String] = []
        for item in try value.items("a list of provider codes") {
          codes.append(try item.text("a provider code"))
        }
        return codes
      } ?? []
    for kind in [ExtractKind.persons, .mdtContacts] {
      _ = try section.required(kind.rawValue, "the file of the extract")
    }
    var extracts: [ExtractKind: [StudyProtocol.Source]] = [:]
    for kind in ExtractKind.extracts {
      guard let value = section[kind.rawValue] else { continue }
      extracts[kind] = try StudyProtocol.Source.list(
        value, kind: kind, dates: dates ?? .iso, database: database)
    }
    self.extracts = extracts
  }
}

extension StudyProtocol.Database {
  init(_ value: ProtocolValue) throws(ProtocolError) {
    let section = try value.section(keys: ["connection", "password_file"])
    connection = try section.required("connection", "a connection string")
      .text("a connection string")
    passwordFile = try section["password_file"]?.text("a file")
    // Refused here already, so that no run begins with a password that was written down.
    do throws(DatabaseError) {
      _ = try DatabaseLogin(connection: connection, passwordFile: passwordFile)
    } catch {
      throw section.contradiction("connection", error.message)
    }
  }
}

extension StudyProtocol.Source {
  /// A source, or a list of them: years in files of their own.
  static func list(
    _ value: ProtocolValue, kind: ExtractKind, dates: StudyProtocol.DateOrder,
    database: StudyProtocol.Database?
  ) throws(ProtocolError) -> [Self] {
    guard value.isList else {
      return [try Self(value, kind: kind, dates: dates, database: database)]
    }
    var sources: [Self] = []
    for item in try value.items("a list of files") {
      let source = try Self(item, kind: kind, dates: dates, database: database)
      guard !sources.contains(where: { $0.origin == source.origin }) else {
        throw item.wrong("each file once")
      }
      sources.append(source)
    }
    guard !sources.isEmpty else { throw value.wrong("at least one file") }
    return sources
  }

  /// A file name, or `{file or query, format, dates, columns}`.
  private init(
    _ value: ProtocolValue, kind: ExtractKind, dates: StudyProtocol.DateOrder,
    database: StudyProtocol.Database?
  ) throws(ProtocolError) {
    guard !value.isScalar else {
      self.init(.file(try value.text("a file")), dates: dates)
      return
    }
    let section = try value.section(keys: ["file", "query", "format", "dates", "columns"])
    let origin: Origin
    if let query = section["query"] {
      guard section["file"] == nil else {
        throw section.contradiction(
          "query", "rows come from a file or from a query, not from both; take one away")
      }
      guard let database else {
        throw section.contradiction(
          "query", "a query needs a database; add 'sources.database' with its connection string")
      }
      origin = .query(try query.text("a query"), of: database)
    } else {
      origin = .file(try section.required("file", "the file of the extract").text("a file"))
    }
    let formats = ExtractFormat.formats(of: kind)
    var columns: [String: String] = [:]
    if let mapping = section["columns"] {
      // A register may have attributes of any name.
      let names = try ProtocolSection(mapping, keys: kind == .persons ? nil : kind.columns)
      for name in names.order { columns[name] = try names[name]?.text("the column in the file") }
    }
    self.init(
      origin, format: try section["format"]?.choice(formats.map { ($0.rawValue, $0) }) ?? .standard,
      dates: try section["dates"]?.choice(
        StudyProtocol.DateOrder.allCases.map { ($0.rawValue, $0) }) ?? dates,
      columns: columns)
  }
}
