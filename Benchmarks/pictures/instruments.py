"""Draws the start of the phrases of every instrument and drum kit as spectrograms: instruments.py OUT.png."""
import sys
import tempfile
from pathlib import Path

import grid
import phrases
import renders
import soundfile

SECONDS = 15
figure, axes = grid.axes(len(phrases.INSTRUMENTS), 6.5, 1.9)
with tempfile.TemporaryDirectory() as work:
    song, recording = Path(work) / "phrases.mid", Path(work) / "phrases.wav"
    for (name, (program, parts, _)), axis in zip(phrases.INSTRUMENTS.items(), axes):
        starts = phrases.write(parts, program, song, drums=name.startswith("kit/"))
        renders.render(song, recording, "--style", renders.PLAIN, "--as-is")
        samples, rate = soundfile.read(recording, always_2d=True)
        length = SECONDS * rate // len(starts)
        excerpts = [samples[round(start * rate):][:length] for start in starts]
        for number, excerpt in enumerate(excerpts):
            plot = axis.inset_axes([number / len(starts), 0, 1 / len(starts) - 0.02, 1])
            grid.spectrogram(plot, excerpt, rate)
            plot.set_xticks(range(0, SECONDS // len(starts)))
            if number:
                plot.set_yticks([])
        axis.set_title(name, fontsize=9, loc="left")
        axis.axis("off")
grid.title(figure, "Instruments and drum kits alone, the start of each phrase")
grid.save(figure, sys.argv[1])
