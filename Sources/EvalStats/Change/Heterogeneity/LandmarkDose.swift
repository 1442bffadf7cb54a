/// The number of MDT discussions a person had by a landmark, and what happened after it.
///
/// Whoever lives longer is discussed more often, so that discussions counted over the whole
/// follow-up seem to prevent what death prevented (immortal time). Here the number is counted to a
/// landmark only, three months after the index date by default; the outcome window begins the day
/// after it; and whoever died, left or was otherwise lost by then is out of it in *both* arms, the
/// controls standing at the same landmark of their set (Anderson, Cain and Gelber 1983,
/// doi:10.1200/JCO.1983.1.11.710). An analysis by all discussions is not offered.
///
/// The estimates speak of those who reach the landmark. Discussions are not dealt out by chance:
/// whoever was discussed more may have been in greater need by then, and matching at the index date
/// does not undo that.
public struct LandmarkDose: Sendable {
  /// Why a member is out of the analysis; the first that applies.
  public enum Exclusion: String, Sendable, Codable, CaseIterable {
    /// The records do not cover the windows of the member's set.
    case windowsNotCovered
    /// Died on or before the landmark day.
    case died
    /// Left the register on or before the landmark day, or joined it after.
    case left
    /// A control taken on by the programme on or before the landmark day, where such are censored.
    case takenOn
    /// In a set of several treated people, whose numbers of discussions differ.
    case severalTreated
    /// A treated person without a recorded discussion from the index date to the landmark.
    case noDiscussion
    /// A control whose treated person is out.
    case withoutTreated
    /// A treated person whose controls are all out.
    case withoutControls

    /// The reason in words, for a flow of people.
    public var label: String {
      switch self {
      case .windowsNotCovered: "the records do not cover the windows"
      case .died: "died by the landmark"
      case .left: "left the register by the landmark"
      case .takenOn: "taken on by the programme by the landmark"
      case .severalTreated: "in a set of several treated people"
      case .noDiscussion: "no discussion recorded"
      case .withoutTreated: "their treated person is out"
      case .withoutControls: "all their controls are out"
      }
    }
  }

  /// The last day, from the index date, on which discussions count.
  public let landmarkDay: Int
  /// The months before and those after the landmark.
  public let windows: PrePostWindows
  /// Use before the index date and after the landmark of those who reach it. The weight of members
  /// lost goes to the others of their arm in their set.
  public let counts: PrePostCounts
  /// For each row of the counts the number of days with a discussion, from the index date to the
  /// landmark, of the set's treated person; at least 1.
  public let discussionCounts: [Int]
  /// How many members of each arm are out, by reason; reasons that never applied are absent.
  public let exclusions: [Arm: [Exclusion: Int]]

  /// Counts discussions to the landmark and use after it.
  ///
  /// - Parameters:
  ///   - cohort: Matched sets of one treated person each.
  ///   - register: The people.
  ///   - history: The recorded use.
  ///   - setting: What is counted.
  ///   - discussionPersons: The row in the register of the person of each discussion, first
  ///     contacts among them, in any order.
  ///   - discussionDays: The day of each discussion; several on one day are one.
  ///   - landmarkMonths: Months to the landmark.
  ///   - months: Months before, and months after at whose end the outcome window ends.
  ///   - censorsControlsAtOwnIndex: As for `PersonTime`.
  /// - Throws: `HeterogeneityError.cohort` for a setting without records, or if the records cover no
  ///   set, or if an arm is left without person-time.
  /// - Complexity: O(*members* · log *events* + *discussions*)
  public init(
    of cohort: Cohort, register: PersonRegister, history: ActivityHistory, setting: Setting,
    discussionPersons: [Int], discussionDays: [Day], landmarkMonths: Int = 3, months: Int = 12,
    censorsControlsAtOwnIndex: Bool = false
  ) throws(HeterogeneityError) {
    precondition(
      discussionPersons.count == discussionDays.count,
      "\(discussionPersons.count) people and \(discussionDays.count) days of discussions")
    precondition(
      landmarkMonths > 0 && months > landmarkMonths,
      "a landmark at month \(landmarkMonths) of \(months)")
    let landmark = Window.after(months: landmarkMonths).lastDay
    let windows = PrePostWindows(
      before: .before(months: months),
      after: Window(firstDay: landmark + 1, lastDay: Window.after(months: months).lastDay))
    let time = PersonTime(
      of: register, censorsControlsAtOwnIndex: censorsControlsAtOwnIndex)
    do {
      let observable = try history.observableSets(of: cohort, setting: setting, windows: windows)
      let flow = LandmarkFlow(
        cohort, covered: observable.members, register: register, time: time, landmark: landmark,
        discussions: LandmarkFlow.daysByPerson(discussionPersons, discussionDays))
      landmarkDay = landmark
      self.windows = windows
      exclusions = flow.exclusions
      discussionCounts = flow.discussionCounts
      counts = try PrePostCounts(
        of: flow.cohort, time: time, history: history, setting: setting, windows: windows)
    } catch {
      throw .cohort(error)
    }
  }

  /// The number of treated people in the analysis.
  public var treatedCount: Int { counts.arms.count { $0 == .treated } }
}
