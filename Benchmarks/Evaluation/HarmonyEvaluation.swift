enum HarmonyEvaluation {
    static func printKeys(_ songs: [AnnotatedSong]) {}
    static func printChords(_ songs: [AnnotatedSong]) {}
}
