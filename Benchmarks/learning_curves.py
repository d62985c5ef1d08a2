"""Draws the tables that `lofi-render train --curve` writes: learning_curves.py OUT.svg TITLE=TABLE.csv…"""
import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "lofi-render"
import matplotlib.pyplot as plt

out, tables = sys.argv[1], [a.split("=", 1) for a in sys.argv[2:]]
figure, axes = plt.subplots(1, len(tables), figsize=(5 * len(tables), 3.4), squeeze=False)
for axis, (title, path) in zip(axes[0], tables):
    rows = list(csv.DictReader(open(path)))
    epochs = [int(r["epoch"]) for r in rows]
    axis.plot(epochs, [float(r["loss"]) for r in rows], label="training, with dropout")
    if rows[0]["held-out-loss"]:
        held = [float(r["held-out-loss"]) for r in rows]
        axis.plot(epochs, held, label="held out")
        best = min(range(len(held)), key=held.__getitem__)
        axis.plot(epochs[best], held[best], "o", color="C1", label=f"best: epoch {epochs[best]}")
    axis.set(title=title, xlabel="epoch", ylabel="nats an example")
    axis.grid(alpha=0.3)
    axis.legend(fontsize=8)
figure.tight_layout()
figure.savefig(out, metadata={"Date": None})
