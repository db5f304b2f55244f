"""From symbols to frames and back, given how many frames each symbol lasts."""
from __future__ import annotations

import torch


def expand(values: torch.Tensor, durations: torch.Tensor, frames: int) -> torch.Tensor:
    """[B, N, C] per symbol to [B, frames, C] per frame; zeros after the last symbol's end."""
    ends = durations.cumsum(1)
    moments = torch.arange(frames, device=values.device).expand(len(values), frames).contiguous()
    index = torch.searchsorted(ends, moments, right=True)
    inside = (index < values.shape[1]).unsqueeze(-1)
    index = index.clamp(max=values.shape[1] - 1).unsqueeze(-1).expand(-1, -1, values.shape[2])
    return values.gather(1, index) * inside


def mean_over_symbols(values, weights, durations) -> tuple[torch.Tensor, torch.Tensor]:
    """Weighted mean of [B, T] frame values over each symbol's frames, and the weights' sums; [B, N]."""
    ends = durations.cumsum(1).clamp(max=values.shape[1])
    starts = torch.cat([torch.zeros_like(ends[:, :1]), ends[:, :-1]], 1)

    def sums(track):
        total = torch.nn.functional.pad(track.cumsum(1), (1, 0))
        return total.gather(1, ends) - total.gather(1, starts)

    weight = sums(weights)
    return sums(values * weights) / weight.clamp(min=1e-6), weight


def fill_gaps(values: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """[B, N]: unknown places take the line between their known neighbours (or the nearest one)."""
    count = values.shape[1]
    places = torch.arange(count, device=values.device).expand_as(values)
    before = torch.where(known, places, -1).cummax(1).values
    after = count - 1 - torch.where(known.flip(1), places, -1).cummax(1).values.flip(1)
    left = torch.where(before >= 0, before, after.clamp(max=count - 1))
    right = torch.where(after < count, after, before.clamp(min=0))
    low, high = values.gather(1, left), values.gather(1, right)
    share = (places - left) / (right - left).clamp(min=1)
    return torch.where(known.any(1, keepdim=True), low + (high - low) * share.clamp(0, 1), 0.0)


def to_frames(log_durations: torch.Tensor, speed: float = 1.0) -> torch.Tensor:
    """Whole frames per symbol, at least one; the total is made even by the last symbol."""
    frames = torch.round(torch.exp(log_durations) / speed).clamp(min=1).long()
    frames[:, -1] += frames.sum(1) % 2
    return frames
