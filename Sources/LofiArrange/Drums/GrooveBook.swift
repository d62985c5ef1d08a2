import LofiPlugin

/// The grooves that lofi-render brings, one file each in `Grooves`, in the notation of `GrooveParser`.
///
/// Patterns written for this project. Their dynamics, the lateness of the snare and where ghosts fall follow the Groove
/// MIDI Dataset (Google, CC BY 4.0); the swing follows measured lo-fi drum loops (sixteenths at 58 to 65 % in ten of
/// 14).
enum GrooveBook {
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

    /// Nothing is played.
    static let none = Page(name: "none", summary: "no drums", text: "")

    /// - Throws: `ArrangementError.groove` where the text is not as it should be.
    static func groove(_ name: String) throws(ArrangementError) -> Groove {
        guard let page = pages.first(where: { $0.name == name }) else {
            throw .setting(key: "groove", reason: "there is no groove '\(name)'")
        }
        return try GrooveParser(name: name).parse(page.text, summary: page.summary)
    }
}
