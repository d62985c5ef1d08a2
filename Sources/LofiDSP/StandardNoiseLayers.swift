import LofiPlugin

/// All built-in noise layers.
public let standardNoiseLayers: [any NoiseLayer.Type] = [
    VinylNoise.self, TapeHiss.self, Rain.self, Thunder.self, Wind.self, Waves.self, Fireplace.self, Campfire.self,
    Night.self, Birds.self, Cafe.self, City.self, Train.self, Fan.self, AudioFile.self,
]
