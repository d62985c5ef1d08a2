extension GrooveBook {
    static let brushedJazz = Page(
        name: "brushed-jazz", summary: "ride and brushes, hi-hat on two and four",
        text: """
            swing 64
            late snare 5
            4/4
            ride   x---x-ox---xx-o-
            hat    ----o-------o---
            snare  --g---g--g-?o-g-
            chance --7---9--5----8-
            kick   o-------o-------
            4/4
            ride   x---x--ox---x--o
            hat    ----o-------o---
            snare  ---g--g-o--?--g-
            chance ---6--7-------8-
            kick   o---------o-----
            fill 4/4
            ride   x---x-o---------
            hat    ----o-------o---
            snare  --g---g-xgo-xgox
            kick   o-------o-------
            3/4
            ride   x---x-ox-o--
            hat    ----o---o---
            snare  --g----g--g-
            kick   o-----------
            fill 3/4
            ride   x---x-------
            hat    ----o---o---
            snare  --g---xgoxgo
            kick   o-----------
            6/8
            ride   x-o-x-x-o-x-
            hat    ------o-----
            snare  ---g-----g--
            kick   o-----------
            fill 6/8
            ride   x-o-x-------
            hat    ------o-----
            snare  ---g--xgogxo
            kick   o-----------
            5/4
            ride   x---x-ox---x-ox---o-
            hat    ----o-------o---o---
            snare  --g---g--g----g---g-
            kick   o-----------o-------
            fill 5/4
            ride   x---x-ox---x--------
            hat    ----o-------o---o---
            snare  --g---g--g----xgoxgo
            kick   o-----------o-------
            """)
}
