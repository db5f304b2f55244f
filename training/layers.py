"""ConvNeXt blocks over time (Liu et al. 2022), channels last: [batch, time, channels]."""
from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F


class LayerNorm(nn.LayerNorm):
    """In float32 always: PyTorch 1.13 on a CPU has no other under autocast."""

    def __init__(self, width: int, learned=True):
        super().__init__(width, elementwise_affine=learned)

    def forward(self, x):
        return F.layer_norm(x.float(), self.normalized_shape, self.weight, self.bias, self.eps)


class DepthwiseConv(nn.Conv1d):
    """Over time, each channel by itself, the length kept."""

    def __init__(self, width: int, kernel=7, dilation=1):
        padding = kernel // 2 * dilation
        super().__init__(width, width, kernel, padding=padding, groups=width, dilation=dilation)

    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class ConvNeXt(nn.Module):
    """Depthwise convolution, then a pointwise network, added to the input."""

    def __init__(self, width: int, hidden: int, scale: float, kernel=7, dilation=1):
        super().__init__()
        self.mix = DepthwiseConv(width, kernel, dilation)
        self.norm = LayerNorm(width)
        self.widen = nn.Linear(width, hidden)
        self.narrow = nn.Linear(hidden, width)
        self.scale = nn.Parameter(torch.full((width,), scale))

    def forward(self, x):
        return x + self.scale * self.narrow(F.gelu(self.widen(self.norm(self.mix(x)))))


class ConditionedConvNeXt(nn.Module):
    """A ConvNeXt block whose norm is shifted, scaled and gated by a condition (adaptive norm)."""

    def __init__(self, width: int, hidden: int, dropout: float, kernel=7, dilation=1):
        super().__init__()
        self.mix = DepthwiseConv(width, kernel, dilation)
        self.norm = LayerNorm(width, learned=False)
        self.widen = nn.Linear(width, hidden)
        self.narrow = nn.Linear(hidden, width)
        self.dropout = nn.Dropout(dropout)
        self.offset = nn.Parameter(torch.zeros(3 * width))

    def forward(self, x, condition):
        """`condition` [B, 1, 3 x width] is common to all blocks; the offset makes it the block's own."""
        scale, shift, gate = (condition + self.offset).chunk(3, -1)
        y = self.norm(self.mix(x)) * (1 + scale) + shift
        return x + (0.1 + gate) * self.dropout(self.narrow(F.gelu(self.widen(y))))


def frame_mask(counts: torch.Tensor, longest: int) -> torch.Tensor:
    """[B] counts to a [B, longest, 1] float mask."""
    return (torch.arange(longest, device=counts.device)[None] < counts[:, None]).float()[..., None]
