/// A cell of a table whose count is hidden, as a reader who knows the rules sees it.
struct HiddenCell {
  /// The count behind it.
  let count: Int
  /// Whether it is small itself, rather than hidden to protect another.
  let isSmall: Bool
  /// The smallest count shown by the policy.
  let smallestShown: Int

  /// Whether the reader must think it could be smaller. A hidden cell is no 0, since 0 is shown, and
  /// one hidden for another's sake is no small one.
  var canBeSmaller: Bool { count > (isSmall ? 1 : smallestShown) }

  /// Whether the reader must think it could be larger.
  var canBeLarger: Bool { !isSmall || count < smallestShown - 1 }
}
