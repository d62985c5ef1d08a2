extension GrooveBook {
    static let halfTime = Page(
        name: "half-time", summary: "half-time: backbeat on three, wide and slow",
        text: """
            swing 56
            late snare 10
            4/4
            hat    x-o-x-o-x-o-x-o-
            snare  -----?--X-----g-
            chance -----3--------6-
            kick   X-----o-------x-
            4/4
            hat    x-o-x-oox-o-x-o-
            snare  --g-----X--g---g
            chance --4--------6---5
            kick   X---------o---x-
            fill 4/4
            hat    x-o-x-o---------
            snare  --------X-g-x-xX
            kick   X-----o---------
            3/4
            hat    x-o-x-o-x-o-
            snare  --------X---
            kick   X-----------
            3/4
            hat    x-o-x-o-x-o-
            snare  --------X--g
            kick   X-----o-----
            fill 3/4
            hat    x-o-x-------
            snare  ------g-Xgxx
            kick   X-----------
            6/8
            hat    x-o-o-x-o-o-
            snare  ------X-----
            kick   X---------o-
            fill 6/8
            hat    x-o-o-------
            snare  ------X-gxgX
            kick   X-----------
            5/4
            hat    x-o-x-o-x-o-x-o-x-o-
            snare  ------------X---g---
            kick   X-----o-----------x-
            fill 5/4
            hat    x-o-x-o-x-o-x-------
            snare  ------------X-g-x-xX
            kick   X-----o-------------
            """)
}
