import LofiPlugin

/// The built-in grooves, one file each in `Grooves`, in the notation of `GrooveParser`.
///
/// Patterns written for this project. Their dynamics, the lateness of the snare and the ghost notes follow the Groove
/// MIDI Dataset (Google, CC BY 4.0); the swing follows measured lo-fi drum loops (sixteenths at 58 to 65 % in ten of
/// 14).
enum GrooveBook {
    /// A groove in text form.
    struct Page {
        let name: String
        let summary: String
        let text: String
    }

    static let pages: [Page] = [
        boomBap, laidBack, dustySwing, halfTime, brushedJazz, bossa, waltz, slowSix, fourOnTheFloor, sparse808,
        trapSoul,
        minimal, none,
    ]

    /// No drums.
    static let none = Page(name: "none", summary: "no drums", text: "")

    /// Returns a built-in groove.
    ///
    /// - Throws: `ArrangementError.groove` if its text is malformed.
    static func groove(_ name: String) throws(ArrangementError) -> Groove {
        guard let page = pages.first(where: { $0.name == name }) else {
            throw .setting(key: "groove", reason: "unknown groove '\(name)'")
        }
        return try GrooveParser(name: name).parse(page.text, summary: page.summary)
    }
}
