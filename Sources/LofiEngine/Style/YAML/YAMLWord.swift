import LofiPlugin

extension ParameterValue {
    /// Reads a plain YAML scalar, or a word from the command line: a number, a Boolean or text.
    ///
    /// - A number is decimal (`-12.5`, `1e3`) or hexadecimal (`0x1F`, also `0x1p-2`); `1_000` is 1000; `1:30` is base 60, hence 90;
    ///   `.inf`, `inf`, `infinity`, `.nan` and `nan` are numbers too. `010` is ten: no prefix is octal or binary.
    /// - `true`, `yes`, `on`, `false`, `no` and `off` are Booleans, in capitals too.
    public init(word: String) {
        if let number = Self.number(word) {
            self = .number(number)
        } else if let flag = Self.flag(word) {
            self = .flag(flag)
        } else {
            self = .text(word)
        }
    }

    private static func flag(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }

    private static func number(_ word: String) -> Double? {
        switch word.lowercased() {
        case ".inf", "+.inf": return .infinity
        case "-.inf": return -.infinity
        case ".nan": return .nan
        default: break
        }
        var digits = word
        digits.unicodeScalars.removeAll { $0 == "_" }
        return digits.utf8.contains(UInt8(ascii: ":")) ? sexagesimal(digits) : Double(digits)
    }

    /// A number in base 60, such as minutes and seconds.
    private static func sexagesimal(_ word: String) -> Double? {
        let isSigned = word.hasPrefix("-") || word.hasPrefix("+")
        let parts = word.dropFirst(isSigned ? 1 : 0).split(separator: ":", omittingEmptySubsequences: false)
        var (value, base) = (0.0, 1.0)
        for part in parts.reversed() {
            guard let digit = Double(part) else { return nil }
            value += digit * base
            base *= 60
        }
        return word.hasPrefix("-") ? -value : value
    }
}
