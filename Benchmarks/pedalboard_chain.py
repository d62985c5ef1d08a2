"""What one would script in Python: pedalboard_chain.py DRY.wav OUT.wav, effects by pedalboard, -14 LUFS by pyloudnorm."""
import sys

import numpy as np
import pyloudnorm
from pedalboard import Chorus, Compressor, Delay, Limiter, LowpassFilter, Pedalboard, Reverb
from pedalboard.io import AudioFile

with AudioFile(sys.argv[1]) as file:
    sound, rate = file.read(file.frames), file.samplerate
board = Pedalboard([
    LowpassFilter(4000), Chorus(0.6, 0.2, mix=0.3), Compressor(-20, 3), Delay(0.06, 0.0, 0.2), Reverb(0.3, wet_level=0.15),
])
sound = board(sound, rate)
sound += np.random.default_rng(1).standard_normal(sound.shape).astype("float32") * 0.003
gain = -14 - pyloudnorm.Meter(rate).integrated_loudness(sound.T)
sound = Pedalboard([Limiter(-1)])(sound * 10 ** (gain / 20), rate)
with AudioFile(sys.argv[2], "w", rate, sound.shape[0], bit_depth=16) as file:
    file.write(sound)
