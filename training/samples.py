"""What each voice of `voices.json` says for itself in the list of voices: one sentence as a WAV file."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile
import torch

from . import config as settings, symbols
from .acoustic import Acoustic
from .phonemes import phonemise
from .vocoder import Vocoder

STEPS = 8


def descriptions() -> list[dict]:
    return json.loads(Path(__file__).with_name("voices.json").read_text("utf8"))


@torch.no_grad()
def speak(voice: dict, phonemes: str, acoustic: Acoustic, vocoder: Vocoder, config) -> np.ndarray:
    language = settings.language_index(voice["languages"][0])
    speaker = settings.speaker_index(config, voice["id"])
    mel, _ = acoustic.speak(symbols.encode(phonemes), language, speaker, steps=STEPS)
    return vocoder(mel[None])[0].clamp(-1, 1).numpy()


def write(folder: Path, acoustic: Acoustic, vocoder: Vocoder, config) -> None:
    voices = descriptions()
    folder.mkdir(parents=True, exist_ok=True)
    rows = [dict(language=voice["languages"][0], text=voice["sample"]) for voice in voices]
    for voice, phonemes in zip(voices, phonemise(rows)):
        wave = speak(voice, phonemes, acoustic, vocoder, config)
        soundfile.write(folder / f"{voice['id']}.wav", wave, config.audio.sample_rate, "PCM_16")
