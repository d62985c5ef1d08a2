"""Draws recordings beneath one another as spectrograms: spectrograms.py OUT.png TITLE=FILE.wav… The first minute of each."""
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import soundfile
from matplotlib import mlab

LOWEST, HIGHEST, BANDS_PER_OCTAVE = 40, 18000, 16
#: The long window separates low notes, the short one separates onsets.
LONG, SHORT, STEP, BORDER = 4096, 2048, 512, 500
LABELS = {50: "50", 100: "100", 200: "200", 500: "500", 1000: "1k", 2000: "2k", 5000: "5k", 10000: "10k"}


def bands(samples, rate):
    """Level in dB of bands of a sixteenth of an octave, low to high, by time: the powers of both channels are added."""
    padded = np.pad(samples, [(LONG // 2, LONG // 2), (0, 0)])
    count = int(np.log2(min(HIGHEST, rate / 2.1) / LOWEST) * BANDS_PER_OCTAVE)
    edges = LOWEST * 2 ** (np.arange(count + 1) / BANDS_PER_OCTAVE)
    low = edges[:-1] < BORDER
    trim = (LONG - SHORT) // 2
    power = np.vstack([_powers(padded, rate, LONG, edges)[low], _powers(padded[trim:-trim], rate, SHORT, edges)[~low]])
    return 10 * np.log10(power + 1e-14)


def _powers(samples, rate, window, edges):
    """Power between neighbouring edges, of which each lies in a bin or divides it."""
    spectra = [mlab.specgram(channel, NFFT=window, Fs=rate, noverlap=window - STEP)[0] for channel in samples.T]
    bin_width = rate / window
    sums = np.cumsum(np.pad(sum(spectra), [(1, 0), (0, 0)]), axis=0) * bin_width
    position = edges / bin_width + 0.5
    whole = position.astype(int)
    return np.diff(sums[whole] + (position - whole)[:, None] * (sums[whole + 1] - sums[whole]), axis=0)


def draw(axis, samples, rate, span=90):
    """Draws a spectrogram down to `span` dB below the loudest band."""
    level = bands(samples, rate)
    loudest = level.max()
    top = np.log2(LOWEST) + len(level) / BANDS_PER_OCTAVE
    axis.imshow(level, origin="lower", aspect="auto", cmap="CMRmap_r", vmin=loudest - span, vmax=loudest,
                extent=(0, len(samples) / rate, np.log2(LOWEST), top))
    axis.set_yticks(np.log2(list(LABELS)), LABELS.values())


def main(out, wanted):
    figure, axes = plt.subplots(len(wanted), 1, figsize=(12, 2.2 * len(wanted)), squeeze=False, sharex=True)
    longest = 0
    for axis, (title, path) in zip(axes[:, 0], wanted):
        samples, rate = soundfile.read(path, always_2d=True, stop=60 * soundfile.info(path).samplerate)
        draw(axis, samples, rate)
        axis.set(title=title, ylabel="Hz")
        longest = max(longest, len(samples) / rate)
    axes[-1, 0].set(xlabel="seconds", xlim=(0, longest))
    figure.tight_layout()
    figure.savefig(out, dpi=70)


if __name__ == "__main__":
    main(sys.argv[1], [argument.split("=", 1) for argument in sys.argv[2:]])
