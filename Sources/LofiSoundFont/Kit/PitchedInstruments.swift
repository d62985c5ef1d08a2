import LofiScore
import LofiPlugin

/// The pitched instruments by name.
enum PitchedInstruments {
    /// Adds the samples of an instrument to the design and returns it.
    static func make(
        _ name: InstrumentName, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        let instrument: PitchedInstrument
        switch name {
        case .feltPiano: instrument = .feltPiano
        case .tinePiano: instrument = .tinePiano
        case .reedPiano: instrument = .reedPiano
        case .musicBox: instrument = .musicBox
        case .vibraphone: instrument = .vibraphone
        case .nylonGuitar: instrument = .nylonGuitar
        case .mutedGuitar: instrument = .mutedGuitar
        case .uprightBass: instrument = .uprightBass
        case .subBass: instrument = .subBass
        case .fluteLead: instrument = .fluteLead
        case .warmPad: return WarmPad.build(named: name.rawValue, into: &design, random: &random)
        }
        return instrument.build(named: name.rawValue, into: &design, random: &random)
    }
}
