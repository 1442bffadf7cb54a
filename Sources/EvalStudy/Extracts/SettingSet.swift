internal import EvalStats

/// The settings a row counts in.
struct SettingSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ setting: Setting) { rawValue = Self.bit(of: setting) }

  init(_ settings: [Setting]) { rawValue = settings.reduce(0) { $0 | Self.bit(of: $1) } }

  func contains(_ setting: Setting) -> Bool { rawValue & Self.bit(of: setting) != 0 }

  private static func bit(of setting: Setting) -> UInt32 {
    1 << UInt32(Setting.allCases.firstIndex(of: setting) ?? 0)
  }
}
