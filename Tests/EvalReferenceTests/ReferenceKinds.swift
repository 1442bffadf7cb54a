import EvalTestSupport

/// Every kind that is built; cases of any other kind are pending.
let referenceKinds: [ReferenceKind] = [
  .abadieImbens,
  .balance,
  .conditionalPoisson,
  .costModel,
  .countModel,
  .estimatingEquations,
  .estimatingEquationsLessCoefficients,
  .geneticMatching,
  .nearestMatching,
  .observedInformation,
  .optimalMatching,
  .propensity,
  .robustLeastSquares,
  .series,
  .stratification,
  .zeroCount,
]
