"""Prints and draws what `costs` measured: costs.py TABLE OUT.svg. Drawn only where matplotlib is installed."""
import math
import os
import sys

rows = []
for line in open(sys.argv[1]):
    kind, notes, seconds, reading, arranging, _, _, process = line.rstrip("\n").split("\t")
    wall, user, system, kilobytes = map(float, process.split())
    rows.append(
        {
            "kind": kind,
            "notes": float(notes),
            "seconds": float(seconds),
            "reading": float(reading) / 1000,
            "arranging": float(arranging) / 1000,
            "whole render, CPU": user + system,
            "whole render, wall": wall,
            "memory": kilobytes / 1024,
        }
    )

times = ["reading", "arranging", "whole render, CPU", "whole render, wall"]
print(f"{'':8}{'song s':>9}{'notes':>9}" + "".join(f"{name + ' s':>22}" for name in times) + f"{'peak MiB':>10}")
for row in rows:
    print(
        f"{row['kind']:8}{row['seconds']:9.0f}{row['notes']:9.0f}"
        + "".join(f"{row[name]:22.5f}" for name in times)
        + f"{row['memory']:10.0f}"
    )
for kind, against in (("length", "seconds"), ("notes", "notes")):
    last, one = [row for row in rows if row["kind"] == kind][:-3:-1]
    growth = ", ".join(
        f"{name} {math.log(last[name] / one[name]) / math.log(last[against] / one[against]):.2f}" for name in times
    )
    print(f"exponent of growth over the last step against {kind} (1 is linear): {growth}")

try:
    import matplotlib
except ImportError:
    sys.exit()
matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "lofi-render"
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 2, figsize=(10, 4))
for axis, (kind, against, label) in zip(
    axes, [("length", "seconds", "length of the song, s (six notes a second)"), ("notes", "notes", "notes in ten minutes")]
):
    chosen = [row for row in rows if row["kind"] == kind]
    x = [row[against] for row in chosen]
    for name in times:
        axis.loglog(x, [row[name] for row in chosen], "o-", markersize=3, label=name)
    axis.set(xlabel=label, ylabel="seconds")
    axis.grid(alpha=0.3)
    memory = axis.twinx()
    memory.loglog(x, [row["memory"] for row in chosen], "k:", label="peak of memory")
    memory.set(ylabel="MiB", ylim=(10, 10000))
lines = axis.get_lines() + memory.get_lines()
figure.legend(lines, [line.get_label() for line in lines], loc="upper center", ncols=len(lines), fontsize=8)
figure.tight_layout(rect=(0, 0, 1, 0.94))
os.makedirs(os.path.dirname(sys.argv[2]), exist_ok=True)
figure.savefig(sys.argv[2], metadata={"Date": None})
