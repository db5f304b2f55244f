"""
Inverse short-time Fourier transform. Frame t covers the `fft_size` samples around (t + 1/2) hop, so
T frames give exactly T x hop samples, and a stretch of frames gives its own stretch of samples.
"""
from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F



def overlap_add(frames: torch.Tensor, size: int, hop: int) -> torch.Tensor:
    """[B, T, size] windowed frames to [B, T x hop] samples."""
    pieces = size // hop
    rows = sum(
        F.pad(frames[..., piece * hop : (piece + 1) * hop], (0, 0, piece, pieces - 1 - piece))
        for piece in range(pieces)
    )
    edge = (size - hop) // 2
    return rows.reshape(len(frames), -1)[:, edge:-edge]


def synthesis_window(fft_size: int, hop: int) -> torch.Tensor:
    """A Hann window over the constant that its squares add up to."""
    window = torch.hann_window(fft_size)
    return window / (window.pow(2).sum() / hop)


class Fft(nn.Module):
    def __init__(self, fft_size: int, hop: int):
        super().__init__()
        self.hop, self.size = hop, fft_size
        self.register_buffer("window", synthesis_window(fft_size, hop), persistent=False)

    def forward(self, real, imaginary):
        """[B, T, fft_size / 2 + 1] each to [B, T x hop] samples."""
        frames = torch.fft.irfft(torch.complex(real, imaginary), dim=-1)
        return overlap_add(frames * self.window, self.size, self.hop)
