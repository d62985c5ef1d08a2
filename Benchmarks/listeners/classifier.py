"""AudioSet classes heard by YAMNet (Google), from a folder with `yamnet.tflite` and `ymap.txt` (`index|name`)."""
from pathlib import Path

import numpy as np
import soundfile
import soxr
from ai_edge_litert.interpreter import Interpreter

RATE, WINDOW = 16000, 15600
#: Classes too general to be right or wrong; 103 are wild animals.
GENERAL = {
    "132", "133", "Music", "Musical instrument", "Plucked string", "Keyboard", "Percussion", "Mallet perc", "Animal", "103",
    "Water", "Silence",
}


class Classifier:
    def __init__(self, folder):
        self._model = Interpreter(str(Path(folder) / "yamnet.tflite"), num_threads=1)
        self._model.allocate_tensors()
        self._input = self._model.get_input_details()[0]["index"]
        self._output = self._model.get_output_details()[0]["index"]
        lines = (Path(folder) / "ymap.txt").read_text().splitlines()
        self._names = dict(line.split("|")[:2] for line in lines if line)

    def scores(self, path):
        """Mean score of each class over the first 40 s, by name, or by index if the class has no name."""
        sound, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
        sound = soxr.resample(sound.mean(axis=1), rate, RATE)[: 40 * RATE]
        sound = np.clip(sound * 0.1 / np.sqrt(np.mean(sound**2) + 1e-12), -1, 1).astype(np.float32)
        sums = []
        for start in range(0, len(sound) - WINDOW, WINDOW):
            self._model.set_tensor(self._input, sound[start : start + WINDOW])
            self._model.invoke()
            sums.append(self._model.get_tensor(self._output)[0].copy())
        means = enumerate(np.mean(sums, axis=0))
        return {self._names.get(str(index), str(index)): float(score) for index, score in means}


def verdict(scores, right):
    """The best right class, its score, rank and share of the best score, and the best four; general classes are left out."""
    specific = [(score, name) for name, score in scores.items() if name in right or name not in GENERAL]
    ranked = sorted(specific, reverse=True)
    rank, (score, name) = next((i, entry) for i, entry in enumerate(ranked) if entry[1] in right)
    return name, score, rank + 1, score / max(ranked[0][0], 1e-9), ranked[:4]
