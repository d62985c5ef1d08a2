"""Notes heard by basic-pitch (R. Bittner et al., 2022)."""
import contextlib
import io
import logging
from pathlib import Path

# Of the four runtimes that it can use only one is here; it warns of the others.
logging.disable(logging.WARNING)
import basic_pitch  # noqa: E402
from basic_pitch.inference import Model, predict  # noqa: E402

logging.disable(logging.NOTSET)

TOLERANCE = 0.08
_model = Model(Path(basic_pitch.__file__).parent / "saved_models/icassp_2022/nmp.onnx")


def heard(path):
    """Onset and end in seconds and pitch of each note."""
    with contextlib.redirect_stdout(io.StringIO()):
        _, _, notes = predict(str(path), _model)
    return [(float(start), float(end), int(pitch)) for start, end, pitch, *_ in notes]


def recall(wanted, heard):
    """Share of notes of which one of the same pitch is heard with its onset within 80 ms; each counts once."""
    onsets = {}
    for start, _, pitch in heard:
        onsets.setdefault(pitch, []).append(start)
    found = 0
    for start, _, pitch in sorted(wanted):
        near = [onset for onset in onsets.get(pitch, []) if abs(onset - start) <= TOLERANCE]
        if near:
            onsets[pitch].remove(min(near, key=lambda onset: abs(onset - start)))
            found += 1
    return found / len(wanted)


def pitch_class_recall(wanted, heard):
    """Share of notes of whose pitch class something is heard while they sound."""
    return sum(
        any(pitch % 12 == other % 12 and begin < end and stop > start for begin, stop, other in heard)
        for start, end, pitch in wanted) / len(wanted)
