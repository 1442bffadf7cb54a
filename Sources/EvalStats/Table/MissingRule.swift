/// What to do with rows that miss a covariate.
public enum MissingRule: String, Sendable, Equatable, Codable, CaseIterable {
  /// Refuse them: the default, because a missing value is rarely missing for no reason. The error
  /// names each covariate and the number of rows.
  case error
  /// Keep them, with a 0/1 column `age: missing` that says where. A missing number is filled in: in a
  /// table by the mean of the observed values, in covariates of a day by 0 (a model that holds the
  /// 0/1 column too fits the same either way); a missing category has no level but that column.
  /// Balance is measured on the observed values, never on the filled-in ones.
  case indicator
  /// Leave the rows out of everything, and say how many; within risk sets, the person on that date.
  case exclude
}
