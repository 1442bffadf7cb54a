// refused: ambiguous use of 'appendInterpolation'
import EvalStats

func sentence(_ flow: RiskSetFlow) -> String {
  "\(flow.treatedLosses[0].count) \(flow.treatedLosses[0].reason.label)"
}
