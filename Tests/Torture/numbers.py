"""What silence costs each effect after noise: numbers too small for the processor's fast path make it dear."""
import os, subprocess

from program import ROOT


def check(table, program, corpus):
    path = os.path.join(ROOT, ".build/release/lofi-sound-check")
    if not os.path.exists(path):
        table.skip("60 s of silence after noise", "lofi-sound-check is not built")
        return
    lines = subprocess.run([path, "--silence"], capture_output=True, text=True).stdout.splitlines()[2:]
    ratios = {cells[1].strip(): float(cells[2]) for cells in (line.split("|") for line in lines)}
    dear = [f"{name}: {ratio}" for name, ratio in ratios.items() if ratio > 1.5]
    table.faults(f"60 s of silence after noise: the last 10 s cost 1.5 times the noise at most (most: {max(ratios.values())})",
                 len(ratios), dear)
