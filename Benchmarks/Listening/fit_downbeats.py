"""Fits DownbeatModel.swift: fit_downbeats.py FEATURES PIECES NAME…

FEATURES holds NAME.bars, written by `lofi-listening-bench --features`, PIECES the annotation NAME.beats. Prints the table.
Needs numpy and scikit-learn (BSD licence).
"""
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

REACH = 2


def context(rows):
    """Each row with its neighbours, the earliest first; the first and the last are repeated beyond the ends."""
    padded = np.pad(rows, ((REACH, REACH), (0, 0)), mode="edge")
    return np.concatenate([padded[shift:shift + len(rows)] for shift in range(2 * REACH + 1)], axis=1)


def f_measure(ours, truth):
    hits = sum(np.abs(ours - beat).min() <= 0.07 for beat in truth)
    return 2 * hits / (len(ours) + len(truth))


inputs, targets = [], []
for name in sys.argv[3:]:
    table = np.loadtxt(f"{sys.argv[1]}/{name}.bars", ndmin=2)
    truth = np.loadtxt(f"{sys.argv[2]}/{name}.beats", ndmin=2)
    beats, downbeats = table[:, 0], truth[truth[:, 1] == 1, 0]
    # Where the beat is another than that annotated, there is no bar to learn.
    if f_measure(beats, truth[:, 0]) > 0.8:
        inputs.append(context(table[:, 1:]))
        targets.append([np.abs(downbeats - beat).min() < 0.07 for beat in beats])
scaler = StandardScaler().fit(np.concatenate(inputs))
model = LogisticRegression(C=0.003, max_iter=1000).fit(
    scaler.transform(np.concatenate(inputs)), np.concatenate(targets).astype(int))
weights = model.coef_[0] / scaler.scale_
print(f"// {len(inputs)} pieces, {len(np.concatenate(targets))} beats.")
print(f"bias: {model.intercept_[0] - weights @ scaler.mean_:.4f}")
for row in weights.reshape(2 * REACH + 1, -1):
    print("        [" + ", ".join(f"{weight:.4f}" for weight in row) + "],")
