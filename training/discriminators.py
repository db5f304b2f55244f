"""
Critics of the vocoder, chosen for what a CPU can afford: one-dimensional convolutions throughout,
with the period (Kong et al. 2020, "HiFi-GAN") or the frequency axis moved into the batch or the
channels. Full two-dimensional critics cost ten times as much a step.
"""
from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import weight_norm

SLOPE = 0.1
PERIODS = (2, 3, 5, 7, 11)
FFT_SIZES = (2048, 1024, 512, 256)
BAND_FFT = 1024


def _run(layers, last, x):
    features = []
    for layer in layers:
        x = F.leaky_relu(layer(x), SLOPE)
        features.append(x)
    return last(x).flatten(1), features


class PeriodCritic(nn.Module):
    """Every p-th sample side by side."""

    def __init__(self, period: int, widths=(16, 32, 64, 128)):
        super().__init__()
        self.period = period
        sizes = (1, *widths)
        self.layers = nn.ModuleList(
            [weight_norm(nn.Conv1d(a, b, 5, 3, padding=2)) for a, b in zip(sizes, widths)]
        )
        self.last = weight_norm(nn.Conv1d(widths[-1], 1, 3, padding=1))

    def forward(self, wave):
        wave = F.pad(wave[:, None], (0, -wave.shape[1] % self.period), "reflect")[:, 0]
        columns = wave.unflatten(1, (-1, self.period)).transpose(1, 2).flatten(0, 1)
        return _run(self.layers, self.last, columns[:, None])


def _spectrum(wave, size: int, window):
    """Direction and compressed level of each bin: [B, size / 2 + 1, T, 3]."""
    spectrum = torch.stft(wave.float(), size, size // 4, window=window, return_complex=True)
    parts = torch.view_as_real(spectrum)
    level = torch.sqrt(parts.pow(2).sum(-1, keepdim=True) + 1e-9)
    compressed = torch.log(level + 1e-4) / 4 + 1
    return torch.cat([parts / level * compressed, compressed], -1)


class SpectrumCritic(nn.Module):
    """All bins of a frame at once, as channels."""

    def __init__(self, size: int, width=160):
        super().__init__()
        self.size = size
        self.register_buffer("window", torch.hann_window(size), persistent=False)
        self.layers = nn.ModuleList([
            weight_norm(nn.Conv1d(3 * (size // 2 + 1), width, 3, padding=1)),
            weight_norm(nn.Conv1d(width, width, 5, padding=2)),
            weight_norm(nn.Conv1d(width, width, 5, padding=4, dilation=2)),
        ])
        self.last = weight_norm(nn.Conv1d(width, 1, 3, padding=1))

    def forward(self, wave):
        x = _spectrum(wave, self.size, self.window)
        return _run(self.layers, self.last, x.transpose(2, 3).flatten(1, 2))


class BandCritic(nn.Module):
    """One network along frequency, three frames at a time: sees lines and combs."""

    def __init__(self, widths=(48, 64, 64)):
        super().__init__()
        self.register_buffer("window", torch.hann_window(BAND_FFT), persistent=False)
        sizes = (9, *widths)
        self.layers = nn.ModuleList(
            [weight_norm(nn.Conv1d(a, b, 7, 2, padding=3)) for a, b in zip(sizes, widths)]
        )
        self.last = weight_norm(nn.Conv1d(widths[-1], 1, 3, padding=1))

    def forward(self, wave):
        x = _spectrum(wave, BAND_FFT, self.window)[:, 1:]
        # Three frames in a row are one picture: [B, bins, T, 3] to [B x T', 9, bins].
        triples = x[:, :, : x.shape[2] // 3 * 3].unflatten(2, (-1, 3)).flatten(3)
        return _run(self.layers, self.last, triples.permute(0, 2, 3, 1).flatten(0, 1))


class Critics(nn.Module):
    def __init__(self):
        super().__init__()
        self.members = nn.ModuleList(
            [PeriodCritic(period) for period in PERIODS]
            + [SpectrumCritic(size) for size in FFT_SIZES]
            + [BandCritic()]
        )

    def forward(self, wave):
        """[B, samples] to a list of (scores, features) per critic."""
        return [member(wave) for member in self.members]


def critic_loss(real, fake):
    """Hinge loss: real above 1, fake below -1."""
    pairs = zip(real, fake)
    return sum(F.relu(1 - r[0].float()).mean() + F.relu(1 + f[0].float()).mean() for r, f in pairs) / len(real)


def deceit_loss(fake):
    return sum(F.relu(1 - f[0].float()).mean() for f in fake) / len(fake)


def feature_loss(real, fake):
    """Mean distance of the critics' inner pictures, as a share of the real ones' size."""
    total = 0.0
    for (_, real_features), (_, fake_features) in zip(real, fake):
        for r, f in zip(real_features, fake_features):
            r = r.detach().float()
            total = total + (r - f.float()).abs().mean() / (r.abs().mean() + 1e-3)
    return total / len(real)
