"""Compares `lofi-render evaluate` with muspy on a folder of MIDI and prints the largest difference of each metric."""

import json
import math
import os
import subprocess
import sys

import muspy

program, folder = sys.argv[1:3]
most = int(sys.argv[3]) if len(sys.argv) > 3 else None
paths = sorted(
    os.path.join(root, name)
    for root, _, names in os.walk(folder)
    for name in names
    if name.lower().endswith((".mid", ".midi"))
)[:most]


def measure(music):
    """Ticks of the first meter's bar; four quarters where the file has none."""
    first = [s for s in music.time_signatures if s.time == 0][-1:]
    beats, unit = (first[0].numerator, first[0].denominator) if first else (4, 4)
    return max(1, music.resolution * 4 * beats // unit)


def sixteenths(music):
    bar = measure(music)
    factor = 4 / music.resolution
    return muspy.groove_consistency(music.adjust_resolution(4), max(1, round(bar * factor)))


METRICS = {
    "pitch_range": muspy.pitch_range,
    "n_pitches_used": muspy.n_pitches_used,
    "n_pitch_classes_used": muspy.n_pitch_classes_used,
    "polyphony": muspy.polyphony,
    "polyphony_rate": muspy.polyphony_rate,
    "scale_consistency": muspy.scale_consistency,
    "pitch_entropy": muspy.pitch_entropy,
    "pitch_class_entropy": muspy.pitch_class_entropy,
    "empty_beat_rate": muspy.empty_beat_rate,
    "empty_measure_rate": lambda music: muspy.empty_measure_rate(music, measure(music)),
    "groove_consistency": lambda music: muspy.groove_consistency(music, measure(music)),
    "drum_in_pattern_rate": lambda music: muspy.drum_in_pattern_rate(music, "duple"),
    "drum_pattern_consistency": muspy.drum_pattern_consistency,
    "groove_consistency_16ths": sixteenths,
}

worst = {name: (0.0, "", 0) for name in METRICS}
for start in range(0, len(paths), 50):
    chunk = paths[start : start + 50]
    columns = json.loads(subprocess.check_output([program, "evaluate", "--json", *chunk]))
    for path, column in zip(chunk, columns, strict=True):
        for name, metric in METRICS.items():
            theirs = float(metric(muspy.read_midi(path)))
            ours = column["metrics"].get(name, math.nan)
            # -127 is muspy's pitch range of drums alone.
            if (math.isnan(theirs) or theirs == -127) and math.isnan(ours):
                continue
            difference = abs(theirs - ours)
            difference = math.inf if math.isnan(difference) else difference
            largest, where, count = worst[name]
            if difference > largest:
                largest, where = difference, f"{path}: {ours} for {theirs}"
            worst[name] = (largest, where, count + 1)

print(f"{len(paths)} songs of {folder}, muspy {muspy.__version__}: largest difference")
for name, (largest, where, count) in worst.items():
    print(f"{name:26} {largest:8.1e} in {count} songs{'  ' + where if largest > 1e-6 else ''}")
sys.exit(any(largest > 1e-6 for largest, _, _ in worst.values()))
