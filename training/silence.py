"""Which symbols may last while nothing sounds, and which only then: what keeps an alignment from drifting."""
from __future__ import annotations

import numpy as np
import torch

from . import symbols

PAUSES = frozenset(" " + symbols.PUNCTUATION + symbols.MARKS)
# A stop begins in silence; the weakest fricatives are hardly louder than a room.
SILENT_TOO = frozenset("pbtdkgcqʔɖɟʈɡ" + "fhvðθβɸxχħçɦ")
# What a frame in the wrong kind of symbol costs: that of four ordinary frames.
COST = 50.0
# Levels between a clip's noise (0) and its peak (1).
QUIET_BELOW, LOUD_ABOVE = 0.25, 0.5


def _table(kind) -> torch.Tensor:
    return torch.tensor([kind(symbol) for symbol in symbols.SYMBOLS])


IS_PAUSE = _table(lambda symbol: symbol in PAUSES)
MUST_SOUND = _table(lambda symbol: symbol not in PAUSES | SILENT_TOO)


def loudness(mel: torch.Tensor) -> np.ndarray:
    """Normalised log-mel frames [T, M] to their levels between the clip's noise and peak, [T]."""
    level = mel.float().mean(-1).cpu().numpy()
    noise, peak = np.percentile(level, 3), np.percentile(level, 98)
    return (level - noise) / max(peak - noise, 1e-6)


def costs(ids: torch.Tensor, mel: torch.Tensor, frame_counts: list[int]) -> np.ndarray:
    """
    What each frame would cost in each symbol, [B, N, T], for `mas.align_batch`. The encoder sees its neighbours:
    left to itself it learns as well to say a word one symbol late, and the pause before it as the word.
    """
    pause, sounding = IS_PAUSE[ids.cpu()].numpy(), MUST_SOUND[ids.cpu()].numpy()
    result = np.zeros((*ids.shape, mel.shape[1]), np.float32)
    for row, frames in enumerate(frame_counts):
        level = loudness(mel[row, :frames])
        result[row, :, :frames] = COST * (
            (sounding[row][:, None] & (level < QUIET_BELOW)) | (pause[row][:, None] & (level > LOUD_ABOVE))
        )
    return result
