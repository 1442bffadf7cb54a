import EvalTestSupport

/// Every kind that is built; cases of any other kind are pending.
let referenceKinds: [ReferenceKind] = [
  .abadieImbens,
  .balance,
  .costModel,
  .countModel,
  .geneticMatching,
  .nearestMatching,
  .observedInformation,
  .optimalMatching,
  .propensity,
  .robustLeastSquares,
  .stratification,
]
