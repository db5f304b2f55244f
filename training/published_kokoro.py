"""Small graphs that look from outside as Kokoro v1.0's published exports do, for tests: names, shapes and types
of inputs and outputs are theirs, what is inside is a few sines. Writes e2e/models/kokoro/.

    python3 -m training.published_kokoro
"""
from __future__ import annotations

from pathlib import Path

from onnx import TensorProto

from .onnx_builder import Builder, tensor
from .published_style import add_style_model

FOLDER = Path(__file__).parent.parent / "e2e" / "models" / "kokoro"

# Punctuation, pads and spaces are silent; so are stress and length marks.
SILENT = [*range(0, 17), 156, 157, 158]

EXPORTS = {
    # onnx-community/Kokoro-82M-v1.0-ONNX-timestamped
    "model.onnx": dict(ids="input_ids", wave="waveform", durations=True),
    # onnx-community/Kokoro-82M-v1.0-ONNX
    "model_untimed.onnx": dict(ids="input_ids", wave="waveform", durations=False),
    # thewh1teagle's kokoro-v1.0.onnx
    "model_tokens.onnx": dict(ids="tokens", wave="audio", durations=False),
    # The eight-bit files keep their weights as uint8 with a scale.
    "model_quantized.onnx": dict(ids="input_ids", wave="waveform", durations=True, quantised=True),
    # The generator's sources add noise of their own, which no seed reaches.
    "model_noisy.onnx": dict(ids="input_ids", wave="waveform", durations=True, noisy=True),
}


def export(path, ids, wave, durations, quantised=False, noisy=False):
    b = Builder(half=False)
    parts = add_style_model(b, ids, silent=SILENT, ending=[0], ending_frames=4, quantised=quantised, noisy=noisy)
    inputs = [
        tensor(ids, [1, "sequence_length"], TensorProto.INT64),
        tensor("style", [1, 256]),
        tensor("speed", [1]),
    ]
    outputs = [tensor(wave, [1, "num_samples"])]
    results = [b.op("Unsqueeze", parts.wave, b.ints("wave.axis", [0]))]
    if durations:
        outputs.append(tensor("durations", ["sequence_length"], TensorProto.INT64))
        results.append(parts.durations)
    b.save(path, "kokoro", inputs, outputs, results)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, form in EXPORTS.items():
        export(FOLDER / name, **form)
