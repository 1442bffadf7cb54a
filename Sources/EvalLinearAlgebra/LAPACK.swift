internal import CLAPACKE

/// LAPACK's option letters, as the C type of the interface.
let charU = CChar(UInt8(ascii: "U"))
let charV = CChar(UInt8(ascii: "V"))
let charN = CChar(UInt8(ascii: "N"))
let charT = CChar(UInt8(ascii: "T"))
let charS = CChar(UInt8(ascii: "S"))
