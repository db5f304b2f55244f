"""Recordings to clean PCM, and PCM to log-mel frames. Frame t is centred on sample (t + 1/2) hop."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scipy.signal import butter, resample_poly, sosfiltfilt

from . import sound

LOG_FLOOR = 1e-5


@lru_cache(maxsize=None)
def mel_filters(sample_rate: int, fft_size: int, mel_bins: int) -> torch.Tensor:
    """Triangular filters on the HTK mel scale, [mel_bins, fft_size / 2 + 1], peak 1."""
    top = 2595 * np.log10(1 + sample_rate / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, mel_bins + 2) / 2595) - 1)
    frequencies = np.linspace(0, sample_rate / 2, fft_size // 2 + 1)
    rising = (frequencies - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - frequencies) / np.diff(edges)[1:, None]
    return torch.from_numpy(np.maximum(0, np.minimum(rising, falling))).float()


def log_mel(wave: torch.Tensor, audio) -> torch.Tensor:
    """[B, frames x hop] samples to [B, frames, mel_bins] natural logarithms of magnitudes."""
    edge = (audio.fft_size - audio.hop) // 2
    padded = F.pad(wave[:, None], (edge, edge), "reflect")[:, 0]
    window = torch.hann_window(audio.fft_size, device=wave.device)
    spectrum = torch.stft(
        padded, audio.fft_size, audio.hop, window=window, center=False, return_complex=True
    )
    power = torch.view_as_real(spectrum).pow(2).sum(-1)
    filters = mel_filters(audio.sample_rate, audio.fft_size, audio.mel_bins).to(wave.device)
    # The root of a tiny number rather than of zero keeps the gradient finite in silence.
    return torch.log(torch.clamp(filters @ torch.sqrt(power + 1e-12), min=LOG_FLOOR)).transpose(1, 2)


def read_recording(path: Path, audio) -> np.ndarray:
    """A file of any rate and channel count as mono at the training rate, without rumble."""
    wave, rate = sound.read(path)
    divisor = np.gcd(rate, audio.sample_rate)
    mono = resample_poly(wave.mean(1), audio.sample_rate // divisor, rate // divisor)
    return sosfiltfilt(butter(4, 60, "hp", fs=audio.sample_rate, output="sos"), mono)


def _frame_levels(wave: np.ndarray, frame: int) -> np.ndarray:
    usable = len(wave) // frame * frame
    return 20 * np.log10(np.sqrt((wave[:usable].reshape(-1, frame) ** 2).mean(1)) + 1e-9)


def _active_frames(wave: np.ndarray, frame: int) -> np.ndarray:
    """
    Which frames hold speech. The threshold follows the clip's own noise and peak, because the
    recordings' signal-to-noise ratios differ by 14 dB.
    """
    levels = _frame_levels(wave, frame)
    peak, noise = np.percentile(levels, 98), np.percentile(levels, 3)
    return levels > min(max(noise + 0.25 * (peak - noise), peak - 45), peak - 20)


def active_rms(wave: np.ndarray, audio) -> float:
    """The level of what is spoken, pauses left out, relative to full scale."""
    frame = audio.sample_rate // 100
    active = _active_frames(wave, frame)
    return float(np.sqrt(np.mean(wave[: len(active) * frame].reshape(-1, frame)[active] ** 2)))


def normalise_and_trim(wave: np.ndarray, audio) -> np.ndarray:
    """
    Brings speech to `active_rms`, cuts silence down to the lead-in and lead-out, and makes the
    length a multiple of the hop.
    """
    frame = audio.sample_rate // 100
    active = np.flatnonzero(_active_frames(wave, frame))
    gain = audio.active_rms / active_rms(wave, audio)
    start = max(0, active[0] * frame - int(audio.lead_in * audio.sample_rate))
    end = min(len(wave), (active[-1] + 1) * frame + int(audio.lead_out * audio.sample_rate))
    end -= (end - start) % audio.hop
    return np.clip(wave[start:end] * gain, -0.98, 0.98)
