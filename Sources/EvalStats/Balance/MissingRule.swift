/// What to do with rows that miss a covariate.
public enum MissingRule: String, Sendable, Equatable, Codable {
  /// Refuse them: the default, because a missing value is rarely missing for no reason.
  case error
  /// Put the mean of the observed values in the place of a missing number and add a 0/1 column that
  /// says where; give a missing category a level of its own.
  case indicator
  /// Leave the rows out of everything, and say how many.
  case exclude
}
