extension GrooveBook {
    static let fourOnTheFloor = Page(
        name: "four-on-the-floor", summary: "soft kick on every beat, distant clap",
        text: """
            swing 53
            late clap 8
            4/4
            hat    --x---x---x---x-
            clap   ----o-------o---
            kick   x---x---x---x---
            4/4
            hat    --x---x-?-x---xo
            chance ---------------7
            clap   ----o-------o---
            kick   x---x---x---x---
            fill 4/4
            hat    --x---x---x-oxox
            clap   ----o-------o-ox
            kick   x---x---x---x---
            3/4
            hat    --x---x---x-
            clap   ----o---o---
            kick   x---x---x---
            fill 3/4
            hat    --x---x-oxox
            clap   ----o---o-ox
            kick   x---x---x---
            6/8
            hat    --x-x---x-x-
            clap   ------o-----
            kick   x-----x-----
            fill 6/8
            hat    --x-x---oxox
            clap   ------o---ox
            kick   x-----x-----
            5/4
            hat    --x---x---x---x---x-
            clap   ----o-------o-------
            kick   x---x---x---x---x---
            fill 5/4
            hat    --x---x---x---x-oxox
            clap   ----o-------o-----ox
            kick   x---x---x---x---x---
            """)
}
