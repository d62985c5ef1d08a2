extension GrooveBook {
    static let bossa = Page(
        name: "bossa", summary: "rim clave over a soft pulse",
        text: """
            swing 50
            late rim 3
            4/4
            shaker x-o-x-o-x-o-x-o-
            rim    x-----x-----x---
            kick   x-----o-x-----o-
            4/4
            shaker x-o-x-o-x-o-x-o-
            rim    ----x-----x---?-
            kick   x-----o-x-----o-
            fill 4/4
            shaker x-o-x-o-x-o-x---
            rim    ----x-----x-x-xo
            kick   x-----o-x-----o-
            3/4
            shaker x-o-x-o-x-o-
            rim    x-----x-----
            kick   x---------o-
            fill 3/4
            shaker x-o-x-o-x---
            rim    x-----x-x-xo
            kick   x---------o-
            6/8
            shaker x-o-o-x-o-o-
            rim    x-----x---o-
            kick   x-----o-----
            fill 6/8
            shaker x-o-o-x-----
            rim    x-----x-xoxo
            kick   x-----o-----
            5/4
            shaker x-o-x-o-x-o-x-o-x-o-
            rim    x-----x-----x-----o-
            kick   x-----o-x-----o-o---
            fill 5/4
            shaker x-o-x-o-x-o-x-o-x---
            rim    x-----x-----x---x-xo
            kick   x-----o-x-----o-----
            """)
}
