/// Every effect that lofi-render brings.
public let standardEffects: [any AudioEffect.Type] = [
    Gain.self, LowPass.self, HighPass.self, Shelf.self, Sweep.self,
    Tape.self, WowFlutter.self, Sampler.self,
    RecordGroove.self,
    Chorus.self, Tremolo.self, Reverb.self,
    Compressor.self, Duck.self,
]
