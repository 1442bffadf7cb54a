/// The version of the library, as results and manifests quote it.
public enum EvalStatsVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
