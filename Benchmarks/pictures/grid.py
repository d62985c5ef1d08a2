"""Pictures of many small plots in two columns."""
import io

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import spectrograms
from PIL import Image

COLUMNS = 2
#: Range of a spectrogram in dB.
SPAN = 70


def axes(count, width, height):
    """Returns a figure and `count` plots of this size in inches, row by row."""
    rows = -(-count // COLUMNS)
    figure, plots = plt.subplots(rows, COLUMNS, figsize=(COLUMNS * width, rows * height), squeeze=False)
    for unused in plots.flat[count:]:
        unused.set_visible(False)
    return figure, list(plots.flat)[:count]


def rows(count, width, height):
    """Returns a figure and `count` plots of this size in inches, one below the other with one time axis."""
    figure, plots = plt.subplots(count, 1, figsize=(width, count * height), sharex=True)
    return figure, list(plots)


def spectrogram(axis, samples, rate):
    """Draws the levels of a sound down to SPAN below its loudest band."""
    spectrograms.draw(axis, samples, rate, span=SPAN)
    axis.tick_params(labelsize=8)


def title(figure, text):
    scale = f"level in sixteenths of an octave, white = {SPAN} dB below the loudest; seconds and Hz"
    figure.suptitle(f"{text}\n{scale}", fontsize=10)


def save(figure, path):
    """Writes a PNG file of 96 colours, a third of the size of one in full colour."""
    figure.tight_layout()
    full = io.BytesIO()
    figure.savefig(full, dpi=90)
    Image.open(full).convert("RGB").quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)
