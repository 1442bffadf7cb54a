// refused: requires that 'SensitiveCount' conform to 'Encodable'
import EvalStats

func written(_ count: SensitiveCount, to container: inout some UnkeyedEncodingContainer) throws {
  try container.encode(count)
}
