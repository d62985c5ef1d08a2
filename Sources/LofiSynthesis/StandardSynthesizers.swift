import LofiPlugin

/// The built-in synthesizers; the first is the default.
package let standardSynthesizers: [any Synthesizer.Type] = [FluidSynth.self, SoundFontPlayer.self]
