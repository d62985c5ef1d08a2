#!/usr/bin/env python3
"""Draws piano rolls of songs and of what the program makes of them: input above, result below, downbeats as lines.

    Benchmarks/arrangements.py PICTURE.png PROGRAM [--style STYLE] [--columns N] NAME=SONG.mid ...

Needs matplotlib and mido. Times are in seconds; both rolls of a song show as many bars (16).
"""
import os
import subprocess
import sys
import tempfile

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import mido

BARS = 16
COLOURS = {"melody": "#c0392b", "bass": "#1f6f8b", "drums": "#888888", "pad": "#b8c4a9", "answer": "#d98e04"}


def read(path):
    """Notes as (start, end, key, part's name, isDrums) and downbeats, in seconds."""
    file = mido.MidiFile(path, clip=True)
    tempos, meters, notes = [(0, 500000)], [(0, 4, 4)], []
    for track in file.tracks:
        tick, name, sounding = 0, "", {}
        for event in track:
            tick += event.time
            if event.type == "track_name":
                name = event.name
            elif event.type == "set_tempo":
                tempos.append((tick, event.tempo))
            elif event.type == "time_signature":
                meters.append((tick, event.numerator, event.denominator))
            elif event.type == "note_on" and event.velocity > 0:
                sounding.setdefault((event.channel, event.note), []).append(tick)
            elif event.type in ("note_on", "note_off") and sounding.get((event.channel, event.note)):
                start = sounding[(event.channel, event.note)].pop(0)
                notes.append((start, tick, event.note, name, event.channel == 9))
    tempos.sort(key=lambda change: change[0])

    def seconds(tick):
        total, last, tempo = 0.0, 0, 500000
        for at, value in tempos:
            if at >= tick:
                break
            total += mido.tick2second(at - last, file.ticks_per_beat, tempo)
            last, tempo = at, value
        return total + mido.tick2second(tick - last, file.ticks_per_beat, tempo)

    end, downbeats, tick = max(note[1] for note in notes), [], 0
    meters.sort(key=lambda change: change[0])
    while tick <= end and len(downbeats) <= BARS:
        downbeats.append(seconds(tick))
        numerator, denominator = [meter for meter in meters if meter[0] <= tick][-1][1:]
        following = [meter[0] for meter in meters if meter[0] > tick]
        tick = min([tick + file.ticks_per_beat * 4 * numerator // denominator] + following)
    return [(seconds(note[0]), seconds(note[1])) + note[2:] for note in notes], downbeats


def draw(axes, notes, downbeats, title):
    for x in downbeats:
        axes.axvline(x, color="#cccccc", linewidth=0.6, zorder=0)
    for start, end, key, name, is_drums in notes:
        if start > downbeats[-1]:
            continue
        if is_drums:
            axes.plot([start], [18 + key % 12], marker="|", color=COLOURS["drums"], markersize=3)
        else:
            colour = next((c for word, c in COLOURS.items() if word in name.lower()), "#34495e")
            axes.plot([start, max(end, start + 0.02)], [key, key], color=colour, linewidth=1.6, solid_capstyle="butt")
    axes.set_xlim(downbeats[0] - 0.2, downbeats[-1])
    axes.set_ylim(14, 98)
    axes.set_title(title, fontsize=7, loc="left", pad=2)
    axes.tick_params(labelsize=5)


def main():
    arguments, style, columns = sys.argv[1:], "dusty-tape", 2
    picture, program = arguments[:2]
    songs = []
    rest = iter(arguments[2:])
    for word in rest:
        if word == "--style":
            style = next(rest)
        elif word == "--columns":
            columns = int(next(rest))
        else:
            songs.append(word.split("=", 1))
    rows = (len(songs) + columns - 1) // columns
    figure, axes = plt.subplots(rows * 2, columns, figsize=(6.4 * columns, 3.2 * rows), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    with tempfile.TemporaryDirectory() as folder:
        for index, (name, path) in enumerate(songs):
            arranged = os.path.join(folder, f"{index}.mid")
            run = subprocess.run(
                [program, path, "--style", style, "--midi-out", arranged, "-o", os.path.join(folder, "x.wav")],
                capture_output=True, text=True, check=True)
            summary = [line for line in run.stderr.splitlines() if " bpm, " in line][-1].split(": ", 1)[1]
            for row, (file, title) in enumerate([(path, name), (arranged, summary.split(", style")[0])]):
                axis = axes[index // columns * 2 + row][index % columns]
                axis.axis("on")
                draw(axis, *read(file), title)
    figure.tight_layout(pad=0.4)
    figure.savefig(picture, dpi=90)


main()
