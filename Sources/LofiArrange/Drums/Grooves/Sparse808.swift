extension GrooveBook {
    static let sparse808 = Page(
        name: "sparse-808", summary: "deep kick, rim, and occasional hat runs",
        text: """
            swing 50
            late rim 5
            4/4
            hat    x-o-x-o-x-o-x-o-
            rim    --------X-------
            kick   X-----o----x----
            4/4
            hat    x-o-x-o-x-ooxogw
            chance -----------6-5-7
            rim    --------X-------
            kick   X--o------x-----
            fill 4/4
            hat    x-o-x-o-x-o-xoxo
            rim    --------X---x-xX
            kick   X-----o----x----
            3/4
            hat    x-o-x-o-x-o-
            rim    --------X---
            kick   X-----o-----
            fill 3/4
            hat    x-o-x-o-xoxo
            rim    --------X-xX
            kick   X-----o-----
            6/8
            hat    x-o-o-x-o-o-
            rim    ------X-----
            kick   X---o-------
            fill 6/8
            hat    x-o-o-x-oxox
            rim    ------X--xxX
            kick   X---o-------
            5/4
            hat    x-o-x-o-x-o-x-o-x-o-
            rim    ------------X-------
            kick   X-----o-----------o-
            fill 5/4
            hat    x-o-x-o-x-o-x-o-xoxo
            rim    ------------X---x-xX
            kick   X-----o-------------
            """)
}
