extension StudyProtocol {
  /// The extracts of a study and how they are written.
  public struct Sources: Sendable, Equatable {
    /// What happens to a row that cannot be used.
    public var badRows: BadRowPolicy
    /// The sources that were named, several of a kind where years lie in files of their own.
    public var extracts: [ExtractKind: [Source]]
    /// Providers that count as local; empty to take those that see a tenth of the activity or more.
    public var localProviders: [String]

    /// The sources of a kind, in the order of the protocol.
    func of(_ kind: ExtractKind) -> [Source] { extracts[kind] ?? [] }
  }

  /// What happens to a row that cannot be used.
  public enum BadRowPolicy: String, Sendable, Equatable, CaseIterable {
    /// The run stops and names the row.
    case error
    /// The row is left out and counted with its reason.
    case refuse
  }

  /// A database that extracts are queried from.
  public struct Database: Sendable, Equatable {
    /// The connection string; `${NAME}` stands for an environment variable, so that no password is
    /// written down.
    public var connection: String
    /// A file whose content `${PASSWORD}` stands for, relative to the protocol.
    public var passwordFile: String?
  }

  /// One extract.
  public struct Source: Sendable, Equatable {
    /// Where the rows come from.
    public enum Origin: Sendable, Equatable {
      /// A file, relative to the folder of the protocol.
      case file(String)
      /// A query of a database.
      case query(String, of: Database)
    }

    /// Where the rows come from.
    public var origin: Origin
    /// Which data set's names the columns have.
    public var format: ExtractFormat
    /// How its dates are written.
    public var dates: DateOrder
    /// The names its columns have, by the name EvalStats knows them under.
    public var columns: [String: String]

    /// Creates a source.
    public init(
      _ origin: Origin, format: ExtractFormat = .standard, dates: DateOrder = .iso,
      columns: [String: String] = [:]
    ) {
      self.origin = origin
      self.format = format
      self.dates = dates
      self.columns = columns
    }
  }

  /// How dates are written.
  public enum DateOrder: String, Sendable, Equatable, CaseIterable {
    /// `2016-04-01`.
    case iso
    /// `01/04/2016`.
    case uk
  }
}

extension StudyProtocol.Source {
  /// The name a column has in a header: as mapped, as the format has it, or its standard name.
  func column(_ name: String, of kind: ExtractKind, in header: [String]) -> String? {
    if let mapped = columns[name] { return header.contains(mapped) ? mapped : nil }
    let reduced = header.map(ExtractFormat.reduced)
    for candidate in format.headers(of: kind)[name] ?? [] {
      if let place = reduced.firstIndex(of: ExtractFormat.reduced(candidate)) {
        return header[place]
      }
    }
    return header.contains(name) ? name : nil
  }

  /// The name a column is expected under, for messages.
  func expectedColumn(_ name: String, of kind: ExtractKind) -> String {
    columns[name] ?? format.headers(of: kind)[name]?.first ?? name
  }
}
