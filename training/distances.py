"""How far synthetic speech is from a recording of the same sentence by the same speaker."""
from __future__ import annotations

import numpy as np
from scipy.fft import dct

CEPSTRA = 13
# Kubichek 1993: decibels from the distance of natural-log cepstra.
TO_DECIBELS = 10 / np.log(10) * np.sqrt(2)


def cepstra(log_mel: np.ndarray) -> np.ndarray:
    """[T, M] natural-log magnitudes to [T, CEPSTRA] without the level (c0)."""
    bins = log_mel.shape[1]
    return dct(log_mel, axis=1, norm="ortho")[:, 1 : CEPSTRA + 1] * np.sqrt(2 / bins)


def warping_path(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Dynamic time warping of [S, C] on [T, C]: the pairs of frames along the cheapest path."""
    cost = np.sqrt(np.maximum(0, (a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1)))
    total = np.full((len(a) + 1, len(b) + 1), np.inf)
    total[0, 0] = 0
    for i in range(1, len(a) + 1):
        above = np.minimum(total[i - 1, 1:], total[i - 1, :-1])
        for j in range(1, len(b) + 1):
            total[i, j] = cost[i - 1, j - 1] + min(above[j - 1], total[i, j - 1])
    i, j, pairs = len(a), len(b), []
    while i > 0:
        pairs.append((i - 1, j - 1))
        moves = ((i - 1, j - 1), (i - 1, j), (i, j - 1))
        i, j = min(moves, key=lambda move: total[move])
    rows, columns = zip(*reversed(pairs))
    return np.array(rows), np.array(columns)


def compare(real_mel, fake_mel, real_f0, fake_f0) -> dict[str, float]:
    """Cepstral distortion (dB), pitch error (semitones) and correlation, voicing and duration error."""
    a, b = cepstra(real_mel), cepstra(fake_mel)
    rows, columns = warping_path(a, b)
    distortion = TO_DECIBELS * np.sqrt(((a[rows] - b[columns]) ** 2).sum(1)).mean()
    one, two = real_f0[rows].astype(float), fake_f0[columns].astype(float)
    both = (one > 0) & (two > 0)
    result = dict(
        mcd=float(distortion),
        voicing=float(((one > 0) != (two > 0)).mean()),
        duration=float(abs(len(fake_mel) / len(real_mel) - 1)),
    )
    if both.sum() > 10:
        semitones = 12 * np.log2(one[both]), 12 * np.log2(two[both])
        result["f0_error"] = float(np.sqrt(((semitones[0] - semitones[1]) ** 2).mean()))
        result["f0_correlation"] = float(np.corrcoef(*semitones)[0, 1])
    return result


def voice_print(log_mel: np.ndarray) -> np.ndarray:
    """Mean and spread of the cepstra where there is speech: a crude, model-free speaker embedding."""
    level = log_mel.mean(1)
    spoken = cepstra(log_mel)[level > np.percentile(level, 30)]
    return np.concatenate([spoken.mean(0), spoken.std(0)])


def line_energy(log_mel: np.ndarray) -> float:
    """
    Stationary horizontal lines, as an undertrained vocoder leaves them: how far single bins stand
    out from their neighbours in the clip's mean spectrum, in nepers.
    """
    mean = log_mel.mean(0)
    return float(np.abs(mean[1:-1] - (mean[:-2] + mean[2:]) / 2).mean())
