import ArgumentParser
import Foundation

/// Values separated by commas, as they are typed: `1,1.5,2`.
struct CommaSeparated<Value: ExpressibleByArgument>: CustomStringConvertible {
  let values: [Value]

  init(_ values: [Value]) { self.values = values }

  /// Reads every value; an option's `transform`.
  ///
  /// - Throws: `ValidationError` naming the first value that cannot be read, and those that can.
  init(reading text: String) throws {
    values = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let word = part.trimmingCharacters(in: .whitespaces)
      guard !word.isEmpty, let value = Value(argument: word) else {
        let known = Value.allValueStrings.joined(separator: ", ")
        throw ValidationError(
          "'\(word)' cannot be read; separate values by commas"
            + (known.isEmpty ? "" : " and choose from \(known)"))
      }
      return value
    }
  }

  var description: String { values.map { "\($0)" }.joined(separator: ",") }
}
