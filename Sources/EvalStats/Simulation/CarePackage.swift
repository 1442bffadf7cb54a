/// A simulated package of adult social care, with what a package log has no room for.
package struct CarePackage: Sendable, Equatable {
  /// Where care is given, by how much it does for a person.
  package enum Kind: Sendable { case community, residential, nursing }

  /// Row in the register.
  package var person: Int
  package var kind: Kind
  /// First day of care, by days since 1970-01-01.
  package var start: Int32
  /// Last day of care; later than the person's last day where death or leaving ends it.
  package var end: Int32
  package var weeklyCost: Double
  /// Place in `SimulatedStudy.supportReasons`.
  package var supportReason: Int
}
