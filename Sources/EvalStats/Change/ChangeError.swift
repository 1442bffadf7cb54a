/// What can stand in the way of estimating a change.
public enum ChangeError: EvaluationError, Equatable {
  /// No member with a positive weight is in the arm.
  case emptyArm(Arm)
  /// Nobody in the arm has any person-time in the window.
  case noPersonTime(Arm, Period)
  /// The arm has person-time but no event in the window, so a ratio has no finite logarithm.
  /// `upperBound` is the upper 95% limit of the rate, in events per 1,000 person-months.
  case noEvents(Arm, Period, personMonths: Double, upperBound: Double)
  /// The ratio is 0 or without upper end because a count is 0. `lowerBound` is the exact lower 95%
  /// limit of the ratio; `nil` where there are no events at all.
  case undefinedRatio(lowerBound: Double?)
  /// Fewer matched sets than the method needs to see how much they vary.
  case tooFewSets(found: Int, needed: Int)
  /// Fewer people than the method needs to see how much they vary.
  case tooFewPeople(found: Int, needed: Int)
  /// A value of a column of the counts is negative, infinite or missing, above 10³⁰, or above 0 and
  /// below 10⁻³⁰.
  case invalidValue(column: String, row: Int)
  /// A member has events in a window without person-time in it.
  case eventsWithoutTime(row: Int, Period)
  /// The method compares whole sets, and some people stand in several.
  case sharedPeople(method: String, people: Int)
  /// No set has person-time in both arms both before and after.
  case noCompleteSet
  /// Every set's change is zero, or the same: there is nothing to rank or to scale by.
  case noVariation(method: String)
  /// A count model could not be fitted.
  case model(ModelError)
  /// A resampling method was asked for fewer repetitions than its interval or p-value needs.
  case tooFewRepetitions(found: Int, needed: Int)
  /// The exact distribution has more points than can be worked out.
  case tooLargeForExact(method: String)
  /// The primary outcome declared is not among what was asked for.
  case primaryNotAsked(String)
  /// An arm has no person-time in a month counted from the index date, or in the reference months
  /// (`month` is then `nil`).
  case noPersonTimeInMonth(Arm, month: Int?)
  /// An arm has person-time but no event in a month, or in the reference months (`month` is then
  /// `nil`). `upperBound` is the upper 95% limit of the rate, per 1,000 person-months.
  case noEventsInMonth(Arm, month: Int?, personMonths: Double, upperBound: Double)
  /// No month before the index date can be compared with another.
  case tooFewMonths(found: Int, needed: Int)
  /// A panel says different things of one person: the group, the weight or the cluster.
  case changingValue(column: String, row: Int)
  /// Nobody starts within the panel, or nobody who starts later is there to compare with.
  case noStaggeredStarts
  /// The month before the start, less the months of anticipation, is not in the panel.
  case noBaseMonth(group: Int, month: Int)
  /// Nobody is there to compare a group with in a month and its base month.
  case noComparison(group: Int, month: Int)
  /// A cell of group or comparison has no person-time in the month or in its base month.
  case noPanelTime(group: Int, month: Int)
  /// A cell of group or comparison has no events in the month or in its base month, so that its
  /// ratio is not defined.
  case noPanelEvents(group: Int, month: Int)
  /// A group of too few people to be shown alone.
  case smallGroup(group: Int, people: Int, needed: Int)
  /// A point of an average over groups that rests on too few people to be shown.
  case smallPoint(point: Int, people: Int, needed: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .emptyArm: "empty-arm"
    case .noPersonTime: "no-person-time"
    case .noEvents: "no-events"
    case .undefinedRatio: "undefined-ratio"
    case .tooFewSets: "too-few-sets"
    case .tooFewPeople: "too-few-people"
    case .invalidValue: "invalid-value"
    case .eventsWithoutTime: "events-without-person-time"
    case .sharedPeople: "shared-people"
    case .noCompleteSet: "no-complete-set"
    case .noVariation: "no-variation"
    case .model(let error): error.code
    case .tooFewRepetitions: "too-few-repetitions"
    case .tooLargeForExact: "too-large-for-exact"
    case .primaryNotAsked: "primary-not-asked"
    case .noPersonTimeInMonth: "no-person-time-in-month"
    case .noEventsInMonth: "no-events-in-month"
    case .tooFewMonths: "too-few-months"
    case .changingValue: "changing-value"
    case .noStaggeredStarts: "no-staggered-starts"
    case .noBaseMonth: "no-base-month"
    case .noComparison: "no-comparison"
    case .noPanelTime: "no-panel-time"
    case .noPanelEvents: "no-panel-events"
    case .smallGroup: "small-group"
    case .smallPoint: "small-point"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .emptyArm(let arm): "\(arm.rawValue) arm"
    case .noPersonTime(let arm, let period), .noEvents(let arm, let period, _, _):
      "\(arm.rawValue) arm, \(period.rawValue) the index date"
    case .invalidValue(let column, let row), .changingValue(let column, let row):
      "column '\(column)', row \(row + 1)"
    case .eventsWithoutTime(let row, let period):
      "row \(row + 1), \(period.rawValue) the index date"
    case .model(let error): error.location
    case .noPersonTimeInMonth(let arm, let month), .noEventsInMonth(let arm, let month, _, _):
      "\(arm.rawValue) arm, " + (month.map { "month \(Window.signed($0))" } ?? "reference months")
    case .noBaseMonth(let group, let month), .noComparison(let group, let month),
      .noPanelTime(let group, let month), .noPanelEvents(let group, let month):
      "group \(group), month \(month)"
    case .smallGroup(let group, _, _): "group \(group)"
    case .smallPoint(let point, _, _): "point \(point)"
    case .undefinedRatio, .tooFewSets, .tooFewPeople, .sharedPeople, .noCompleteSet, .noVariation,
      .tooFewRepetitions, .tooLargeForExact, .primaryNotAsked, .tooFewMonths, .noStaggeredStarts:
      nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .emptyArm:
      "nobody is in the arm; check the arm column, or relax the match so that someone is matched"
    case .noPersonTime:
      "nobody has person-time in this window; shorten the window or check the data's coverage"
    case .noEvents(_, _, let personMonths, let upperBound):
      "no events in \(Decimals.text(personMonths, places: 1)) person-months, so the ratio has no "
        + "finite logarithm; the rate is at most \(Decimals.text(upperBound, places: 2)) per 1,000 "
        + "person-months (upper 95% limit): report the rates, lengthen the window or join outcomes"
    case .undefinedRatio(let lowerBound):
      "a group has no events, so the ratio has no finite logarithm"
        + (lowerBound.map {
          $0 > 0
            ? "; it is at least \(Decimals.text($0, places: 2)) (exact lower 95% limit)"
            : "; take the exact interval"
        } ?? " and nothing can be compared") + "; report the counts and rates"
    case .tooFewSets(let found, let needed):
      "\(found) matched \(found == 1 ? "set" : "sets"), at least \(needed) needed to see how much "
        + "sets vary; widen the match or report the rates alone"
    case .tooFewPeople(let found, let needed):
      "\(found) \(found == 1 ? "person" : "people"), at least \(needed) needed to see how much "
        + "people vary; report the rates alone"
    case .invalidValue:
      "the value is negative, infinite or not a number, or of a size that no count, weight or time "
        + "has (above 10³⁰, or above 0 and below 10⁻³⁰); correct it or leave the member out"
    case .eventsWithoutTime:
      "there are events but no person-time; count events only while the person is registered"
    case .sharedPeople(let method, let people):
      "\(method) needs sets that share nobody, and \(people) "
        + "\(people == 1 ? "person serves" : "people serve") in several; "
        + "match without replacement, or read the two-way clustered interval"
    case .noCompleteSet:
      "no set has person-time in both arms before and after; match people into sets, or shorten the "
        + "window"
    case .noVariation(let method):
      "every set changed alike, so \(method) has nothing to go by; report the rates alone"
    case .model(let error): error.message
    case .tooFewRepetitions(let found, let needed):
      "\(found) repetitions asked for; ask for at least \(needed)"
    case .tooLargeForExact(let method):
      "\(method) has too many distinct sums for an exact p-value; round the values to fewer decimals "
        + "or take the t test"
    case .primaryNotAsked(let primary):
      "the primary (\(primary)) is not among the outcomes, windows and estimators asked for; ask for "
        + "it, or declare another"
    case .noPersonTimeInMonth:
      "nobody has person-time in it; leave the month out or widen the data's coverage"
    case .noEventsInMonth(_, _, let personMonths, let upperBound):
      "no events in \(Decimals.text(personMonths, places: 1)) person-months, so the ratio has no "
        + "finite logarithm; the rate is at most \(Decimals.text(upperBound, places: 2)) per 1,000 "
        + "person-months (upper 95% limit): read the difference, or join months"
    case .tooFewMonths(let found, let needed):
      "\(found) \(found == 1 ? "month" : "months") with events in both arms before the index date, at "
        + "least \(needed) needed; take in more months before"
    case .changingValue:
      "the value differs from the person's first row; give each person one group, weight and cluster"
    case .noStaggeredStarts:
      "nobody starts after the panel's first month with somebody left to compare with; widen the "
        + "panel or take in people who never start"
    case .noBaseMonth:
      "the base month is not in the panel; begin the panel earlier or allow fewer months of "
        + "anticipation"
    case .noComparison:
      "nobody is still untreated to compare with; end the panel earlier or take in people who never "
        + "start"
    case .noPanelTime:
      "the group or its comparison has no person-time in the month or the base month; join groups or "
        + "leave the month out"
    case .noPanelEvents:
      "the group or its comparison has no events in the month or the base month, so the ratio has no "
        + "finite logarithm; read the difference, or the average over groups"
    case .smallGroup(_, _, let needed):
      "fewer than \(needed) people: the group is not shown alone; read the averages over groups"
    case .smallPoint(_, _, let needed):
      "fewer than \(needed) people: the point is not shown; read the overall average"
    }
  }
}
