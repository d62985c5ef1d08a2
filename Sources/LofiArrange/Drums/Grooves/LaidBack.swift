extension GrooveBook {
    static let laidBack = Page(
        name: "laid-back", summary: "few hits and a late snare",
        text: """
            swing 54
            late snare 14
            late kick 3
            4/4
            hat    x---o---x---o---
            snare  ----X-------X--?
            kick   X---------x-----
            4/4
            hat    x---o---x---o-g-
            snare  ----X-------X---
            kick   X------o--x-----
            chance -------6--------
            fill 4/4
            hat    x---o---x-------
            snare  ----X-------X-go
            kick   X---------x-----
            3/4
            hat    x---o---o---
            snare  --------X---
            kick   X-----o-----
            fill 3/4
            hat    x---o-------
            snare  --------X-go
            kick   X-----o-----
            6/8
            hat    x---o-x---o-
            snare  ------X-----
            kick   X---------o-
            fill 6/8
            hat    x---o-------
            snare  ------X-g-go
            kick   X-----------
            5/4
            hat    x---o---x---o---o---
            snare  ----X-----------X---
            kick   X---------x---------
            fill 5/4
            hat    x---o---x---o-------
            snare  ----X-----------X-go
            kick   X---------x---------
            """)
}
