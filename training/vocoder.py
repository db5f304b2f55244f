"""
Vocoder: normalised mel frames to a waveform, by ConvNeXt blocks at the frame rate and one inverse
Fourier transform (Siuzdak 2023, "Vocos"). Phase is given as a direction in the plane rather than as
an angle: nothing wraps, and no sine has to be computed.
"""
from __future__ import annotations

import torch
import torch.nn as nn

from .istft import Fft
from .layers import ConvNeXt, LayerNorm

KERNEL = 7
LARGEST_LOG_MAGNITUDE = 5.5


class Vocoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        shape, audio = config.model.vocoder, config.audio
        self.bins = audio.fft_size // 2 + 1
        self.enter = nn.Conv1d(audio.mel_bins, shape.width, KERNEL, padding=KERNEL // 2)
        self.first_norm = LayerNorm(shape.width)
        self.blocks = nn.ModuleList(
            [ConvNeXt(shape.width, shape.hidden, 1 / shape.blocks, KERNEL) for _ in range(shape.blocks)]
        )
        self.last_norm = LayerNorm(shape.width)
        self.leave = nn.Linear(shape.width, 3 * self.bins)
        for module in self.modules():
            if isinstance(module, (nn.Conv1d, nn.Linear)):
                nn.init.trunc_normal_(module.weight, std=0.02)
                nn.init.zeros_(module.bias)
        self.inverse = Fft(audio.fft_size, audio.hop)

    def spectrum(self, mel):
        """[B, T, M] to real and imaginary parts, [B, T, fft_size / 2 + 1] each."""
        x = self.first_norm(self.enter(mel.transpose(1, 2)).transpose(1, 2))
        for block in self.blocks:
            x = block(x)
        log_magnitude, along, across = self.leave(self.last_norm(x)).float().chunk(3, 2)
        magnitude = torch.exp(log_magnitude.clamp(max=LARGEST_LOG_MAGNITUDE))
        scale = magnitude / torch.sqrt(along.pow(2) + across.pow(2) + 1e-8)
        return scale * along, scale * across

    def forward(self, mel):
        """[B, T, M] normalised mel to [B, T x hop] samples."""
        return self.inverse(*self.spectrum(mel))


def context_frames(config) -> int:
    """Frames on either side that a frame's samples depend on, overlapping windows included."""
    overlap = (config.audio.fft_size // config.audio.hop + 1) // 2
    return (1 + config.model.vocoder.blocks) * (KERNEL // 2) + overlap
