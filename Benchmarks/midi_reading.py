"""Reads MIDI files with symusic as `lofi-song-bench --reading` does: midi_reading.py RUNS FILE…

Prints for each file its notes and the median milliseconds of processor time from bytes to a score; -1 where symusic cannot.
"""
import statistics
import sys
import time

import symusic

runs = int(sys.argv[1])
for path in sys.argv[2:]:
    data = open(path, "rb").read()
    try:
        notes, times = symusic.Score.from_midi(data).note_num(), []
        for _ in range(runs):
            start = time.process_time()
            symusic.Score.from_midi(data)
            times.append((time.process_time() - start) * 1000)
        print(notes, statistics.median(times), path, sep="\t")
    except Exception:
        print(-1, -1, path, sep="\t")
