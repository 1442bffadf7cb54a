import EvalTestSupport

/// Every kind that is built; cases of any other kind are pending.
let referenceKinds: [ReferenceKind] = [
  .countModel,
  .propensity,
  .robustLeastSquares,
]
