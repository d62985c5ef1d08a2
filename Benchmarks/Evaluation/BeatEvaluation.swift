enum BeatEvaluation {
    static func printGridded(_ songs: [AnnotatedSong]) {}
    static func printPerformances(_ songs: [AnnotatedSong]) {}
}
