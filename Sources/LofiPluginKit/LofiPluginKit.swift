// What an author of plugins imports: the kinds of plugin, the score that generators and transforms work on, and the building
// blocks of the built-in effects.
@_exported import LofiDSP
@_exported import LofiPlugin
@_exported import LofiScore
