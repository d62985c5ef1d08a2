import LofiPlugin

/// All built-in effects.
public let standardEffects: [any AudioEffect.Type] = [
    Gain.self, StereoWidth.self,
    LowPass.self, HighPass.self, Shelf.self, Bell.self, Tilt.self, Filter.self, Sweep.self, DeHarsh.self,
    Tape.self, WowFlutter.self, TapeDropout.self, PrintThrough.self, TapeStop.self,
    RecordGroove.self,
    Sampler.self, Tube.self, Transformer.self,
    Chorus.self, Phaser.self, Tremolo.self, AutoPan.self,
    Reverb.self, Room.self, Plate.self, Spring.self, TapeEcho.self, Convolution.self,
    Compressor.self, Glue.self, Transient.self, Duck.self,
]
