"""Draws songs beside one another as piano rolls: piano_rolls.py OUT.png TITLE=FILE.mid… One row a title, a column a file."""
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import mido

out, wanted = sys.argv[1], [a.split("=", 1) for a in sys.argv[2:]]
titles = list(dict.fromkeys(title for title, _ in wanted))
rows = [[path for title, path in wanted if title == row] for row in titles]
COLOURS = {"Bass": "#8a4b08", "Chords": "#3b6ea5", "Melody": "#c2333a"}


def notes(path):
    """Start and length in quarters, key and part of each note."""
    file = mido.MidiFile(path)
    for track in file.tracks:
        time, open_notes, name = 0, {}, ""
        for message in track:
            time += message.time
            if message.type == "track_name":
                name = message.name
            elif message.type == "note_on" and message.velocity:
                open_notes.setdefault((message.channel, message.note), []).append(time)
            elif message.type in ("note_on", "note_off"):
                starts = open_notes.get((message.channel, message.note))
                if starts:
                    start = starts.pop(0)
                    yield start / file.ticks_per_beat, (time - start) / file.ticks_per_beat, message.note, name


figure, axes = plt.subplots(
    len(rows), max(map(len, rows)), figsize=(4.2 * max(map(len, rows)), 2.4 * len(rows)), squeeze=False)
for row, (title, paths) in enumerate(zip(titles, rows)):
    for axis in axes[row]:
        axis.axis("off")
    for axis, path in zip(axes[row], paths):
        axis.axis("on")
        for start, length, key, part in notes(path):
            axis.barh(key, length * 0.95, left=start, height=0.9, color=COLOURS.get(part, "#555555"))
        axis.set(ylim=(28, 96), xlim=(0, 64), xticks=range(0, 65, 16))
        axis.set_title(title, fontsize=9)
        axis.grid(axis="x", alpha=0.3)
figure.tight_layout()
figure.savefig(out, dpi=70)
