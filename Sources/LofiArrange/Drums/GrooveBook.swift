/// The grooves that lofi-render brings, one raw text each, in the notation of `GrooveParser`.
///
/// Patterns written for this project; the dynamics and the lateness of the snare follow the Groove MIDI Dataset (Google,
/// CC BY 4.0) and measured lo-fi drum loops (sixteenths at 58 to 65 % in half of them).
enum GrooveBook {
    /// Name, summary, text.
    static let pages: [(name: String, summary: String, text: String)] = [
        (
            "boom-bap", "the classic: kick on one, snare on two and four, a lazy swing",
            """
            swing 58
            late snare 6
            late hat -2
            4/4
            hat   x-o-x-o-x-o-x-o-
            snare ----X--g-g--X---
            kick  X------x--x-----
            4/4
            hat   x-o-x-o-x-oox-o-
            snare ----X--g----X--g
            kick  X--o---x--x--o--
            fill 4/4
            hat   x-o-x-o-x-------
            snare ----X--g-xo-XxoX
            kick  X------x--x-----
            3/4
            hat   x-o-x-o-x-o-
            snare ----X--g----
            kick  X-----o---x-
            3/4
            hat   x-o-x-o-x-oo
            snare ----X-----g-
            kick  X--o------x-
            fill 3/4
            hat   x-o-x-o-----
            snare ----X--gxoXx
            kick  X-----o-----
            6/8
            hat   x-o-o-x-o-o-
            snare ------X---g-
            kick  X---o-----x-
            fill 6/8
            hat   x-o-o-------
            snare ------X-xoXx
            kick  X---o-------
            5/4
            hat   x-o-x-o-x-o-x-o-x-o-
            snare ----X--g-----g--X---
            kick  X------x--x---------
            fill 5/4
            hat   x-o-x-o-x-o-x-------
            snare ----X--g-----g--XxoX
            kick  X------x--x---------
            """
        ),
        (
            "laid-back", "few strokes, a snare that takes its time",
            """
            swing 54
            late snare 14
            late kick 3
            4/4
            hat   x---o---x---o---
            snare ----X-------X---
            kick  X---------x-----
            4/4
            hat   x---o---x---o-g-
            snare ----X-------X---
            kick  X------o--x-----
            fill 4/4
            hat   x---o---x-------
            snare ----X-------X-go
            kick  X---------x-----
            3/4
            hat   x---o---o---
            snare --------X---
            kick  X-----o-----
            fill 3/4
            hat   x---o-------
            snare --------X-go
            kick  X-----o-----
            6/8
            hat   x---o-x---o-
            snare ------X-----
            kick  X---------o-
            fill 6/8
            hat   x---o-------
            snare ------X-g-go
            kick  X-----------
            5/4
            hat   x---o---x---o---o---
            snare ----X-----------X---
            kick  X---------x---------
            fill 5/4
            hat   x---o---x---o-------
            snare ----X-----------X-go
            kick  X---------x---------
            """
        ),
        (
            "dusty-swing", "a chopped break: ghosts around the backbeat, hats that shuffle",
            """
            swing 62
            late snare 4
            4/4
            hat   x-ox-ox-x-ox-ox-
            snare ----X--g-g-gX--g
            kick  X--x------xx----
            4/4
            hat   x-ox-ox-x-o-x-o-
            open  --------------o-
            snare ----X--g-g--X-g-
            kick  X--x---o--x-----
            fill 4/4
            hat   x-ox-ox---------
            snare ----X--gx-xgXgxX
            kick  X--x------x-----
            3/4
            hat   x-ox-ox-x-ox
            snare ----X--g-g--
            kick  X--x------x-
            fill 3/4
            hat   x-ox-o------
            snare ----X-gxgxXx
            kick  X--x--------
            6/8
            hat   x-oxo-x-oxo-
            snare ------X--g-g
            kick  X--x------x-
            fill 6/8
            hat   x-oxo-------
            snare ------XgxgXx
            kick  X--x--------
            5/4
            hat   x-ox-ox-x-ox-ox-x-o-
            snare ----X--g-g-g----X--g
            kick  X--x------xx--------
            fill 5/4
            hat   x-ox-ox-x-ox--------
            snare ----X--g-g-gxgx-XgxX
            kick  X--x------x---------
            """
        ),
        (
            "half-time", "the backbeat on three: wide and slow",
            """
            swing 56
            late snare 10
            4/4
            hat   x-o-x-o-x-o-x-o-
            snare --------X-----g-
            kick  X-----o-------x-
            4/4
            hat   x-o-x-oox-o-x-o-
            snare --g-----X--g----
            kick  X---------o---x-
            fill 4/4
            hat   x-o-x-o---------
            snare --------X-g-x-xX
            kick  X-----o---------
            3/4
            hat   x-o-x-o-x-o-
            snare --------X---
            kick  X-----------
            3/4
            hat   x-o-x-o-x-o-
            snare --------X--g
            kick  X-----o-----
            fill 3/4
            hat   x-o-x-------
            snare ------g-Xgxx
            kick  X-----------
            6/8
            hat   x-o-o-x-o-o-
            snare ------X-----
            kick  X---------o-
            fill 6/8
            hat   x-o-o-------
            snare ------X-gxgX
            kick  X-----------
            5/4
            hat   x-o-x-o-x-o-x-o-x-o-
            snare ------------X---g---
            kick  X-----o-----------x-
            fill 5/4
            hat   x-o-x-o-x-o-x-------
            snare ------------X-g-x-xX
            kick  X-----o-------------
            """
        ),
        (
            "brushed-jazz", "ride and brushes, the hat on two and four",
            """
            swing 64
            late snare 5
            4/4
            ride  x---x-ox---xx-o-
            hat   ----o-------o---
            snare --g---g--g--o-g-
            kick  o-------o-------
            4/4
            ride  x---x--ox---x--o
            hat   ----o-------o---
            snare ---g--g-o-----g-
            kick  o---------o-----
            fill 4/4
            ride  x---x-o---------
            hat   ----o-------o---
            snare --g---g-xgo-xgox
            kick  o-------o-------
            3/4
            ride  x---x-ox-o--
            hat   ----o---o---
            snare --g----g--g-
            kick  o-----------
            fill 3/4
            ride  x---x-------
            hat   ----o---o---
            snare --g---xgoxgo
            kick  o-----------
            6/8
            ride  x-o-x-x-o-x-
            hat   ------o-----
            snare ---g-----g--
            kick  o-----------
            fill 6/8
            ride  x-o-x-------
            hat   ------o-----
            snare ---g--xgogxo
            kick  o-----------
            5/4
            ride  x---x-ox---x-ox---o-
            hat   ----o-------o---o---
            snare --g---g--g----g---g-
            kick  o-----------o-------
            fill 5/4
            ride  x---x-ox---x--------
            hat   ----o-------o---o---
            snare --g---g--g----xgoxgo
            kick  o-----------o-------
            """
        ),
        (
            "bossa", "rim clave over a soft pulse",
            """
            swing 50
            late rim 3
            4/4
            shaker x-o-x-o-x-o-x-o-
            rim   x-----x-----x---
            kick  x-----ox------o-
            4/4
            shaker x-o-x-o-x-o-x-o-
            rim   ----x-----x-----
            kick  x-----ox------o-
            fill 4/4
            shaker x-o-x-o-x-o-x---
            rim   ----x-----x-x-xo
            kick  x-----ox------o-
            3/4
            shaker x-o-x-o-x-o-
            rim   x-----x-----
            kick  x---------o-
            fill 3/4
            shaker x-o-x-o-x---
            rim   x-----x-x-xo
            kick  x---------o-
            6/8
            shaker x-o-o-x-o-o-
            rim   x-----x---o-
            kick  x-----o-----
            fill 6/8
            shaker x-o-o-x-----
            rim   x-----x-xoxo
            kick  x-----o-----
            5/4
            shaker x-o-x-o-x-o-x-o-x-o-
            rim   x-----x-----x-----o-
            kick  x-----ox--------o---
            fill 5/4
            shaker x-o-x-o-x-o-x-o-x---
            rim   x-----x-----x---x-xo
            kick  x-----ox------------
            """
        ),
        (
            "four-on-the-floor", "a soft pulse on every beat, a clap far away",
            """
            swing 53
            late clap 8
            4/4
            hat   --x---x---x---x-
            clap  ----o-------o---
            kick  x---x---x---x---
            4/4
            hat   --x---x---x---xo
            clap  ----o-------o---
            kick  x---x---x---x---
            fill 4/4
            hat   --x---x---x-oxox
            clap  ----o-------o-ox
            kick  x---x---x---x---
            3/4
            hat   --x---x---x-
            clap  ----o---o---
            kick  x---x---x---
            fill 3/4
            hat   --x---x-oxox
            clap  ----o---o-ox
            kick  x---x---x---
            6/8
            hat   --x-x---x-x-
            clap  ------o-----
            kick  x-----x-----
            fill 6/8
            hat   --x-x---oxox
            clap  ------o---ox
            kick  x-----x-----
            5/4
            hat   --x---x---x---x---x-
            clap  ----o-------o-------
            kick  x---x---x---x---x---
            fill 5/4
            hat   --x---x---x---x-oxox
            clap  ----o-------o-----ox
            kick  x---x---x---x---x---
            """
        ),
        (
            "sparse-808", "a deep kick, a rim, hats that run now and then",
            """
            swing 50
            late rim 5
            4/4
            hat   x-o-x-o-x-o-x-o-
            rim   --------X-------
            kick  X-----o----x----
            4/4
            hat   x-o-x-o-x-ooxogo
            rim   --------X-------
            kick  X--o------x-----
            fill 4/4
            hat   x-o-x-o-x-o-xoxo
            rim   --------X---x-xX
            kick  X-----o----x----
            3/4
            hat   x-o-x-o-x-o-
            rim   --------X---
            kick  X-----o-----
            fill 3/4
            hat   x-o-x-o-xoxo
            rim   --------X-xX
            kick  X-----o-----
            6/8
            hat   x-o-o-x-o-o-
            rim   ------X-----
            kick  X---o-------
            fill 6/8
            hat   x-o-o-x-oxox
            rim   ------X--xxX
            kick  X---o-------
            5/4
            hat   x-o-x-o-x-o-x-o-x-o-
            rim   ------------X-------
            kick  X-----o-----------o-
            fill 5/4
            hat   x-o-x-o-x-o-x-o-xoxo
            rim   ------------X---x-xX
            kick  X-----o-------------
            """
        ),
    ]
}

extension GrooveBook {
    /// - Throws: `ArrangementError.groove` where the text is not as it should be.
    static func groove(_ name: String) throws(ArrangementError) -> Groove {
        guard let page = pages.first(where: { $0.name == name }) else {
            throw .setting(key: "groove", reason: "there is no groove '\(name)'")
        }
        return try GrooveParser(name: name).parse(page.text, summary: page.summary)
    }
}
