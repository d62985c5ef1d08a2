// An embedding program imports only this module: styles and rendering, the score, and score files.
@_exported import LofiPlugin
@_exported import LofiScore
@_exported import LofiScoreFiles
