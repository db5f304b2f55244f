"""
Stage 1: recordings and their texts to one packed corpus (`work/corpus`), which later stages map
into memory. Run it again whenever the front-end or the recordings change: audio that is packed
already is kept (delete `work/corpus` to redo it), phonemes are always made anew.
"""
from __future__ import annotations

import argparse
import collections
import hashlib
import json
import re
import unicodedata

import numpy as np
import torch

from . import audio, config as settings, pitch, symbols
from .phonemes import phonemise


def sentence_key(text: str) -> str:
    """Equal for all takes of a sentence, however it is punctuated or spelt in capitals."""
    return re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def is_held_out(text: str, one_in: int) -> bool:
    """Decided by the sentence alone, so that no take of it by any speaker is trained on."""
    digest = hashlib.sha256(sentence_key(text).encode("utf8")).digest()
    return int.from_bytes(digest[:4], "big") % one_in == 0


def read_metadata(config) -> list[dict]:
    rows = []
    for speaker in config.speakers:
        folder = config.paths.recordings / speaker.id
        for line in (folder / "metadata.csv").read_text("utf8").splitlines():
            name, text = line.split("|", 1)
            path = folder / "audio" / f"{name}.opus"
            rows.append(dict(speaker=speaker.id, language=speaker.language, name=name, text=text, path=path))
    return rows


def _clean(path, config) -> np.ndarray:
    return audio.normalise_and_trim(audio.read_recording(path, config.audio), config.audio)


def median_pitch(rows: list[dict], config, clips=40) -> dict[str, float]:
    """Hertz per speaker, from a few clips of each."""
    medians = {}
    for speaker in config.speakers:
        paths = [row["path"] for row in rows if row["speaker"] == speaker.id]
        waves = [_clean(path, config) for path in paths[:: max(1, len(paths) // clips)]]
        tracks = [pitch.track(wave, config.audio.sample_rate, config.audio.hop) for wave in waves]
        hertz = np.concatenate(tracks)
        medians[speaker.id] = float(np.median(hertz[hertz > 0]))
    return medians


def _measure(path, median: float, config) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    wave = _clean(path, config)
    pcm = np.round(wave * 32767).astype(np.int16)
    mel = audio.log_mel(torch.from_numpy(wave).float()[None], config.audio)[0].numpy()
    f0 = pitch.track_speaker_range(wave, config.audio.sample_rate, config.audio.hop, median)
    return pcm, mel.astype(np.float16), f0.astype(np.float16)


def pack_audio(rows: list[dict], config) -> list[dict]:
    """Writes `pcm.npy` (int16), `mel.npy` and `f0.npy` (float16, natural frames); returns the items."""
    folder = config.paths.work / "corpus"
    medians = median_pitch(rows, config)
    items, pcms, mels, pitches, frame = [], [], [], [], 0
    for count, row in enumerate(rows):
        pcm, mel, f0 = _measure(row["path"], medians[row["speaker"]], config)
        items.append(dict(speaker=row["speaker"], name=row["name"], start=frame, frames=len(mel)))
        pcms.append(pcm), mels.append(mel), pitches.append(f0)
        frame += len(mel)
        if count % 250 == 0:
            print(f"{count} of {len(rows)} recordings", flush=True)
    np.save(folder / "pcm.npy", np.concatenate(pcms))
    np.save(folder / "mel.npy", np.concatenate(mels))
    np.save(folder / "f0.npy", np.concatenate(pitches))
    (folder / "audio.json").write_text(json.dumps(items))
    return items


def statistics(items: list[dict], config) -> dict:
    """Mean and deviation of each mel bin over all speakers; median and spread of each one's pitch."""
    folder = config.paths.work / "corpus"
    mel, f0 = np.load(folder / "mel.npy"), np.load(folder / "f0.npy").astype(np.float32)
    sample = mel[:: max(1, len(mel) // 200_000)].astype(np.float32)
    speakers = {}
    for speaker in config.speakers:
        spans = [(i["start"], i["start"] + i["frames"]) for i in items if i["speaker"] == speaker.id]
        voiced = np.concatenate([f0[a:b] for a, b in spans])
        semitones = 12 * np.log2(voiced[voiced > 0])
        median = float(np.median(semitones))
        near = semitones[np.abs(semitones - median) < 12]
        speakers[speaker.id] = dict(median_semitones=median, deviation_semitones=float(near.std()))
    return dict(mel_mean=sample.mean(0).tolist(), mel_deviation=sample.std(0).tolist(), pitch=speakers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="only this many recordings, for a trial")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = settings.load()
    folder = config.paths.work / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    rows = read_metadata(config)
    if arguments.limit:
        rows = rows[:: max(1, len(rows) // arguments.limit)]
    packed = folder / "audio.json"
    items = json.loads(packed.read_text()) if packed.exists() else pack_audio(rows, config)
    known = {(row["speaker"], row["name"]): row for row in rows}
    sentences = phonemise([{key: row[key] for key in ("language", "text")} for row in rows])
    for row, phonemes in zip(rows, sentences):
        row["phonemes"] = phonemes
    for item in items:
        row = known[item["speaker"], item["name"]]
        item.update({key: row[key] for key in ("language", "text", "phonemes")})
        item["held_out"] = is_held_out(row["text"], config.split.held_out_one_in)
    report(items, config)
    counts = collections.Counter(s for item in items if not item["held_out"] for s in item["phonemes"])
    corpus = dict(items=items, symbol_counts=counts, **statistics(items, config))
    (folder / "corpus.json").write_text(json.dumps(corpus, ensure_ascii=False))


def report(items: list[dict], config) -> None:
    for speaker in config.speakers:
        own = [item for item in items if item["speaker"] == speaker.id]
        hours = sum(item["frames"] for item in own) * config.audio.hop / config.audio.sample_rate / 3600
        print(f"{speaker.id}: {len(own)} clips, {hours:.2f} h, {sum(i['held_out'] for i in own)} held out")
    strange = set().union(*(symbols.unknown(item["phonemes"]) for item in items))
    if strange:
        print(f"Symbols the model does not know, left out: {sorted(strange)}")


if __name__ == "__main__":
    main()
