import ArgumentParser
import EvalStats
import EvalStudy
import Foundation

/// How much memory a command may use: work that would need more is refused before it is begun.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use at most this much memory, such as 8GiB; by default what is free. Work that needs more is "
        + "refused before it begins."))
  var memory: ByteCount?

  /// What may be used, as it is when the command begins; `nil` where the system does not say.
  func budget() -> MemoryBudget {
    MemoryBudget(
      available: memory?.bytes ?? MachineMemory.available, isGiven: memory != nil)
  }
}

extension ByteCount: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// The memory a command may use.
struct MemoryBudget {
  /// Bytes; `nil` where nobody knows.
  let available: Int?
  /// Whether the user has set it.
  let isGiven: Bool

  /// Estimates from here on are worth a line of their own.
  private static let noteworthyBytes = 1 << 30

  /// Refuses a file whose table would not fit.
  func check(tableAt path: String) throws {
    guard let available, let forecast = CSVReader.forecast(at: path),
      forecast.peakBytes > available
    else { return }
    throw MemoryShortage.table(
      file: forecast.file, needed: forecast.peakBytes, available: available)
  }

  /// Refuses a match that would not fit.
  func check(matchOf needed: Int) throws {
    if let available, needed > available {
      throw MemoryShortage.match(needed: needed, available: available)
    }
  }

  /// `needs about 3.1 GiB of memory; 20.4 GiB are free`; `nil` for what is not worth saying.
  func notice(of needed: Int, isWatched: Bool) -> String? {
    guard isWatched || needed >= Self.noteworthyBytes else { return nil }
    let need = "needs about \(ByteCount(needed)) of memory"
    guard let available else { return need }
    return "\(need); \(ByteCount(available)) \(isGiven ? "may be used" : "are free")"
  }
}
