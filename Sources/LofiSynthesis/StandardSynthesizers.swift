import LofiPlugin

/// The synthesizers that come with lofi-render. The first is the default.
package let standardSynthesizers: [any Synthesizer.Type] = [FluidSynth.self, SoundFontPlayer.self]
