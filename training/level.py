"""How loud every voice speaks every language, against the level that the recordings were brought to."""
from __future__ import annotations

import numpy as np
import torch

from . import audio, config as settings
from .acoustic import Acoustic
from .corpus import Corpus
from .vocoder import Vocoder

SENTENCES = 24
# Shorter ones say little of a level.
LEAST_FRAMES = 150


@torch.no_grad()
def gains(acoustic: Acoustic, vocoder: Vocoder, corpus: Corpus, sentences: int = SENTENCES) -> dict:
    """
    By speaker and language the factor that brings speech to the recordings' level. A speaker who was never heard
    in a language comes out up to 4 dB too loud in it: vowels that the speaker does not have are guessed too strong.
    """
    config = corpus.config
    return {
        speaker.id: {
            language: round(_gain(acoustic, vocoder, corpus, speaker.id, items), 3)
            for language, items in _texts(corpus, sentences).items()
        }
        for speaker in config.speakers
    }


def _texts(corpus: Corpus, sentences: int) -> dict[str, list[dict]]:
    texts = {}
    for language in settings.LANGUAGES:
        long = [i for i in corpus.training if i["language"] == language and i["frames"] > LEAST_FRAMES]
        texts[language] = long[:: max(1, len(long) // sentences)][:sentences]
    return texts


def _gain(acoustic, vocoder, corpus, speaker: str, items: list[dict]) -> float:
    index = settings.speaker_index(corpus.config, speaker)
    levels = []
    for item in items:
        mel, _ = acoustic.speak(corpus.ids(item), corpus.language(item), index, steps=2)
        levels.append(audio.active_rms(vocoder(mel[None])[0].numpy(), corpus.config.audio))
    return corpus.config.audio.active_rms / float(np.sqrt(np.mean(np.square(levels))))
