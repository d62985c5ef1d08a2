/// Every noise layer that lofi-render brings.
public let standardNoiseLayers: [any NoiseLayer.Type] = [VinylNoise.self, TapeHiss.self, Rain.self]
