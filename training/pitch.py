"""Fundamental frequency by autocorrelation (after Boersma 1993), frame by frame with the mels."""
from __future__ import annotations

import numpy as np
from scipy.signal import medfilt

LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
VOICED_CORRELATION = 0.55
# A shorter period wins unless a longer one correlates clearly better: fewer octave errors.
OCTAVE_COST = 0.03


def _frames(wave: np.ndarray, size: int, hop: int) -> np.ndarray:
    edge = (size - hop) // 2
    padded = np.pad(wave.astype(np.float32), (edge, edge))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]


def _autocorrelation(frames: np.ndarray, longest: int) -> np.ndarray:
    size = frames.shape[1]
    window = np.hanning(size).astype(np.float32)
    spectrum = np.fft.rfft((frames - frames.mean(1, keepdims=True)) * window, 2 * size)
    raw = np.fft.irfft(np.abs(spectrum) ** 2)[:, : longest + 1]
    own = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * size)) ** 2)[: longest + 1]
    return raw / np.maximum(raw[:, :1], 1e-9) / (own / own[0])


def track(wave: np.ndarray, sample_rate: int, hop: int, lowest=LOWEST_HZ, highest=HIGHEST_HZ):
    """Hertz per frame, 0 where unvoiced; [len(wave) / hop]."""
    frames = _frames(wave, 1024, hop)
    shortest, longest = int(sample_rate / highest), int(sample_rate / lowest)
    correlation = _autocorrelation(frames, longest)
    lags = np.arange(shortest, longest + 1)
    scores = correlation[:, shortest:] - OCTAVE_COST * np.log2(lags / shortest)
    best = scores.argmax(1)
    strength = correlation[np.arange(len(best)), best + shortest]
    level = np.sqrt((frames**2).mean(1))
    voiced = (strength > VOICED_CORRELATION) & (level > 0.05 * np.percentile(level, 95))
    hertz = np.where(voiced, sample_rate / lags[best], 0.0)
    return np.where(medfilt(voiced.astype(float), 5) > 0, medfilt(hertz, 5), 0.0)


def track_speaker_range(wave: np.ndarray, sample_rate: int, hop: int, median: float) -> np.ndarray:
    """As `track`, within an octave or so of the speaker's own median."""
    return track(wave, sample_rate, hop, max(LOWEST_HZ, median / 1.9), min(HIGHEST_HZ, median * 2.2))
