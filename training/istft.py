"""
Inverse short-time Fourier transform, twice: by FFT for training, by products with constant matrices
for export (ONNX has no inverse transform that every runtime can do). Frame t covers the `fft_size`
samples around (t + 1/2) hop, so T frames give exactly T x hop samples, and a stretch of frames gives
its own stretch of samples.
"""
from __future__ import annotations

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from .layers import batch_size


def overlap_add(frames: torch.Tensor, size: int, hop: int) -> torch.Tensor:
    """[B, T, size] windowed frames to [B, T x hop] samples."""
    pieces = size // hop
    rows = sum(
        F.pad(frames[..., piece * hop : (piece + 1) * hop], (0, 0, piece, pieces - 1 - piece))
        for piece in range(pieces)
    )
    edge = (size - hop) // 2
    return rows.reshape(batch_size(frames), -1)[:, edge:-edge]


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


class Matrices(nn.Module):
    """
    The even (cosine) and odd (sine) halves of a frame are computed for its first half only, and
    mirrored: half the multiplications of a plain product. The matrices are expressions of two short
    vectors, which the runtime folds when it loads the graph: they add nothing to the download.
    """

    def __init__(self, fft_size: int, hop: int):
        super().__init__()
        self.hop, self.size = hop, fft_size
        bins = torch.arange(fft_size // 2 + 1).float()
        weight = torch.full_like(bins, 2.0 / fft_size)
        weight[[0, -1]] = 1.0 / fft_size
        self.register_buffer("bins", bins[:, None])
        self.register_buffer("samples", bins[None])
        self.register_buffer("weight", weight[:, None])
        self.register_buffer("window", synthesis_window(fft_size, hop))

    def forward(self, real, imaginary):
        turns = self.bins * self.samples
        # Whole turns are taken off first: exact in float32, so that large angles lose nothing.
        turns = turns - self.size * torch.floor(turns / self.size)
        angles = turns * (2 * math.pi / self.size)
        even = real @ (self.weight * torch.cos(angles))
        odd = imaginary @ (self.weight * torch.sin(angles))
        half = self.size // 2
        mirrored = torch.flip(even + odd, [2])[..., 1:half]
        frames = torch.cat([even - odd, mirrored], 2)
        return overlap_add(frames * self.window, self.size, self.hop)
