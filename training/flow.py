"""
Mel decoder by flow matching (Lipman et al. 2023) over pairs of frames: a velocity field from noise
at t = 0 to mel at t = 1. It also takes the length of the step to be made, 0 for infinitesimal, so
that it can learn large steps (Frans et al. 2024, "shortcut models").
"""
from __future__ import annotations

import math

import torch
import torch.nn as nn

from .layers import ConditionedConvNeXt, LayerNorm

FREQUENCIES = 64
KERNEL = 7


class Flow(nn.Module):
    def __init__(self, shape, mel_bins: int, speaker_width: int):
        super().__init__()
        width = shape.width
        self.mel_bins = mel_bins
        self.enter = nn.Linear(4 * mel_bins + 2, width)
        self.from_moment = nn.Sequential(
            nn.Linear(4 * FREQUENCIES, width), nn.SiLU(), nn.Linear(width, width)
        )
        self.from_speaker = nn.Linear(speaker_width, width)
        self.to_condition = nn.Linear(width, 3 * width)
        nn.init.zeros_(self.to_condition.weight)
        nn.init.zeros_(self.to_condition.bias)
        self.blocks = nn.ModuleList(
            [
                ConditionedConvNeXt(width, shape.hidden, shape.dropout, KERNEL, dilation)
                for dilation in shape.dilations
            ]
        )
        self.norm = LayerNorm(width)
        self.leave = nn.Linear(width, 2 * mel_bins)
        octaves = torch.exp(-math.log(1e4) * torch.arange(FREQUENCIES) / FREQUENCIES)
        self.register_buffer("octaves", 1000 * octaves, persistent=False)

    def condition(self, t, step, speaker):
        """[B], [B], [B, S] to [B, 1, 3 x width]."""
        angles = torch.cat([t[:, None] * self.octaves, step[:, None] * self.octaves], 1)
        moment = self.from_moment(torch.cat([angles.sin(), angles.cos()], 1))
        return self.to_condition(nn.functional.silu(moment + self.from_speaker(speaker)))[:, None]

    def forward(self, x, means, pitch, speaker, t, step, mask=None):
        """x, means [B, T, M] with T even; pitch [B, T]; mask [B, T, 1] or None. Returns [B, T, M]."""
        batch, bins = len(x), self.mel_bins
        pairs = torch.cat([part.reshape(batch, -1, 2 * bins) for part in (x, means)], 2)
        y = self.enter(torch.cat([pairs, pitch.reshape(batch, -1, 2)], 2))
        condition = self.condition(t, step, speaker)
        for block in self.blocks:
            y = block(y if mask is None else y * mask[:, ::2], condition)
        velocity = self.leave(self.norm(y)).float().reshape(batch, -1, bins)
        return velocity if mask is None else velocity * mask


def sample(velocity, x, steps: int):
    """Euler steps from noise `x` (already scaled by the temperature); `velocity(x, t, step)`."""
    length = 1.0 / steps
    told = length if steps <= 8 else 0.0
    for index in range(steps):
        moment = torch.full((len(x),), index * length, device=x.device)
        x = x + length * velocity(x, moment, torch.full_like(moment, told))
    return x


def context_frames(config) -> int:
    """Frames on either side that a frame of the velocity depends on; rows are pairs of frames."""
    return 2 * sum(KERNEL // 2 * dilation for dilation in config.model.flow.dilations)
