"""Does the voice obey the mark at the end of a sentence? Heard in the sound, not read off the predictor."""
from __future__ import annotations

from typing import Callable

import numpy as np

MARKS = "?!,"
# About a seventh of a second of voiced sound before the end.
LAST_FRAMES = 14


def last_pitch(f0: np.ndarray) -> float:
    """Semitones (re 1 Hz) of the last voiced frames; NaN where nothing is voiced."""
    voiced = f0[f0 > 0][-LAST_FRAMES:]
    return float(np.mean(12 * np.log2(voiced))) if len(voiced) else float("nan")


def endings(phonemes: list[str], pitch_of: Callable[[str], np.ndarray]) -> dict[str, float]:
    """
    For statements (phonemes that end in a full stop): by how many semitones they end higher when another mark
    takes its place. `pitch_of` speaks phonemes and gives hertz per frame, 0 where unvoiced.
    """
    statements = [text for text in phonemes if text.endswith(".")]
    rises: dict[str, list[float]] = {mark: [] for mark in MARKS}
    for text in statements:
        plain = last_pitch(pitch_of(text))
        for mark in MARKS:
            rises[mark].append(last_pitch(pitch_of(text[:-1] + mark)) - plain)
    return {mark: float(np.nanmedian(values)) for mark, values in rises.items() if values}
