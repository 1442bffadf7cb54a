// accepted: what a policy has disclosed may stand in a string, and counts are added and compared.
import EvalStats

func sentence(_ count: SensitiveCount, _ policy: DisclosurePolicy) -> String {
  let both = [count, count].sum() + 1
  return both > count ? "\(policy.disclose(both)) people" : "nobody"
}
