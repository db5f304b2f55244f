"""Monotonic alignment search and what is computed from durations."""
import itertools
import unittest

import numpy as np
import torch

from training import durations as timing, mas, silence, symbols


def _best_by_trying_all(scores: np.ndarray) -> float:
    symbols, frames = scores.shape
    best = -np.inf
    for cuts in itertools.combinations(range(1, frames), symbols - 1):
        edges = (0, *cuts, frames)
        best = max(best, sum(scores[n, edges[n] : edges[n + 1]].sum() for n in range(symbols)))
    return best


def _score(scores: np.ndarray, lasting: np.ndarray) -> float:
    path = np.repeat(np.arange(len(lasting)), lasting)
    return scores[path, np.arange(scores.shape[1])].sum()


class AlignmentTest(unittest.TestCase):
    def test_finds_the_best_path(self):
        generator = np.random.default_rng(1)
        for symbols, frames in itertools.product(range(1, 5), range(4, 9)):
            scores = generator.normal(size=(symbols, frames)).astype(np.float32)
            lasting = mas.align(scores)
            self.assertEqual(lasting.sum(), frames)
            self.assertGreaterEqual(lasting.min(), 1)
            self.assertAlmostEqual(_score(scores, lasting), _best_by_trying_all(scores), places=4)

    def test_refuses_fewer_frames_than_symbols(self):
        with self.assertRaises(ValueError):
            mas.align(np.zeros((5, 4), np.float32))

    def test_batch_recovers_known_durations_despite_padding(self):
        means = torch.eye(6)[None].repeat(2, 1, 1) * 3
        lasting = torch.tensor([[2, 1, 4, 3, 2, 1], [1, 5, 2, 0, 0, 0]])
        mel = timing.expand(means, lasting, 13)
        found = mas.align_batch(means, mel, [6, 3], [13, 8])
        self.assertTrue(torch.equal(found, lasting))


class SilenceTest(unittest.TestCase):
    def setUp(self):
        # "a, a": sound, a pause, sound; every frame looks alike but for its level.
        self.ids = torch.tensor([symbols.encode("a, a")])
        self.mel = torch.zeros(1, 20, 4)
        self.mel[0, 2:7], self.mel[0, 14:18] = 3.0, 3.0
        self.means = torch.zeros(1, self.ids.shape[1], 4)

    def test_sound_belongs_to_sounds_and_silence_to_pauses(self):
        costs = silence.costs(self.ids, self.mel, [20])
        lasting = mas.align_batch(self.means, self.mel, [self.ids.shape[1]], [20], costs)[0]
        kinds = [symbols.SYMBOLS[i] for i in self.ids[0]]
        path = [kind for kind, frames in zip(kinds, lasting) for _ in range(int(frames))]
        self.assertEqual("".join(path[2:7]), "aaaaa")
        self.assertEqual("".join(path[14:18]), "aaaa")
        self.assertEqual(set(path[:2] + path[7:14] + path[18:]), {" ", ","})

    def test_a_stop_may_be_either(self):
        stop, vowel = symbols.encode("ta")[1:3]
        costs = silence.costs(torch.tensor([[stop, vowel]]), self.mel, [20])
        self.assertEqual(costs[0, 0].max(), 0)
        self.assertEqual(costs[0, 1, 0], silence.COST)
        self.assertEqual(costs[0, 1, 3], 0)

    def test_padding_costs_nothing(self):
        self.assertEqual(silence.costs(self.ids, self.mel, [9])[0, :, 9:].max(), 0)


class DurationTest(unittest.TestCase):
    def test_expand_repeats_each_symbol(self):
        values = torch.tensor([[[1.0], [2.0], [3.0]]])
        frames = timing.expand(values, torch.tensor([[2, 0, 3]]), 7)
        self.assertEqual(frames[0, :, 0].tolist(), [1, 1, 3, 3, 3, 0, 0])

    def test_expand_lets_gradients_through(self):
        values = torch.zeros(1, 2, 1, requires_grad=True)
        timing.expand(values, torch.tensor([[2, 3]]), 5).sum().backward()
        self.assertEqual(values.grad[0, :, 0].tolist(), [2, 3])

    def test_mean_over_symbols_counts_voiced_frames_only(self):
        values, weights = torch.tensor([[2.0, 4.0, 9.0, 5.0]]), torch.tensor([[1.0, 1.0, 0.0, 0.0]])
        mean, weight = timing.mean_over_symbols(values, weights, torch.tensor([[2, 2]]))
        self.assertEqual(mean[0, 0].item(), 3.0)
        self.assertEqual(weight[0].tolist(), [2, 0])

    def test_gaps_take_the_line_between_neighbours(self):
        values = torch.tensor([[9.0, 1.0, 9.0, 9.0, 4.0, 9.0]])
        known = torch.tensor([[False, True, False, False, True, False]])
        self.assertEqual(timing.fill_gaps(values, known)[0].tolist(), [1, 1, 2, 3, 4, 4])
        self.assertEqual(timing.fill_gaps(values, torch.zeros_like(known))[0].tolist(), [0] * 6)

    def test_frames_are_even_in_number_and_faster_with_speed(self):
        slow = timing.to_frames(torch.log(torch.tensor([[3.0, 5.0, 0.2]])))
        self.assertEqual(slow[0].tolist(), [3, 5, 2])
        fast = timing.to_frames(torch.log(torch.tensor([[30.0, 50.0, 20.0]])), speed=2.0)
        self.assertEqual(int(fast.sum()), 50)


if __name__ == "__main__":
    unittest.main()
