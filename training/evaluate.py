"""
Stage 5: speaks the held-out sentences and measures. Real recordings and espeak-ng go through the
same measures in the same run, so that nothing depends on the judge alone. Results: `work/evaluation`.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import tempfile

import numpy as np
import soundfile
import torch

from . import audio, config as settings, distances, figures, pitch, prosody, recogniser, report, shipped
from .corpus import Corpus
from .export import load_models
from .schedule import use_one_core

# Statements that are also spoken as questions, exclamations and first halves.
REPHRASED = 8
ESPEAK_VOICES = dict(en="en-us", de="de", nl="nl")


def formant_speech(text: str, language: str, config) -> np.ndarray:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        command = ["espeak-ng", "-v", ESPEAK_VOICES[language], "-w", file.name, text]
        subprocess.run(command, check=True)
        return audio.normalise_and_trim(audio.read_recording(file.name, config.audio), config.audio)


class Speaker:
    """Both models, from an item of the corpus to samples."""

    def __init__(self, config):
        self.config, self.corpus = config, Corpus(config)
        self.acoustic, self.vocoder, self.trained = load_models(config, self.corpus)

    def speak(self, item: dict, steps: int, temperature=0.5) -> np.ndarray:
        corpus = self.corpus
        mel, _ = self.acoustic.speak(
            corpus.ids(item), corpus.language(item), corpus.speaker(item),
            steps=steps, temperature=temperature,
        )
        return self.vocode(mel)

    @torch.no_grad()
    def vocode(self, mel: torch.Tensor) -> np.ndarray:
        return self.vocoder(mel[None])[0].numpy()

    def vocoded(self, item: dict) -> np.ndarray:
        return self.vocode(torch.from_numpy(self.corpus.mel(item)))


def versions(speaker: Speaker, items: list[dict], steps: list[int]) -> dict[str, list[np.ndarray]]:
    made = {
        "recorded": [speaker.corpus.wave(item) for item in items],
        "espeak-ng": [formant_speech(i["text"], i["language"], speaker.config) for i in items],
        "vocoded": [speaker.vocoded(item) for item in items],
    }
    for count in steps:
        made[f"{count} steps"] = [speaker.speak(item, count) for item in items]
    voice = shipped.voice_of(items[0]["speaker"])
    if voice is not None:
        made["as shipped"] = shipped.speak(voice, items, speaker.config.audio.sample_rate)
    return made


def _analyse(wave: np.ndarray, median: float, config) -> tuple[np.ndarray, np.ndarray]:
    wave = np.pad(wave, (0, -len(wave) % config.audio.hop)).astype(np.float32)
    mel = audio.log_mel(torch.from_numpy(wave)[None], config.audio)[0].numpy()
    return mel, pitch.track_speaker_range(wave, config.audio.sample_rate, config.audio.hop, median)


def measure(made: dict, items: list[dict], median: float, config) -> dict[str, dict[str, float]]:
    """Per version the mean of every measure over the items of one speaker."""
    recorded = [_analyse(wave, median, config) for wave in made["recorded"]]
    real_print = np.mean([distances.voice_print(mel) for mel, _ in recorded], 0)
    table = {}
    for version, waves in made.items():
        rows, prints = [], []
        for wave, (real_mel, real_f0) in zip(waves, recorded):
            mel, f0 = _analyse(wave, median, config)
            rows.append(distances.compare(real_mel, mel, real_f0, f0))
            rows[-1]["lines"] = distances.line_energy(mel)
            prints.append(distances.voice_print(mel))
        names = sorted({name for row in rows for name in row})
        table[version] = {name: float(np.nanmean([row.get(name, np.nan) for row in rows])) for name in names}
        table[version]["voice_distance"] = float(np.linalg.norm(np.mean(prints, 0) - real_print))
        if items[0]["language"] == "en":
            texts = [item["text"] for item in items]
            table[version]["wer"] = recogniser.word_error_rate(waves, texts, config.audio.sample_rate)
    return table


def foreign_english(speaker: Speaker, voice: str, limit: int, steps: int) -> dict[str, float]:
    """How well a voice of another language is understood in English, on an English voice's sentences."""
    native = next(one.id for one in speaker.config.speakers if one.language == "en")
    items = [item for item in speaker.corpus.held_out if item["speaker"] == native][:limit]
    waves = [speaker.speak(dict(item, speaker=voice), steps) for item in items]
    rate = speaker.config.audio.sample_rate
    return dict(wer=recogniser.word_error_rate(waves, [item["text"] for item in items], rate))


