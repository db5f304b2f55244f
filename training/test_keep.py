"""Checkpoints small enough for the repository, and how a run goes on from them."""
import copy
import fcntl
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training import checkpoint, config as settings, keep, schedule
from training.acoustic import Acoustic
from training.discriminators import Critics
from training.trainer import Trainer
from training.vocoder import Vocoder

ITEM = dict(speaker="lj", language="en", text="a", phonemes="a", start=0, frames=4, held_out=False)


class Small(Trainer):
    name = "vocoder"

    def build(self):
        self.model = torch.nn.Linear(80, 80)
        self.average = self.average_of(self.model)
        self.critics = torch.nn.Linear(80, 60)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), 1.0)
        self.parts = dict(
            model=self.model, average=self.average.model, critics=self.critics, optimiser=self.optimiser
        )

    def train_step(self):
        loss = self.model(torch.ones(1, 80)).pow(2).sum()
        schedule.set_learning_rate(self.optimiser, self.rate(1e-3))
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.average.update(self.model, self.step)
        return dict(loss=loss.item())


def _config(folder: str):
    config = copy.deepcopy(settings.load())
    config.paths.work, config.paths.checkpoints = Path(folder) / "work", Path(folder) / "kept"
    corpus = config.paths.work / "corpus"
    corpus.mkdir(parents=True)
    bins = config.audio.mel_bins
    facts = dict(items=[ITEM], pitch={}, symbol_counts={}, mel_mean=[0.0] * bins, mel_deviation=[1.0] * bins)
    (corpus / "corpus.json").write_text(json.dumps(facts))
    for name, size in (("pcm", 4 * config.audio.hop), ("mel", (4, bins)), ("f0", 4)):
        np.save(corpus / f"{name}.npy", np.zeros(size))
    return config


class KeepTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.config = _config(folder.name)

    def test_a_polish_lets_the_rate_fall_to_zero_and_the_next_run_does_not(self):
        trainer, rates = Small(self.config), []
        step = trainer.train_step

        def noted():
            rates.append(trainer.rate(1.0))
            return step()

        trainer.train_step = noted
        trainer.run(1, steps=300)
        trainer.run(1, steps=100, settles=True)
        trainer.run(1, steps=1)
        warmup, decay = trainer.options.warmup_steps, trainer.options.decay_steps
        usual = [schedule.learning_rate(1.0, at, warmup, decay) for at in range(401)]
        self.assertEqual(rates[:300], usual[:300])
        for at in (0, 25, 50, 99):
            self.assertAlmostEqual(rates[300 + at] / usual[300 + at], 1 - at / 100, delta=0.01)
        self.assertEqual(rates[400], usual[400])

    def _elsewhere(self):
        """The same repository on a machine without a run of its own."""
        (self.config.paths.work / "checkpoints" / "vocoder.pt").unlink()
        return Small(self.config)

    def test_a_run_goes_on_from_what_was_kept(self):
        first = Small(self.config)
        first.run(1, steps=30)
        self.assertIn("step 30", keep.keep(self.config, "vocoder"))
        second = self._elsewhere()
        self.assertEqual((second.step, second.fresh_at), (30, 30))
        self.assertAlmostEqual(second.seconds, first.seconds, places=3)
        for part in (second.model, second.average.model):
            difference = (part.weight - first.model.weight).abs().max().item()
            self.assertLess(difference, 1e-4)
        scale = first.critics.weight.abs().max().item()
        self.assertLess((second.critics.weight - first.critics.weight).abs().max().item(), scale / 200)

    def test_without_critics_the_average_is_kept(self):
        average, model = dict(w=torch.ones(3)), dict(w=torch.zeros(3))
        path = keep.kept_path(self.config, "acoustic")
        keep.write(path, dict(model=model, average=average, step=1, seconds=2.0))
        for part in ("model", "average"):
            self.assertEqual(keep.read(path)[part]["w"].tolist(), [1, 1, 1])

    def test_the_warm_up_outlives_the_next_turn(self):
        Small(self.config).run(1, steps=30)
        keep.keep(self.config, "vocoder")
        self._elsewhere().run(1, steps=2)
        third = Small(self.config)
        self.assertEqual((third.step, third.fresh_at), (32, 30))
        self.assertAlmostEqual(third.rate(1.0), 3 / schedule.REWARM_STEPS, delta=1e-3)

    def test_a_machines_own_run_comes_first(self):
        Small(self.config).run(1, steps=5)
        keep.keep(self.config, "vocoder")
        Small(self.config).run(1, steps=5)
        self.assertEqual(Small(self.config).step, 10)
        self.assertEqual(keep.latest(self.config, "vocoder")["step"], 10)

    def test_what_is_further_on_is_left_alone(self):
        Small(self.config).run(1, steps=30)
        keep.keep(self.config, "vocoder")
        checkpoint.save(self.config.paths.work / "checkpoints" / "vocoder.pt", step=7, seconds=1.0)
        self.assertIn("left alone", keep.keep(self.config, "vocoder"))
        self.assertEqual(keep.read(keep.kept_path(self.config, "vocoder"))["step"], 30)

    def test_another_machines_run_is_adopted_only_if_further_on(self):
        Small(self.config).run(1, steps=30)
        keep.keep(self.config, "vocoder")
        folder = self.config.paths.work / "from-there"
        self.config.paths.checkpoints.rename(folder)
        self.assertIn("left alone", keep.adopt(self.config, "vocoder", folder))
        own = self.config.paths.work / "checkpoints" / "vocoder.pt"
        checkpoint.save(own, step=7, seconds=1.0)
        with own.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self.assertRaises(BlockingIOError):
                keep.adopt(self.config, "vocoder", folder)
        self.assertIn("step 30", keep.adopt(self.config, "vocoder", folder))
        self.assertEqual(Small(self.config).step, 30)

    def test_no_code_is_needed_to_read_it(self):
        Small(self.config).run(1, steps=1)
        keep.keep(self.config, "vocoder")
        with np.load(keep.kept_path(self.config, "vocoder"), allow_pickle=False) as file:
            self.assertTrue(all(array.dtype != object for array in dict(file).values()))

    def test_every_weight_of_the_real_models_comes_back(self):
        config = settings.load()
        for model in (Acoustic(config), Vocoder(config)):
            weights = keep.unpack("weights", keep.pack("weights", model.state_dict()))
            model.load_state_dict(weights)

    def test_critics_come_back_whole(self):
        critics, fresh = Critics(), Critics()
        fresh.load_state_dict(keep.unpack("critics", keep.pack("critics", critics.state_dict())))
        wave = torch.randn(1, 4096)
        for (old, _), (new, _) in zip(critics(wave), fresh(wave)):
            self.assertLess((old - new).abs().max().item(), 0.05 * old.abs().max().item())


class ScheduleTest(unittest.TestCase):
    def test_the_rate_rises_once_at_the_start_and_once_after_a_fresh_optimiser(self):
        self.assertAlmostEqual(schedule.learning_rate(1.0, 0, 500, 4000), 1 / 500)
        late = schedule.learning_rate(1.0, 8000, 500, 4000)
        self.assertAlmostEqual(late, 1 / 3**0.5)
        self.assertLess(schedule.learning_rate(1.0, 8000, 500, 4000, fresh_at=8000), late / 100)
        self.assertAlmostEqual(schedule.learning_rate(1.0, 8200, 500, 4000, fresh_at=8000),
                               schedule.learning_rate(1.0, 8200, 500, 4000))


if __name__ == "__main__":
    unittest.main()
