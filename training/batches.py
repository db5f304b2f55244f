"""Padded batches of whole utterances for the acoustic model."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from . import augment
from .corpus import Corpus


@dataclass
class Batch:
    ids: torch.Tensor  # [B, N]
    symbol_counts: torch.Tensor  # [B]
    mel: torch.Tensor  # [B, T, M], T even
    frame_counts: torch.Tensor  # [B]
    pitch: torch.Tensor  # [B, T], 0 where unvoiced
    voiced: torch.Tensor  # [B, T], 0 or 1
    speaker: torch.Tensor  # [B]
    language: torch.Tensor  # [B]
    log_stretch: torch.Tensor  # [B], logarithm of the tempo change


def _pad(rows: list[np.ndarray], length: int) -> torch.Tensor:
    padded = [np.pad(r, [(0, length - len(r))] + [(0, 0)] * (r.ndim - 1)) for r in rows]
    return torch.from_numpy(np.stack(padded))


def collate(corpus: Corpus, items: list[dict], settings, generator, device, training=True) -> Batch:
    ids, mels, pitches, factors = [], [], [], []
    for item in items:
        symbols = corpus.ids(item)
        mel, pitch, factor = corpus.mel(item), corpus.pitch(item), 1.0
        if training:
            factor = augment.draw_stretch(len(mel), len(symbols), settings, generator)
        if factor != 1.0:
            mel, pitch = augment.stretch(mel, pitch, factor)
        ids.append(np.array(symbols)), mels.append(mel), pitches.append(pitch), factors.append(factor)
    longest = max(map(len, mels))
    longest += longest % 2
    pitch = _pad(pitches, longest)
    speakers = [corpus.speaker(item) for item in items]
    languages = [corpus.language(item) for item in items]
    if training:
        speakers = [0 if generator.random() < settings.drop_speaker else s for s in speakers]
        languages = [0 if generator.random() < settings.drop_language else n for n in languages]
    # The padding of the pitch is zero, hence "voiced"; no symbol reaches into it.
    batch = Batch(
        ids=_pad(ids, max(map(len, ids))),
        symbol_counts=torch.tensor([len(row) for row in ids]),
        mel=_pad(mels, longest),
        frame_counts=torch.tensor([len(row) for row in mels]),
        pitch=torch.nan_to_num(pitch),
        voiced=(~torch.isnan(pitch)).float(),
        speaker=torch.tensor(speakers),
        language=torch.tensor(languages),
        log_stretch=torch.tensor(np.log(factors), dtype=torch.float32),
    )
    return Batch(**{name: value.to(device) for name, value in vars(batch).items()})
