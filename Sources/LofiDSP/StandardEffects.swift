/// Every effect that lofi-render brings.
public let standardEffects: [any AudioEffect.Type] = [
    Gain.self, StereoWidth.self,
    LowPass.self, HighPass.self, Shelf.self, Bell.self, Tilt.self, Filter.self, Sweep.self, DeHarsh.self,
    Tape.self, WowFlutter.self, Sampler.self,
    Chorus.self, Tremolo.self,
    Reverb.self, Room.self, Plate.self, Spring.self, Convolution.self,
    Compressor.self, Duck.self,
]
