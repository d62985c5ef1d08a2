import LofiPlugin

/// All built-in score transforms, in the recommended order for a style: first tempo and length, then what is played,
/// then how.
public let standardTransforms: [any ScoreTransform.Type] = [
    ControllerRepair.self, BareNotesTreatment.self, SplitHands.self, Tempo.self, KeyRepair.self, Quantise.self,
    Accompany.self, Reharmonise.self, Colour.self, Form.self, Transpose.self, Instruments.self, Chop.self, Stutter.self,
    Swing.self, Drums.self, Bass.self, Humanise.self, Velocity.self,
]

/// Transforms that apply without being named in a style: they leave anything alone that does not need them, and a style
/// that names one configures it.
public let standingTransforms: [any ScoreTransform.Type] = [
    ControllerRepair.self, BareNotesTreatment.self, Accompany.self,
]
