extension HospitalSpells {
  /// Whether a spell counts in a setting: non-elective, emergency, elective or day case.
  ///
  /// A spell whose admission method is not known counts in none of them, an elective one with another
  /// class than ordinary or day case neither.
  public func counts(_ spell: Int, in setting: Setting) -> Bool {
    guard let method = methods[spell] else { return false }
    return switch setting {
    case .nonElective: method.isNonElective
    case .emergency: method.isEmergency
    case .elective: method.isElective && classes[spell] == .ordinary
    case .dayCase: method.isElective && classes[spell] == .dayCase
    default: false
    }
  }

  /// The days of admission of the spells that count in a setting.
  ///
  /// - Complexity: O(*spells*)
  public func admissionLog(of setting: Setting) -> ActivityLog {
    var days: [Day] = []
    var offsets = [0]
    for person in 0..<personCount {
      for spell in self.offsets[person]..<self.offsets[person + 1] where counts(spell, in: setting)
      {
        days.append(admissions[spell])
      }
      offsets.append(days.count)
    }
    return ActivityLog(offsets: offsets, days: days)
  }
}
