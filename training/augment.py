"""Changes to training data that the model is told about, or that should make no difference to it."""
from __future__ import annotations

import numpy as np


def _resample_rows(values: np.ndarray, count: int) -> np.ndarray:
    places = np.linspace(0, len(values) - 1, count)
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, len(values) - 1)
    share = (places - low).reshape(-1, *[1] * (values.ndim - 1)).astype(values.dtype)
    return values[low] * (1 - share) + values[high] * share


def stretch(mel: np.ndarray, pitch: np.ndarray, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """A mel [T, M] and its pitch [T] (NaN: unvoiced) made `factor` times as long, pitch unchanged."""
    count = int(round(len(mel) * factor))
    nearest = np.round(np.linspace(0, len(pitch) - 1, count)).astype(int)
    return _resample_rows(mel, count), pitch[nearest]


def draw_stretch(item_frames: int, symbols: int, settings, generator: np.random.Generator) -> float:
    """1 or a random tempo; never fewer frames than symbols."""
    if generator.random() >= settings.stretch_chance:
        return 1.0
    factor = float(np.exp(generator.uniform(-settings.stretch_range, settings.stretch_range)))
    return factor if item_frames * factor > symbols + 2 else 1.0


def gain(generator: np.random.Generator) -> float:
    """Level of a vocoder segment: voices must not change their sound with their loudness."""
    return float(np.exp(generator.uniform(np.log(0.4), np.log(1.3))))
