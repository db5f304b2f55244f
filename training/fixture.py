"""
Writes the tiny, untrained voice that the product's engine is tested with, and what PyTorch makes of it:
`python3 -m training.fixture`. Run it again when the graphs or `voice.json` change.
"""
from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnx
import torch

from . import config as settings, fused, graphs, symbols
from .acoustic import Acoustic
from .compress import compress
from .export import describe
from .vocoder import Vocoder

FOLDER = settings.REPOSITORY / "workers/engines/flow/fixtures/format-2"
PHONEMES = "hˈɛloʊ, wˈɜːld!"
STEPS, SPEAKER, LANGUAGE = 2, "kerstin", "de"


def small_config():
    config = settings.load()
    config.audio.mel_bins, config.audio.fft_size, config.audio.hop = 10, 64, 16
    config.model.encoder.width, config.model.encoder.hidden = 8, 12
    config.model.encoder.speaker_width, config.model.encoder.language_width = 4, 2
    config.model.flow.width, config.model.flow.hidden = 8, 12
    config.model.vocoder.width, config.model.vocoder.hidden, config.model.vocoder.blocks = 8, 12, 2
    return config


def models(config) -> tuple[Acoustic, Vocoder]:
    torch.manual_seed(20)
    acoustic, vocoder = Acoustic(config).eval(), Vocoder(config).eval()
    # What starts at zero, or near it, must be seen to arrive.
    for weight in (acoustic.flow.to_condition.weight, vocoder.leave.weight):
        torch.nn.init.normal_(weight, std=0.3)
    torch.nn.init.constant_(acoustic.encoder.to_prosody.bias, 1.5)
    return acoustic, vocoder


def corpus_facts(config) -> SimpleNamespace:
    bins = config.audio.mel_bins
    pitch = {s.id: dict(median_semitones=90.0, deviation_semitones=2.5) for s in config.speakers}
    return SimpleNamespace(
        symbol_counts={symbol: 100 for symbol in PHONEMES if symbol != "!"},
        pitch_statistics=pitch,
        mel_mean=np.zeros(bins),
        mel_deviation=np.ones(bins),
    )


def main(folder: Path = FOLDER) -> None:
    config = small_config()
    acoustic, vocoder = models(config)
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in dict(
        encoder=graphs.EncoderGraph(acoustic),
        flow=graphs.FlowGraph(acoustic),
        vocoder=graphs.VocoderGraph(vocoder, config.audio),
    ).items():
        path = folder / f"{name}.onnx"
        getattr(fused, name)(module, path)
        onnx.save(compress(onnx.load(path), "float32"), path)
    voice = describe(config, corpus_facts(config), acoustic, {}, {}, {})
    # "!" counts as never seen: the engine has to find its stand-in.
    heard = PHONEMES.replace("!", ".")
    voice["symbols"][symbols.SYMBOLS.index(".")] = "."
    mel, frames = acoustic.speak(
        symbols.encode(heard),
        settings.language_index(LANGUAGE),
        settings.speaker_index(config, SPEAKER),
        steps=STEPS,
        temperature=0.0,
    )
    with torch.no_grad():
        wave = vocoder(mel[None])[0]
    expected = dict(
        phonemes=PHONEMES, steps=STEPS, speaker=SPEAKER, language=LANGUAGE,
        frames=frames.tolist(), wave=[round(v, 6) for v in wave.tolist()],
    )
    for name, value in (("voice.json", voice), ("expected.json", expected)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False) + "\n")
    print(f"{len(frames)} symbols, {int(frames.sum())} frames, largest sample {float(wave.abs().max()):.3f}")


if __name__ == "__main__":
    main()
