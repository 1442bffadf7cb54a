// refused: inaccessible due to 'fileprivate' protection level
import EvalStats

func number(_ count: SensitiveCount) -> Int { count.value }
