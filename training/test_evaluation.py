"""Word errors and distances on cases whose answer is known."""
import unittest

import numpy as np

from training import distances, prosody, recogniser, shipped


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


class ProsodyTest(unittest.TestCase):
    def test_tells_how_much_higher_each_mark_ends(self):
        ends = {".": 100.0, "?": 200.0, "!": 100.0, ",": 150.0}

        def pitch_of(phonemes):
            return np.array([300.0, 0.0] + [ends[phonemes[-1]]] * 20 + [0.0] * 5)

        rises = prosody.endings(["a b.", "c d?", "e."], pitch_of)
        self.assertAlmostEqual(rises["?"], 12)
        self.assertAlmostEqual(rises["!"], 0)
        self.assertAlmostEqual(rises[","], 7.02, places=2)

    def test_silence_counts_for_nothing(self):
        self.assertTrue(np.isnan(prosody.last_pitch(np.zeros(9))))
        self.assertEqual(prosody.endings(["what?"], lambda _: np.ones(9)), {})


class ShippedTest(unittest.TestCase):
    def test_finds_the_voice_of_a_speaker(self):
        self.assertEqual(shipped.voice_of("kerstin"), "kerstin")
        self.assertIsNotNone(shipped.voice_of("kathleen"))
        self.assertIsNone(shipped.voice_of("nobody"))

    def test_hears_the_product_speak(self):
        items = [dict(language="de", text="Guten Tag."), dict(language="de", text="Der Zug fährt, und wir warten.")]
        short, long = shipped.speak("kerstin", items, 24000)
        self.assertGreater(len(short), 24000 * 0.4)
        self.assertGreater(len(long), 1.5 * len(short))
        self.assertGreater(float(np.sqrt(np.mean(long**2))), 0.02)
        with self.assertRaisesRegex(RuntimeError, "nobody"):
            shipped.speak("nobody", items, 24000)


if __name__ == "__main__":
    unittest.main()
