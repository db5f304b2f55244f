"""
Stage 4: the averaged models as three ONNX graphs and a `voice.json`, checked against PyTorch, and a
sample of each voice. `tools/voice-publish.mjs` puts them where the product finds them.
"""
from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch

from . import config as settings, fused, graphs, keep, level, onnx_runtime, pace, samples, symbols
from .acoustic import Acoustic
from .compress import compress
from .corpus import Corpus
from .flow import context_frames as flow_context_frames
from .vocoder import Vocoder, context_frames

# A symbol seen less often than this has no embedding worth using.
RARE = 5


def load_models(config, corpus: Corpus) -> tuple[Acoustic, Vocoder, dict]:
    """The moving averages of both runs, at a natural pace, and how long each has trained."""
    models, facts = [], {}
    for name, build in (("acoustic", Acoustic), ("vocoder", Vocoder)):
        state = keep.latest(config, name)
        if state is None:
            raise FileNotFoundError(f"There is no {name} checkpoint yet: train it first.")
        model = build(config)
        model.load_state_dict(state["average"])
        models.append(model.eval())
        facts[name] = dict(steps=state["step"], hours=round(state["seconds"] / 3600, 2))
    pace.set_pace(models[0], corpus)
    return models[0], models[1], facts


@torch.no_grad()
def greatest_difference(module, path: Path) -> float:
    """Between PyTorch and ONNX Runtime, relative to the largest output value."""
    example = module.example()
    expected = module(*example)
    expected = expected if isinstance(expected, tuple) else (expected,)
    answer = onnx_runtime.run([onnx_runtime.job(path, module.inputs, example)])[0]["outputs"]
    differences = [
        (torch.from_numpy(answer[name]) - value).abs().max() / value.abs().max().clamp(min=1e-6)
        for name, value in zip(module.outputs, expected)
    ]
    return float(max(differences))


def describe(
    config, corpus: Corpus, acoustic: Acoustic, files: dict, trained: dict, gains: dict
) -> dict:
    def table(embedding, names, first=1):
        rows = embedding.weight.detach().tolist()
        return {name: [round(v, 5) for v in rows[first + i]] for i, name in enumerate(names)}

    common = {symbol for symbol, count in corpus.symbol_counts.items() if count >= RARE} | {" "}
    return dict(
        format=2,
        sampleRate=config.audio.sample_rate,
        hopSamples=config.audio.hop,
        melBins=config.audio.mel_bins,
        fftSize=config.audio.fft_size,
        flowContextFrames=flow_context_frames(config),
        vocoderContextFrames=context_frames(config),
        # The id of a symbol is its place; empty places are never to be used.
        symbols=[symbol if symbol in common else "" for symbol in symbols.SYMBOLS],
        languages=table(acoustic.languages, settings.LANGUAGES),
        speakers=table(acoustic.speakers, [speaker.id for speaker in config.speakers]),
        pitch={
            speaker: dict(
                medianSemitones=facts["median_semitones"], deviationSemitones=facts["deviation_semitones"]
            )
            for speaker, facts in corpus.pitch_statistics.items()
        },
        gains=gains,
        melMean=[round(v, 5) for v in corpus.mel_mean.tolist()],
        melDeviation=[round(v, 5) for v in corpus.mel_deviation.tolist()],
        defaults=dict(steps=2, temperature=0.5, speed=1.0),
        trained=trained,
        files=files,
    )


def export(config, folder: Path) -> dict:
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(config)
    acoustic, vocoder, trained = load_models(config, corpus)
    modules = dict(
        encoder=graphs.EncoderGraph(acoustic),
        flow=graphs.FlowGraph(acoustic),
        vocoder=graphs.VocoderGraph(vocoder, config.audio),
    )
    files = {}
    for name, module in modules.items():
        path = folder / f"{name}.onnx"
        getattr(fused, name)(module, path)
        form = getattr(config.export, name)
        exact = greatest_difference(module, path)
        onnx.save(compress(onnx.load(path), form), path)
        small = greatest_difference(module, path)
        content = path.read_bytes()
        files[path.name] = dict(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        print(f"{path.name}: {len(content):,} bytes, off by {exact:.1e}, as {form} by {small:.1e}")
    gains = level.gains(acoustic, vocoder, corpus)
    voice = describe(config, corpus, acoustic, files, trained, gains)
    (folder / "voice.json").write_text(json.dumps(voice, ensure_ascii=False, indent=1))
    samples.write(folder / "samples", acoustic, vocoder, config)
    return voice


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="default: work/voice")
    arguments = parser.parse_args()
    config = settings.load()
    export(config, arguments.out or config.paths.work / "voice")


if __name__ == "__main__":
    main()
