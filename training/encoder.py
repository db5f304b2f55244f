"""Text encoder: symbols, language and speaker to mel means, durations and pitch per symbol."""
from __future__ import annotations

import torch
import torch.nn as nn

from . import symbols
from .layers import ConvNeXt, LayerNorm

# How much of the prosody losses' gradient reaches the shared blocks: enough to make them notice
# punctuation, too little to disturb the alignment.
PROSODY_GRADIENT = 0.1


class Encoder(nn.Module):
    def __init__(self, shape, mel_bins: int):
        super().__init__()
        width = shape.width
        depth = len(shape.text_dilations) + len(shape.voice_dilations)

        def blocks(dilations):
            return nn.ModuleList(
                [ConvNeXt(width, shape.hidden, 1 / depth, dilation=d) for d in dilations]
            )

        self.embedding = nn.Embedding(symbols.CAPACITY, width)
        self.from_language = nn.Linear(shape.language_width, width)
        self.from_speaker = nn.Linear(shape.speaker_width, width)
        self.text_blocks = blocks(shape.text_dilations)
        self.voice_blocks = blocks(shape.voice_dilations)
        self.norm = LayerNorm(width)
        self.to_mel = nn.Linear(width, mel_bins)
        self.prosody_blocks = nn.ModuleList(
            [ConvNeXt(width, 2 * width, 1 / 2, dilation=1 + i) for i in range(shape.duration_blocks)]
        )
        self.to_prosody = nn.Linear(width, 2)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, ids, language, speaker, mask):
        """
        ids [B, N] integers, language [B, L], speaker [B, S], mask [B, N, 1].
        Returns mel means [B, N, M], log durations in frames [B, N], pitch [B, N] in the speaker's
        standard deviations from the speaker's median.
        """
        x = (self.embedding(ids) + self.from_language(language)[:, None]) * mask
        for block in self.text_blocks:
            x = self.dropout(block(x)) * mask
        x = (x + self.from_speaker(speaker)[:, None]) * mask
        for block in self.voice_blocks:
            x = self.dropout(block(x)) * mask
        x = self.norm(x)
        means = self.to_mel(x).float() * mask
        y = x.detach() + PROSODY_GRADIENT * (x - x.detach()) if torch.is_grad_enabled() else x
        for block in self.prosody_blocks:
            y = self.dropout(block(y)) * mask
        prosody = self.to_prosody(y).float() * mask
        return means, prosody[..., 0], prosody[..., 1]
