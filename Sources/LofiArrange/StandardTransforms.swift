import LofiPlugin

/// Every score transform that lofi-render brings, in the order in which a style wants them: first how fast and how long,
/// then what is played, then how.
public let standardTransforms: [any ScoreTransform.Type] = [
    BareNotesTreatment.self, SplitHands.self, Tempo.self, KeyRepair.self, Quantise.self, Accompany.self,
    Reharmonise.self, Colour.self, Form.self, Transpose.self, Instruments.self, Chop.self, Stutter.self, Swing.self,
    Drums.self, Bass.self, Humanise.self, Velocity.self,
]

/// Transforms that a style need not name: they leave alone what does not need them, and a style that names one sets it.
public let standingTransforms: [any ScoreTransform.Type] = [BareNotesTreatment.self, Accompany.self]
