"""Symbols, the split by sentence, batches and augmentation."""
import collections
import unittest

import numpy as np

from training import augment, config as settings, symbols
from training.corpus import length_batches
from training.prepare import is_held_out, sentence_key


class SymbolTest(unittest.TestCase):
    def test_symbols_are_distinct_single_units_within_capacity(self):
        self.assertEqual(len(set(symbols.SYMBOLS)), len(symbols.SYMBOLS))
        self.assertLessEqual(len(symbols.SYMBOLS), symbols.CAPACITY)
        for symbol in symbols.SYMBOLS:
            self.assertEqual(len(symbol.encode("utf-16-le")), 2)

    def test_punctuation_is_kept_and_strangers_are_left_out(self):
        ids = symbols.encode("a, b?☃")
        self.assertEqual([symbols.SYMBOLS[i] for i in ids], list(" a, b? "))
        self.assertEqual(symbols.unknown("a☃"), {"☃"})


class SplitTest(unittest.TestCase):
    def test_all_takes_of_a_sentence_share_a_side(self):
        self.assertEqual(sentence_key("Nee, ook DAT!"), sentence_key("nee ook dat"))

    def test_about_the_wanted_share_is_held_out(self):
        held = sum(is_held_out(f"sentence number {n}", 32) for n in range(3200))
        self.assertTrue(60 < held < 145, held)

    def test_speakers_and_languages_count_from_one(self):
        config = settings.load()
        self.assertEqual(settings.speaker_index(config, config.speakers[0].id), 1)
        self.assertEqual([settings.language_index(n) for n in settings.LANGUAGES], [1, 2, 3])


class BatchTest(unittest.TestCase):
    def test_every_item_comes_once_and_batches_fit(self):
        generator = np.random.default_rng(8)
        items = [dict(frames=int(n), name=i) for i, n in enumerate(generator.integers(100, 900, 300))]
        batches = length_batches(items, 5000, generator)
        names = collections.Counter(item["name"] for batch in batches for item in batch)
        self.assertEqual(set(names.values()), {1})
        self.assertEqual(len(names), len(items))
        for batch in batches:
            self.assertLessEqual(max(i["frames"] for i in batch) * len(batch), 5000)


class AugmentTest(unittest.TestCase):
    def test_stretch_changes_the_length_and_keeps_the_ends(self):
        mel = np.linspace(0, 1, 50, dtype=np.float32)[:, None].repeat(3, 1)
        pitch = np.where(np.arange(50) < 25, np.nan, 1.0)
        longer, track = augment.stretch(mel, pitch, 1.2)
        self.assertEqual((len(longer), len(track)), (60, 60))
        self.assertAlmostEqual(float(longer[-1, 0]), 1.0)
        self.assertEqual(int(np.isnan(track).sum()), 30)
        self.assertTrue((np.diff(longer[:, 0]) > 0).all())


if __name__ == "__main__":
    unittest.main()
