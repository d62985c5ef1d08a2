extension GrooveBook {
    static let slowSix = Page(
        name: "slow-six", summary: "slow 6/8: triplets on the hat, backbeat on every second dotted beat",
        text: """
            swing 50
            late snare 8
            6/8
            hat    x-o-o-x-o-o-
            snare  ------X-----
            kick   X---------o-
            chance ----------7-
            6/8
            hat    x-o-o-x-o-oo
            chance -----------5
            snare  -----?X---g-
            chance ----------5-
            kick   X---o-----x-
            chance ----6-------
            fill 6/8
            hat    x-o-o-x-----
            snare  ------X-oxxX
            kick   X---o-------
            4/4 triplets
            hat    xooxooxooxoo
            snare  ---X-----X--
            kick   X----ox-----
            4/4 triplets
            hat    xooxooxooxoo
            snare  ---X-g---X-g
            chance -----5-----6
            kick   X-o---x-o---
            chance --5-----7---
            fill 4/4 triplets
            hat    xooxoox-----
            snare  ---X----oXxX
            kick   X----ox-----
            3/4 triplets
            hat    xooxooxoo
            snare  ---X----g
            chance --------5
            kick   X----ox--
            chance -----6---
            fill 3/4 triplets
            hat    xoox-----
            snare  ---X-goxX
            kick   X--------
            5/4 triplets
            hat    xooxooxooxooxoo
            snare  ---X--------X--
            kick   X----ox-----o--
            fill 5/4 triplets
            hat    xooxooxoox-----
            snare  ---X-------oXxX
            kick   X----ox--------
            """)
}
