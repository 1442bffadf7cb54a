import Testing

/// One test at a time: some measure the memory of the process.
@Suite("Databases", .serialized)
enum Databases {}
