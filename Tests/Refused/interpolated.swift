// refused: ambiguous use of 'appendInterpolation'
import EvalStats

func sentence(_ count: SensitiveCount) -> String { "\(count) people" }
