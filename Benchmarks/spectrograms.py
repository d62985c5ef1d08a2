"""Draws recordings beneath one another as spectrograms: spectrograms.py OUT.png TITLE=FILE.wav… The first minute of each."""
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import soundfile

out, wanted = sys.argv[1], [a.split("=", 1) for a in sys.argv[2:]]
figure, axes = plt.subplots(len(wanted), 1, figsize=(12, 2.2 * len(wanted)), squeeze=False, sharex=True)
for axis, (title, path) in zip(axes[:, 0], wanted):
    samples, rate = soundfile.read(path, always_2d=True, stop=60 * soundfile.info(path).samplerate)
    mono = samples.mean(axis=1)
    axis.specgram(mono + 1e-7 * np.random.default_rng(1).standard_normal(len(mono)), NFFT=2048, noverlap=1024, Fs=rate,
                  vmin=-130, vmax=-20, cmap="magma")
    axis.set(yscale="log", ylim=(40, 16000), title=title, ylabel="Hz")
axes[-1, 0].set(xlabel="seconds")
figure.tight_layout()
figure.savefig(out, dpi=70)
