"""Distances between waveforms in the spectrum, differentiable."""
from __future__ import annotations

import torch

FFT_SIZES = (512, 1024, 2048)


def _magnitudes(wave, size: int):
    window = torch.hann_window(size, device=wave.device)
    spectrum = torch.stft(wave, size, size // 4, window=window, return_complex=True)
    return torch.sqrt(torch.view_as_real(spectrum).pow(2).sum(-1) + 1e-10)


def multi_resolution(fake, real):
    """Spectral convergence plus log-magnitude distance over three window sizes."""
    total = 0.0
    for size in FFT_SIZES:
        a, b = _magnitudes(real, size), _magnitudes(fake, size)
        total = total + (a - b).norm() / a.norm() + (torch.log(a + 1e-5) - torch.log(b + 1e-5)).abs().mean()
    return total / len(FFT_SIZES)
