extension GrooveBook {
    static let minimal = Page(
        name: "minimal", summary: "kick and rim only",
        text: """
            swing 54
            late rim 5
            4/4
            rim    ----x-------x---
            kick   X-------o-------
            4/4
            rim    ----x-------x---
            kick   X------o--o-----
            chance -------6--------
            4/4
            rim    ----x-------x---
            kick   X-------o-------
            4/4
            rim    ----x------?x---
            kick   X---------o-----
            fill 4/4
            rim    ----x-------x-oo
            kick   X---------o-----
            3/4
            rim    --------x---
            kick   X-----------
            3/4
            rim    --------x---
            kick   X-----o-----
            chance ------6-----
            fill 3/4
            rim    ------o-x-o-
            kick   X-----------
            6/8
            rim    ------x-----
            kick   X---------o-
            chance ----------5-
            fill 6/8
            rim    ------x-o-o-
            kick   X-----------
            5/4
            rim    ----x-----------x---
            kick   X---------o---------
            fill 5/4
            rim    ----x-----------x-oo
            kick   X---------o---------
            """)
}
