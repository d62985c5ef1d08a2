/// Every score transform that lofi-render brings.
public let standardTransforms: [any ScoreTransform.Type] = [
    Form.self, Tempo.self, Transpose.self, Quantise.self, Instruments.self, Swing.self, Bass.self, Drums.self,
    Humanise.self, Velocity.self,
]
