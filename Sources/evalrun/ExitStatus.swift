import ArgumentParser
import EvalStats
import Foundation

/// The exit codes of every subcommand and the one place where an error becomes one.
enum ExitStatus: Int32 {
  /// Done.
  case done = 0
  /// A wrong option or argument.
  case usage = 64
  /// The input is there but wrong.
  case badData = 65
  /// An input is not there or cannot be read.
  case missingInput = 66
  /// Our own fault.
  case internalFault = 70
  /// The machine has too little memory.
  case notEnoughMemory = 71
  /// An output cannot be created.
  case cannotCreate = 73
  /// An output cannot be written to its end.
  case cannotWrite = 74

  /// The status of an error that names what was wrong with the caller's data.
  init(_ error: any EvaluationError) {
    switch error.code {
    case "usage", "database-not-built", "invalid-part-count", "no-such-part": self = .usage
    case "missing-file", "unreadable-file", "missing-parts", "database-cannot-connect",
      "database-driver", "database-missing-variable", "database-password-file":
      self = .missingInput
    case "not-enough-memory": self = .notEnoughMemory
    case "cannot-create-output": self = .cannotCreate
    case "cannot-write-output": self = .cannotWrite
    default: self = .badData
    }
  }

  /// Runs a command and gives the process's exit code; what went wrong goes to standard error in
  /// one line.
  static func run(_ command: () throws -> Void) -> Int32 {
    do {
      try command()
      return done.rawValue
    } catch let error as any EvaluationError {
      tell(error.description)
      return ExitStatus(error).rawValue
    } catch {
      let code = EvalRun.exitCode(for: error)
      if code.isSuccess {
        print(EvalRun.fullMessage(for: error))
        return done.rawValue
      }
      if code == .validationFailure {
        tell(EvalRun.message(for: error))
        return usage.rawValue
      }
      tell("\(error); this is a fault in evalrun, please report it")
      return internalFault.rawValue
    }
  }

  /// One line on standard error.
  static func tell(_ message: String) {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    FileHandle.standardError.write(Data("evalrun: \(line)\n".utf8))
  }
}

/// A wrong use of the command line that the parser cannot see: option, what was found, what was
/// expected.
struct UsageError: EvaluationError {
  /// The option at fault: `--ratio`.
  let option: String
  /// What was found, what was expected, what to do.
  let problem: String

  var code: String { "usage" }
  var location: String? { "option \(option)" }
  var message: String { problem }
}
