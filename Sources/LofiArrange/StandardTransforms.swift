/// Every score transform that lofi-render brings, in the order in which a style wants them: first how fast and how long,
/// then what is played, then how.
public let standardTransforms: [any ScoreTransform.Type] = [
    Tempo.self, Form.self, Transpose.self, Quantise.self, Instruments.self, Swing.self, Bass.self, Drums.self,
    Humanise.self, Velocity.self,
]
