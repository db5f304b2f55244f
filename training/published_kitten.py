"""Small files that look from outside as KittenTTS 0.1 and 0.8 do, for tests: names, shapes and types are theirs.
Writes e2e/models/kitten-0.1/ and e2e/models/kitten-0.8/.

    python3 -m training.published_kitten
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from onnx import TensorProto

from .onnx_builder import Builder, tensor
from .published_style import add_style_model

MODELS = Path(__file__).parent.parent / "e2e" / "models"
VOICES = ["2-m", "2-f", "3-m", "3-f", "4-m", "4-f", "5-m", "5-f"]
ALIASES = dict(Bella="2-f", Jasper="2-m", Luna="3-f", Bruno="3-m", Rosie="4-f", Hugo="4-m", Kiki="5-f", Leo="5-m")
SILENT = [*range(0, 17), 156, 157, 158]


def graph(path):
    """The last two ids, an ellipsis and a pad, make the silence that the last 5000 samples are cut from."""
    b = Builder(half=False)
    parts = add_style_model(b, "input_ids", silent=SILENT, ending=[0, 10], ending_frames=6, quantised=False, noisy=False)
    inputs = [
        tensor("input_ids", [1, "sequence_length"], TensorProto.INT64),
        tensor("style", [1, 256]),
        tensor("speed", [1]),
    ]
    outputs = [tensor("waveform", ["num_samples"]), tensor("duration", ["sequence_length"], TensorProto.INT64)]
    b.save(path, "kitten", inputs, outputs, [parts.wave, parts.durations])


def styles(rng, rows):
    """Steps of 1/64, the same for fifty rows, so that they can be packed."""
    base = rng.integers(-32, 33, (1, 256))
    return ((base + np.arange(rows)[:, None] // 50) / 64).astype(np.float32)


def config(name, version, kind, model, priors):
    return dict(
        name=name,
        version=version,
        type=kind,
        model_file=model,
        voices="voices.npz",
        speed_priors=priors,
        voice_aliases={alias: f"expr-voice-{voice}" for alias, voice in ALIASES.items()},
    )


def write(folder, model, settings, voices, save):
    folder.mkdir(parents=True, exist_ok=True)
    graph(folder / model)
    save(folder / "voices.npz", **voices)
    (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n")


if __name__ == "__main__":
    rng = np.random.default_rng(8)
    old, new = "kitten_tts_nano_v0_1.onnx", "kitten_tts_nano_v0_8.onnx"
    rows = {f"expr-voice-{voice}": styles(rng, 1) for voice in VOICES}
    first = config("Kitten TTS Nano", "0.1", "ONNX1", old, {})
    del first["voice_aliases"]
    write(MODELS / "kitten-0.1", old, first, rows, np.savez)
    priors = {f"expr-voice-{voice}": 0.9 if voice == "4-m" else 0.8 for voice in VOICES}
    tables = {f"expr-voice-{voice}": styles(rng, 400) for voice in VOICES}
    second = config("Kitten TTS Nano", "0.8", "ONNX2", new, priors)
    write(MODELS / "kitten-0.8", new, second, tables, np.savez_compressed)
