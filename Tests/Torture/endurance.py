"""Long songs and large files: memory that does not grow, time that does not run away."""
import os, struct, subprocess, sys

from program import ROOT, SONG


def check(table, program, corpus):
    folder = program.place("endurance")
    peaks = {}
    for name, bars in (("4 bars", 4), ("1 h", 1200), ("3 h", 3600)):
        path = f"{folder}/{bars}.mid"
        subprocess.run([sys.executable, os.path.join(ROOT, "Benchmarks/song.py"), path, str(bars)], check=True)
        outcome = program.run(path, "-o", f"{folder}/out.wav", "-q", "--style", os.path.join(ROOT, "Benchmarks/all-layers.yaml"),
                              prefix=["taskset", "-c", "0"], timeout=900)
        peaks[name] = outcome.peak_mib
        if outcome.status != 0:
            table.row(f"a song of {name}", "status 0", outcome.err.strip()[:200], False)
        if name == "1 h":
            # The processor's time: what else the machine does is no fault of ours.
            table.row("one hour of music, 22,680 notes, on one core", "60 s", f"{outcome.cpu:.1f} s", outcome.cpu <= 60)
        os.unlink(f"{folder}/out.wav")
    for name in ("1 h", "3 h"):
        most = min(200, peaks["4 bars"] + 64)
        table.row(f"memory for {name} of music", f"that of 4 bars + 64 MiB, at most 200: {most:.0f} MiB", f"{peaks[name]:.0f} MiB",
                  peaks[name] <= most)
    million_notes(table, program, folder)


def million_notes(table, program, folder):
    """Read and paired, then refused for a silence of ten hours before its last note."""
    events = b"".join(bytes([0, 0x90, 40 + i % 48, 80, 30, 40 + i % 48, 0]) for i in range(1_000_000))
    late = 10 * 3600 * 960
    delta = bytes([late >> 21 & 127 | 128, late >> 14 & 127 | 128, late >> 7 & 127 | 128, late & 127])
    body = events + delta + bytes([60, 80, 30, 60, 0, 0, 0xFF, 0x2F, 0])
    with open(f"{folder}/million.mid", "wb") as file:
        file.write(b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(body)) + body)
    runs = [program.run("analyze", f"{folder}/million.mid", timeout=60) for _ in range(3)]
    seconds = sorted(run.cpu for run in runs)[1]
    table.row("a million notes read", "2 s", f"{seconds:.2f} s, {runs[0].err.strip()[-90:]}",
              seconds <= 2 and runs[0].status == 65 and "hours" in runs[0].err)
