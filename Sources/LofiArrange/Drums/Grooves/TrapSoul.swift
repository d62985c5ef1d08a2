extension GrooveBook {
    static let trapSoul = Page(
        name: "trap-soul", summary: "clap on three over a deep kick, hat rolls in thirty-seconds and triplets",
        text: """
            swing 50
            late clap 6
            4/4
            hat    x-o-x-o-x-o-x-w-
            chance --------------7-
            clap   --------X-------
            snare  ---------------g
            chance ---------------4
            kick   X------o--x-----
            4/4
            hat    x-o-x-o-x-T-x-ow
            chance ---------------7
            clap   --------X-------
            kick   X--o------x---o-
            chance ---7----------5-
            4/4
            hat    x-o-x-w-x-o-x-o-
            chance ------7---------
            clap   --------X-------
            snare  -------g-------g
            chance -------3-------4
            kick   X------o--x-----
            4/4
            hat    x-o-xoo-x-o-T-tt
            chance -----6--------76
            clap   --------X-------
            kick   X-----o---x--x--
            chance -------------5--
            fill 4/4
            hat    x-o-x-w-T-T-tttt
            clap   --------X------x
            snare  ----------g-go--
            kick   X------o--x-----
            3/4
            hat    x-o-x-o-x-w-
            chance ----------7-
            clap   --------X---
            kick   X-----o-----
            3/4
            hat    x-o-x-T-x-ow
            chance -----------6
            clap   --------X---
            kick   X--o------o-
            chance ---6------5-
            fill 3/4
            hat    x-o-T-T-tttt
            clap   --------X---
            kick   X-----o-----
            6/8
            hat    x-o-o-x-o-w-
            chance ----------7-
            clap   ------X-----
            kick   X---o-------
            6/8
            hat    x-w-o-x-o-tw
            chance --5-------66
            clap   ------X-----
            kick   X---o----o--
            chance ---------5--
            fill 6/8
            hat    x-o-o-w-tttt
            clap   ------X-----
            kick   X---o-------
            5/4
            hat    x-o-x-o-x-o-x-o-x-w-
            chance ------------------7-
            clap   ------------X-------
            kick   X-----o-----------o-
            5/4
            hat    x-o-x-w-x-o-x-T-x-ow
            chance ------6------------6
            clap   ------------X-------
            kick   X--o--o-------x-----
            fill 5/4
            hat    x-o-x-o-x-w-x-T-tttt
            clap   ------------X-------
            kick   X-----o-------------
            """)
}
