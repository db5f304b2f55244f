"""What a machine with a GPU needs beside the rest: packed corpora, batches made ahead, other settings."""
import copy
import ctypes.util
import json
import tempfile
import threading
import unittest
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import soundfile
import torch

from training import config as settings, mas, pack, prepare, sound
from training.ahead import Ahead


def _speech_like(seconds: float, seed: int, rate: int) -> np.ndarray:
    generator, t = np.random.default_rng(seed), np.arange(int(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * 150 * k * t) / k for k in range(1, 9)) * 0.1
    loud = (t > 0.3) & (t < seconds - 0.3)
    return tone * loud + 1e-4 * generator.standard_normal(len(t))


class PackTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here, self.there = (self._config(Path(folder.name), name) for name in ("here", "there"))
        rate = self.here.audio.sample_rate
        rows = []
        for number, speaker in enumerate(self.here.speakers):
            path = self.here.paths.recordings / speaker.id / "audio" / "a.opus"
            path.parent.mkdir(parents=True)
            soundfile.write(path, _speech_like(1.5, number, rate), rate, format="OGG", subtype="OPUS")
            rows.append(dict(speaker=speaker.id, name="a", path=path))
        corpus = self.here.paths.work / "corpus"
        corpus.mkdir(parents=True)
        items = prepare.pack_audio(rows, self.here)
        (corpus / "corpus.json").write_text(json.dumps(dict(items=items)))

    def _config(self, folder: Path, name: str):
        config = copy.deepcopy(settings.load())
        config.paths.work, config.paths.recordings = folder / name, folder / f"{name}-recordings"
        return config

    def _carry(self, paths):
        (self.there.paths.work / "packs").mkdir(parents=True)
        for path in paths:
            (self.there.paths.work / "packs" / path.name).write_bytes(path.read_bytes())

    def test_the_same_corpus_comes_out(self):
        parts = pack.pack(self.here, 20_000)
        self.assertGreater(len(parts), 1)
        self._carry(parts)
        pack.unpack(self.there, 2)
        for name in ("pcm.npy", "mel.npy", "f0.npy"):
            before, after = (np.load(c.paths.work / "corpus" / name) for c in (self.here, self.there))
            self.assertEqual(before.dtype, after.dtype)
            np.testing.assert_array_equal(before, after)
        before, after = ((c.paths.work / "corpus" / "corpus.json").read_text() for c in (self.here, self.there))
        self.assertEqual(before, after)

    def test_a_library_that_came_along_reads_what_soundfile_reads(self):
        path = self.here.paths.recordings / "lj" / "audio" / "a.opus"
        expected, rate = soundfile.read(path, always_2d=True)
        installed = ctypes.util.find_library("sndfile")
        found, found_rate = sound.read_by_library(path, Path(installed))
        self.assertEqual(rate, found_rate)
        np.testing.assert_allclose(found, expected, atol=1e-4)
        with self.assertRaises(OSError):
            sound.read_by_library(path.with_name("none.opus"), Path(installed))

    def test_a_library_is_unpacked(self):
        library = self.here.paths.work / "some.so"
        library.write_bytes(b"machine code")
        self._carry(pack.pack(self.here, 20_000, library))
        pack.unpack(self.there, 1)
        self.assertEqual((self.there.paths.work / "libsndfile.so").read_bytes(), b"machine code")

    def test_a_missing_part_is_named(self):
        parts = pack.pack(self.here, 20_000)
        self._carry(parts[:1] + parts[2:])
        with self.assertRaisesRegex(FileNotFoundError, "part-01.zip"):
            pack.unpack(self.there, 1)
        self.assertFalse((self.there.paths.work / "corpus" / "corpus.json").exists())


class AheadTest(unittest.TestCase):
    def _numbers(self, workers: int, count: int) -> list[int]:
        source = iter(range(1000))
        ahead = Ahead(lambda: next(source), lambda number: number * 2, workers)
        return [ahead.next() for _ in range(count)]

    def test_batches_come_in_the_order_drawn(self):
        self.assertEqual(self._numbers(0, 50), self._numbers(3, 50))

    def test_without_workers_nothing_is_made_before_it_is_wanted(self):
        made = []
        ahead = Ahead(lambda: 1, made.append, 0)
        self.assertEqual(made, [])
        ahead.next()
        self.assertEqual(made, [1])

    def test_a_failure_reaches_whoever_wants_the_batch(self):
        ahead = Ahead(lambda: 0, lambda number: 1 // number, 1)
        with self.assertRaises(ZeroDivisionError):
            ahead.next()

    def test_workers_make_them(self):
        ahead = Ahead(lambda: 0, lambda _: threading.current_thread(), 1)
        self.assertIsNot(ahead.next(), threading.current_thread())


class OverrideTest(unittest.TestCase):
    def test_the_settings_for_a_gpu_are_settings_that_exist(self):
        config = settings.load()
        settings.override(config, config.gpu)
        self.assertEqual(config.acoustic.batch_frames, config.gpu.acoustic.batch_frames)
        self.assertEqual(config.acoustic.ema, settings.load().acoustic.ema)

    def test_a_misspelt_one_is_refused(self):
        changes = SimpleNamespace(acoustic=SimpleNamespace(batch_frame=1))
        with self.assertRaisesRegex(AttributeError, "batch_frame"):
            settings.override(settings.load(), changes)


class AlignmentThreadsTest(unittest.TestCase):
    def test_threads_find_what_one_finds(self):
        generator = torch.Generator().manual_seed(3)
        means, mel = torch.randn(6, 9, 5, generator=generator), torch.randn(6, 40, 5, generator=generator)
        symbols, frames = [9, 4, 7, 9, 5, 6], [40, 31, 22, 40, 39, 12]
        before = torch.get_num_threads()
        self.addCleanup(torch.set_num_threads, before)
        found = []
        for threads in (1, 3):
            torch.set_num_threads(threads)
            found.append(mas.align_batch(means, mel, symbols, frames))
        self.assertTrue(torch.equal(*found))
        self.assertEqual(found[0].sum(1).tolist(), frames)


if __name__ == "__main__":
    unittest.main()
