"""Word errors and distances on cases whose answer is known."""
import unittest

import numpy as np

from training import distances, recogniser


class WordErrorTest(unittest.TestCase):
    def test_counts_each_kind_of_error(self):
        said = recogniser.words("The cat's on the well-known mat.")
        self.assertEqual(said, ["the", "cat's", "on", "the", "well", "known", "mat"])
        self.assertEqual(recogniser.word_errors(said, said), 0)
        self.assertEqual(recogniser.word_errors(said, said[1:]), 1)
        self.assertEqual(recogniser.word_errors(said, ["a", *said[1:], "rat"]), 2)
        self.assertEqual(recogniser.word_errors(said, []), 7)


class DistanceTest(unittest.TestCase):
    def setUp(self):
        generator = np.random.default_rng(9)
        self.mel = generator.normal(size=(60, 100)).cumsum(0) * 0.3
        self.f0 = 120 + 40 * np.sin(np.arange(60) / 9)

    def test_a_slower_copy_differs_in_duration_only(self):
        result = distances.compare(self.mel, self.mel.repeat(2, 0), self.f0, self.f0.repeat(2))
        self.assertAlmostEqual(result["mcd"], 0, places=3)
        self.assertAlmostEqual(result["f0_error"], 0, places=6)
        self.assertAlmostEqual(result["f0_correlation"], 1, places=6)
        self.assertAlmostEqual(result["duration"], 1)

    def test_level_alone_does_not_count(self):
        self.assertAlmostEqual(
            distances.compare(self.mel, self.mel + 2, self.f0, self.f0)["mcd"], 0, places=3
        )

    def test_an_octave_is_twelve_semitones(self):
        result = distances.compare(self.mel, self.mel, self.f0, 2 * self.f0)
        self.assertAlmostEqual(result["f0_error"], 12, places=6)

    def test_a_horizontal_line_is_seen(self):
        lined = self.mel.copy()
        lined[:, 40] += 5
        self.assertGreater(distances.line_energy(lined), distances.line_energy(self.mel) + 0.05)


if __name__ == "__main__":
    unittest.main()
