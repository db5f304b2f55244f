"""
The corpus as a few small files, for a machine with a GPU that cannot be reached otherwise: the
recordings as they came (Opus), what `prepare` measured and decided, and nothing that can be computed
again. `unpack` there makes the same corpus as here, without Node. The parts lie in `work/packs`.
"""
from __future__ import annotations

import argparse
import json
import tempfile
import zipfile
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch

from . import audio, config as settings

INDEX = "index.json"
FACTS = ("corpus.json", "f0.npy")
LIBRARY = "libsndfile.so"


def _recording(item: dict) -> str:
    return f"{item['speaker']}/audio/{item['name']}.opus"


def pack(config, largest: int, library: Path | None = None) -> list[Path]:
    """Writes parts of at most `largest` bytes each (plus what the archive adds); returns their paths."""
    corpus, folder = config.paths.work / "corpus", config.paths.work / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("part-*.zip"):
        old.unlink()
    items = json.loads((corpus / "corpus.json").read_text("utf8"))["items"]
    paths = [config.paths.recordings / _recording(item) for item in items]
    # The text compresses to a tenth; recordings do not compress at all.
    first = [(corpus / name, name) for name in FACTS] + ([(library, LIBRARY)] if library else [])
    parts, room = [first], largest - sum(source.stat().st_size // 4 for source, _ in first)
    for path, item in zip(paths, items):
        size = path.stat().st_size
        if size > room:
            parts.append([])
            room = largest
        parts[-1].append((path, _recording(item)))
        room -= size
    written = []
    for number, files in enumerate(parts):
        path = folder / f"part-{number:02}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(INDEX, json.dumps(dict(part=number, parts=len(parts))))
            for source, name in files:
                form = zipfile.ZIP_STORED if name.endswith(".opus") else zipfile.ZIP_DEFLATED
                archive.write(source, name, compress_type=form)
        written.append(path)
    return written


def missing(folder: Path) -> list[str]:
    """Parts that are not there; all of them say how many there are."""
    found = {}
    for path in sorted(folder.glob("part-*.zip")):
        with zipfile.ZipFile(path) as archive:
            index = json.loads(archive.read(INDEX))
        found[index["part"]] = index["parts"]
    if not found:
        return ["all of them"]
    return [f"part-{n:02}.zip" for n in range(max(found.values())) if n not in found]


def _measure(job) -> tuple[np.ndarray, np.ndarray]:
    path, name, shape = job
    torch.set_num_threads(1)
    with zipfile.ZipFile(path) as archive, tempfile.NamedTemporaryFile(suffix=".opus") as recording:
        recording.write(archive.read(name))
        recording.flush()
        wave = audio.read_recording(Path(recording.name), shape)
    wave = audio.normalise_and_trim(wave, shape)
    mel = audio.log_mel(torch.from_numpy(wave).float()[None], shape)[0].numpy()
    return np.round(wave * 32767).astype(np.int16), mel.astype(np.float16)


def unpack(config, processes: int) -> None:
    """Makes `work/corpus` from `work/packs`."""
    corpus, folder = config.paths.work / "corpus", config.paths.work / "packs"
    absent = missing(folder)
    if absent:
        raise FileNotFoundError(f"Missing in {folder.name}: {', '.join(absent)}.")
    corpus.mkdir(parents=True, exist_ok=True)
    places = {}
    for path in sorted(folder.glob("part-*.zip")):
        with zipfile.ZipFile(path) as archive:
            places.update({name: path for name in archive.namelist()})
    with zipfile.ZipFile(places["corpus.json"]) as archive:
        facts = archive.read("corpus.json")
        (corpus / "f0.npy").write_bytes(archive.read("f0.npy"))
        if LIBRARY in places:
            (config.paths.work / LIBRARY).write_bytes(archive.read(LIBRARY))
    items = json.loads(facts)["items"]
    jobs = [(places[name], name, config.audio) for name in map(_recording, items)]
    with Pool(processes) as pool:
        measured = pool.map(_measure, jobs, chunksize=16)
    for item, (_, mel) in zip(items, measured):
        if len(mel) != item["frames"]:
            raise ValueError(f"{_recording(item)} gave {len(mel)} frames, not {item['frames']}.")
    np.save(corpus / "pcm.npy", np.concatenate([pcm for pcm, _ in measured]))
    np.save(corpus / "mel.npy", np.concatenate([mel for _, mel in measured]))
    # Last, as it is what says that the corpus is there.
    (corpus / "corpus.json").write_bytes(facts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part-mib", type=float, default=20)
    parser.add_argument("--library", type=Path, help="a libsndfile to take along: see training/sound.py")
    arguments = parser.parse_args()
    for path in pack(settings.load(), int(arguments.part_mib * 2**20), arguments.library):
        print(f"{path.relative_to(settings.REPOSITORY)}: {path.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
