extension GrooveBook {
    static let dustySwing = Page(
        name: "dusty-swing", summary: "chopped break: ghost notes around the backbeat, shuffling hats",
        text: """
            swing 62
            late snare 4
            4/4
            hat    x-ox-ox-x-ox-ox-
            snare  ----X--g-g-gX--g
            chance -------9-7-5---8
            kick   X--x------xx----
            4/4
            hat    x-ox-ox-x-o-x-o-
            open   --------------o-
            snare  -g--X--g-g--X-gg
            chance -4-----9-7----65
            kick   X--x---o--x-----
            fill 4/4
            hat    x-ox-ox---------
            snare  ----X--gx-xgXgxX
            kick   X--x------x-----
            3/4
            hat    x-ox-ox-x-ox
            snare  ----X--g-g--
            kick   X--x------x-
            fill 3/4
            hat    x-ox-o------
            snare  ----X-gxgxXx
            kick   X--x--------
            6/8
            hat    x-oxo-x-oxo-
            snare  ------X--g-g
            kick   X--x------x-
            fill 6/8
            hat    x-oxo-------
            snare  ------XgxgXx
            kick   X--x--------
            5/4
            hat    x-ox-ox-x-ox-ox-x-o-
            snare  ----X--g-g-g----X--g
            kick   X--x------xx--------
            fill 5/4
            hat    x-ox-ox-x-ox--------
            snare  ----X--g-g-gxgx-XgxX
            kick   X--x------x---------
            """)
}
