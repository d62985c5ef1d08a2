extension GrooveBook {
    static let boomBap = Page(
        name: "boom-bap", summary: "classic boom bap: kick on one, snare on two and four, lazy swing",
        text: """
            swing 58
            late snare 5.5
            4/4
            hat    x-o-x-o-x-ogx-o-
            chance -----------5----
            snare  ----X--g-g--X--g
            chance -------8-6-----4
            kick   X------x--x-----
            4/4
            hat    x-o-x-o-x-ogx-o-
            chance -----------6----
            snare  -g--X-g-gg--Xg-g
            chance -3----4-26---6-7
            kick   X--o---x--x--o--
            chance ---7---------6--
            4/4
            hat    x-o-x-o-x-o-x-o-
            snare  ----X--g-g--X--g
            chance -------8-6-----4
            kick   X------x--x----o
            chance ---------------4
            4/4
            hat    x-ogx-o-x-ogx-o-
            chance ---4-------6----
            snare  --g-X--gg--gXg-g
            chance --4----63--6-6-5
            kick   X--o---x--x--x--
            chance ---7---------7--
            fill 4/4
            hat    x-o-x-o-x-------
            snare  ----X--g-xo-XxoX
            kick   X------x--x-----
            fill 4/4
            hat    x-o-x-o-x-o-----
            snare  ----X--g--ggoxXX
            kick   X--o---x--x-x---
            3/4
            hat    x-o-x-o-x-o-
            snare  ----X--g-g--
            chance -------6-4--
            kick   X-----o---x-
            3/4
            hat    x-o-x-o-x-oo
            snare  ----X-g---gg
            chance ------3---65
            kick   X--o------x-
            fill 3/4
            hat    x-o-x-o-----
            snare  ----X--gxoXx
            kick   X-----o-----
            6/8
            hat    x-o-o-x-o-o-
            snare  ------X---g-
            chance ----------7-
            kick   X---o-----x-
            6/8
            hat    x-o-o-x-o-o-
            snare  ---g--X--gg-
            chance ---4-----47-
            kick   X---o---x---
            chance ----6-------
            fill 6/8
            hat    x-o-o-------
            snare  ------X-xoXx
            kick   X---o-------
            5/4
            hat    x-o-x-o-x-o-x-o-x-o-
            snare  ----X--g-g---g--X--g
            chance -------7-4---6-----4
            kick   X------x--x---------
            5/4
            hat    x-o-x-o-x-ogx-o-x-o-
            snare  ----X--g-----g--X-gg
            chance -------5-----7----35
            kick   X--o---x--x---o-----
            chance ---6----------5-----
            fill 5/4
            hat    x-o-x-o-x-o-x-------
            snare  ----X--g-----g--XxoX
            kick   X------x--x---------
            """)
}
