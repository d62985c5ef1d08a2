import LofiPlugin

/// Parses grooves in drum notation.
///
///     swing 58
///     late snare 6
///     4/4
///     hat    x-o-x-o-x-o-x-w-
///     snare  ----X--g-g--X--?
///     chance -------7-5------
///     kick   X-----x---x-----
///     fill 4/4
///     …
///
/// One sign per sixteenth: X accent, x normal, o soft, g ghost, ? occasional ghost, w two hits in its time, t three in
/// its time, T three in the time of two, - rest. A `chance` line gives probabilities to the line above it, in tenths: 7
/// is played seven times out of ten. A meter starts a new bar; `4/4 triplets` has one sign per third of a quarter.
struct GrooveParser {
    let name: String

    private var isFill = false
    private var meter = ""
    /// Length of one sign, in 48ths of a quarter.
    private var unit = Groove.sixteenth
    /// The strokes of the last line, to which a chance line applies.
    private var lastLine: Range<Int>?

    init(name: String) { self.name = name }

    /// Returns the groove.
    ///
    /// - Throws: `ArrangementError.groove` with the line number and the reason.
    func parse(_ text: String, summary: String) throws(ArrangementError) -> Groove {
        var parser = self
        var groove = Groove(name: name, summary: summary)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ").map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            do { try parser.read(words, into: &groove) } catch {
                throw .groove(name: name, line: index + 1, reason: error.reason)
            }
        }
        return groove
    }

    private struct Mistake: Error { let reason: String }

    private mutating func read(_ words: [String], into groove: inout Groove) throws(Mistake) {
        let first = words[0]
        if first == "swing", words.count == 2, let amount = Double(words[1]), (50...75).contains(amount) {
            groove.swing = amount
        } else if first == "late", words.count == 3, let voice = DrumVoice(rawValue: words[1]),
            let milliseconds = Double(words[2])
        {
            groove.lateness[voice] = milliseconds
        } else if first.contains("/") || first == "fill" {
            try beginBar(words, &groove)
        } else if first == "chance", words.count == 2 {
            try readChances(words[1], &groove)
        } else if let voice = DrumVoice(rawValue: first), words.count == 2, !meter.isEmpty {
            let strokes = try strokes(of: voice, words[1])
            edit(&groove) { bar in
                lastLine = bar.count..<bar.count + strokes.count
                bar += strokes
            }
        } else {
            throw Mistake(reason: "cannot read '\(words.joined(separator: " "))'")
        }
    }

    private mutating func beginBar(_ words: [String], _ groove: inout Groove) throws(Mistake) {
        isFill = words[0] == "fill"
        let rest = words.dropFirst(isFill ? 1 : 0)
        guard let name = rest.first, Groove.length(of: name) != nil, rest.count == 1 || rest.last == "triplets",
            rest.count <= 2
        else { throw Mistake(reason: "'\(rest.joined(separator: " "))' is not a meter") }
        meter = name
        unit = rest.count == 2 ? Groove.positionsPerQuarter / 3 : Groove.sixteenth
        lastLine = nil
        if isFill { groove.fills[name, default: []].append([]) } else { groove.bars[name, default: []].append([]) }
    }

    private func checkLength(_ signs: String, _ line: String) throws(Mistake) {
        let count = (Groove.length(of: meter) ?? 0) / unit
        guard signs.count == count else {
            throw Mistake(reason: "\(line) has \(signs.count) signs; a bar of \(meter) needs \(count)")
        }
    }

    private func strokes(of voice: DrumVoice, _ signs: String) throws(Mistake) -> [Groove.Stroke] {
        try checkLength(signs, voice.rawValue)
        var strokes: [Groove.Stroke] = []
        for (index, sign) in signs.enumerated() where sign != "-" {
            guard let stroke = StrokeSign(rawValue: sign) else {
                throw Mistake(reason: "unknown sign '\(sign)'; use X, x, o, g, ?, w, t, T or -")
            }
            strokes.append(
                Groove.Stroke(
                    voice: voice, position: index * unit, velocity: stroke.velocity(of: voice),
                    isGhost: stroke == .ghost || stroke == .sometimes, chance: stroke == .sometimes ? 0.5 : 1,
                    hits: stroke.hits, length: stroke == .tripletOfTwo ? unit * 2 : unit))
        }
        return strokes
    }

    private mutating func readChances(_ signs: String, _ groove: inout Groove) throws(Mistake) {
        guard let line = lastLine else { throw Mistake(reason: "a chance line must follow a drum line") }
        try checkLength(signs, "chance")
        let unit = unit
        for (index, sign) in signs.enumerated() where sign != "-" {
            guard let tenths = sign.wholeNumberValue, (1...9).contains(tenths) else {
                throw Mistake(reason: "'\(sign)' is not a chance; use 1 to 9, or - for always")
            }
            var isFound = false
            edit(&groove) { bar in
                for stroke in line where bar[stroke].position == index * unit {
                    bar[stroke].chance = Double(tenths) / 10
                    isFound = true
                }
            }
            guard isFound else { throw Mistake(reason: "no stroke above the chance at sign \(index + 1)") }
        }
    }

    /// Edits the bar that is being read.
    private func edit(_ groove: inout Groove, _ change: (inout Groove.Bar) -> Void) {
        func editLast(_ bars: inout [Groove.Bar]?) {
            guard var list = bars, var bar = list.popLast() else { return }
            change(&bar)
            list.append(bar)
            bars = list
        }
        if isFill { editLast(&groove.fills[meter]) } else { editLast(&groove.bars[meter]) }
    }
}
