extension GrooveBook {
    static let waltz = Page(
        name: "waltz", summary: "lilting brushed waltz on the ride",
        text: """
            swing 60
            late snare 5
            3/4
            ride   x---x---x-o-
            hat    ----o---o---
            snare  -------?--g-
            chance ----------6-
            kick   x-----------
            3/4
            ride   x---x-o-x---
            hat    ----o---o---
            snare  --?---g----?
            chance ------6-----
            kick   x---------o-
            chance ----------5-
            3/4
            ride   x---x---x-o-
            hat    ----o---o---
            snare  -------?--g-
            chance ----------6-
            kick   x-----------
            3/4
            ride   x---x-o-x-o-
            hat    ----o---o---
            snare  ---?--g--?--
            kick   x-----o-----
            chance ------5-----
            fill 3/4
            ride   x---x-------
            hat    ----o---o---
            snare  ----o-gxo-gx
            kick   x-----------
            6/8
            ride   x-o-x-x-o-o-
            hat    ------o-----
            snare  ----?----g--
            chance ---------6--
            kick   x-----------
            fill 6/8
            ride   x-o-x-------
            hat    ------o-----
            snare  ----?-xgogxo
            kick   x-----------
            4/4
            ride   x---x---x---x-o-
            hat    ----o-------o---
            snare  -------?------g-
            chance --------------6-
            kick   x-------o-------
            4/4
            ride   x---x-o-x---x---
            hat    ----o-------o---
            snare  --?---g----?---?
            kick   x---------o-----
            fill 4/4
            ride   x---x-o---------
            hat    ----o-------o---
            snare  --------o-gxo-gx
            kick   x-------o-------
            5/4
            ride   x---x---x-o-x---x-o-
            hat    ----o---o-------o---
            snare  -------?--g--------?
            kick   x-----------o-------
            fill 5/4
            ride   x---x---x-o---------
            hat    ----o---o-------o---
            snare  -------?----o-gxogxo
            kick   x-----------o-------
            """)
}
