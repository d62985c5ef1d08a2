// What an embedding program imports is this module alone: styles and rendering, the score, and the files that it comes from.
@_exported import LofiPlugin
@_exported import LofiScore
@_exported import LofiScoreFiles
