"""Durations that add up to what was recorded."""
from __future__ import annotations

import math

import torch

from . import mas, silence
from .acoustic import Acoustic
from .corpus import Corpus

CLIPS = 300


@torch.no_grad()
def set_pace(acoustic: Acoustic, corpus: Corpus, clips: int = CLIPS) -> float:
    """
    Shifts the predictor's bias so that sounds last as long in training clips as they were recorded, whatever the
    averaging of weights and the stretching of clips have left over. Pauses are left out of the count: where nothing
    marks them a speaker makes them or not, and what is said must not make up for those that are not made. Returns
    by what factor everything lasts longer now.
    """
    recorded = predicted = 0.0
    for item in corpus.training[:: max(1, len(corpus.training) // clips)]:
        ids = torch.tensor([corpus.ids(item)])
        speaker = acoustic.speakers(torch.tensor([corpus.speaker(item)]))
        language = acoustic.languages(torch.tensor([corpus.language(item)]))
        means, log_durations, _ = acoustic.encoder(ids, language, speaker, torch.ones(*ids.shape, 1))
        mel = torch.from_numpy(corpus.mel(item))[None]
        counts = [ids.shape[1]], [mel.shape[1]]
        lasting = mas.align_batch(means, mel, *counts, silence.costs(ids, mel, counts[1]))
        sounds = ~silence.IS_PAUSE[ids]
        recorded += float(lasting[sounds].sum())
        predicted += float(log_durations[sounds].exp().sum())
    factor = recorded / predicted
    acoustic.encoder.to_prosody.bias[0] += math.log(factor)
    return factor