def keep_examples(made: dict, items: list[dict], folder, config) -> list[np.ndarray]:
    """
    The first three sentences as sound, and as spectrograms one above the other; ten sentences recorded
    (above) and synthetic (below) in one picture, of which the first pair is returned.
    """
    fewest = next(version for version in made if version.endswith("steps"))
    pairs = [made[version][index] for index in range(len(items[:10])) for version in ("recorded", fewest)]
    pictures = [figures.spectrogram(_analyse(wave, 150.0, config)[0]) for wave in pairs]
    first_pair = pictures[:2]
    figures.write_png(folder / f"{items[0]['speaker']}.png", figures.stack(pictures))
    for index, item in enumerate(items[:3]):
        pictures = []
        for version, waves in made.items():
            name = f"{item['speaker']}-{index}-{version.replace(' ', '-')}"
            wave = np.clip(waves[index], -1, 1)
            soundfile.write(folder / f"{name}.wav", wave, config.audio.sample_rate)
            pictures.append(figures.spectrogram(_analyse(wave, 150.0, config)[0]))
        figures.write_png(folder / f"{item['speaker']}-{index}.png", figures.stack(pictures))
    return first_pair


def endings(speaker: Speaker, items: list[dict], steps: int, median: float) -> dict[str, float]:
    """Semitones by which the same sentences end higher with another mark."""
    config, like = speaker.config, items[0]

    def pitch_of(phonemes: str) -> np.ndarray:
        return _analyse(speaker.speak(dict(like, phonemes=phonemes), steps), median, config)[1]

    statements = [item["phonemes"] for item in items if item["phonemes"].endswith(".")]
    return prosody.endings(statements[:REPHRASED], pitch_of)


def judge(speaker: Speaker, limit: int, steps: list[int], folder) -> tuple[dict, dict]:
    """Results and sentence endings by voice; examples go into `folder`."""
    config, held_out, fewest = speaker.config, speaker.corpus.held_out, steps[0]
    results, rises, pairs = {}, {}, []
    for voice in config.speakers:
        items = [item for item in held_out if item["speaker"] == voice.id][:limit]
        made = versions(speaker, items, steps)
        median = 2 ** (speaker.corpus.pitch_statistics[voice.id]["median_semitones"] / 12)
        results[voice.id] = measure(made, items, median, config)
        pairs += keep_examples(made, items, folder, config)
        rises[voice.id] = endings(speaker, items, fewest, median)
        if voice.language != "en":
            foreign = foreign_english(speaker, voice.id, limit, fewest)
            results[voice.id][f"{fewest} steps, in English"] = foreign
        print(report.results_table({voice.id: results[voice.id]}), rises[voice.id], flush=True)
    figures.write_png(folder / "pairs.png", figures.stack(pairs))
    return results, rises


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=1000, help="sentences per speaker")
    parser.add_argument("--steps", type=int, nargs="+", default=[2, 8])
    arguments = parser.parse_args()
    use_one_core()
    config = settings.load()
    folder = config.paths.work / "evaluation"
    folder.mkdir(parents=True, exist_ok=True)
    speaker = Speaker(config)
    results, rises = judge(speaker, arguments.limit, arguments.steps, folder)
    facts = dict(trained=speaker.trained, results=results, endings=rises)
    (folder / "results.json").write_text(json.dumps(facts, indent=1))
    (folder / "results.md").write_text(
        f"Trained: {speaker.trained}\n\n{report.results_table(results)}\n{report.endings_table(rises)}"
    )


if __name__ == "__main__":
    main()
