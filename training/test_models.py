"""Shapes, masking, bounded context and exported graphs of small, untrained models."""
import copy
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import onnx
import torch

from training import (
    acoustic_loss, batches, checkpoint, config as settings, export, fused, graphs, level, pace, silence, symbols,
)
from training.acoustic import Acoustic
from training.compress import compress
from training.vocoder import Vocoder, context_frames


def small_config():
    config = copy.deepcopy(settings.load())
    config.model.encoder.width, config.model.encoder.hidden = 32, 48
    config.model.flow.width, config.model.flow.hidden = 32, 48
    config.model.vocoder.width, config.model.vocoder.hidden = 32, 48
    return config


CONFIG = small_config()
# An untrained vocoder's directions are near zero, and turn with any rounding.
FORMS = dict(
    encoder=dict(float16=5e-3, int8=1e-1), flow=dict(float16=5e-3, int8=1e-1), vocoder=dict(float16=5e-2)
)
# Of those in ONNX Runtime's native WebGPU provider. Cast is folded when the graph is loaded.
WEBGPU_OPERATORS = {
    "Add", "BiasGelu", "Cast", "Clip", "Concat", "Conv", "Div", "Exp", "Gather", "Gemm", "Identity",
    "LayerNormalization", "MatMul", "Mul", "Reshape", "Sigmoid", "Sin", "Cos", "Split", "Sqrt",
    "Squeeze", "Transpose", "Unsqueeze",
}


def _acoustic() -> Acoustic:
    torch.manual_seed(5)
    model = Acoustic(CONFIG).eval()
    # Conditions start at zero; a test must see that they arrive.
    torch.nn.init.normal_(model.flow.to_condition.weight, std=0.1)
    return model


def _batch() -> batches.Batch:
    torch.manual_seed(6)
    bins = CONFIG.audio.mel_bins
    return batches.Batch(
        ids=torch.randint(1, 60, (4, 12)),
        symbol_counts=torch.tensor([12, 7, 9, 12]),
        mel=torch.randn(4, 40, bins),
        frame_counts=torch.tensor([40, 31, 38, 39]),
        pitch=torch.randn(4, 40),
        voiced=(torch.rand(4, 40) > 0.3).float(),
        speaker=torch.tensor([1, 2, 0, 5]),
        language=torch.tensor([1, 0, 2, 3]),
        log_stretch=torch.zeros(4),
    )


class AcousticTest(unittest.TestCase):
    def test_losses_are_finite_and_reach_every_weight(self):
        model, teacher = _acoustic().train(), _acoustic()
        parts = acoustic_loss.losses(model, teacher, _batch(), step=10**6, shortcut_share=0.5)
        sum(parts.values()).backward()
        for name, value in parts.items():
            self.assertTrue(torch.isfinite(value), name)
        for name, weight in model.named_parameters():
            self.assertIsNotNone(weight.grad, name)

    def test_padding_does_not_change_the_encoder(self):
        model, ids = _acoustic(), torch.randint(1, 60, (1, 9))
        tongue, voice = model.languages(torch.tensor([1])), model.speakers(torch.tensor([2]))
        alone = model.encoder(ids, tongue, voice, torch.ones(1, 9, 1))
        padded = torch.nn.functional.pad(ids, (0, 6))
        mask = (torch.arange(15) < 9).float()[None, :, None]
        for a, b in zip(alone, model.encoder(padded, tongue, voice, mask)):
            self.assertLess((a - b[:, :9]).abs().max().item(), 1e-5)

    def test_speaks_an_even_number_of_frames_repeatably(self):
        model, ids = _acoustic(), symbols.encode("hˈɛloʊ.")
        first, lasting = model.speak(ids, 1, 1, steps=2)
        again, _ = model.speak(ids, 1, 1, steps=2)
        self.assertEqual(len(first) % 2, 0)
        self.assertEqual(len(first), int(lasting.sum()))
        self.assertTrue(torch.equal(first, again))


class DurationLossTest(unittest.TestCase):
    def best_answer(self, symbol: str, frames: list[float]) -> float:
        """What one prediction for all of them ends at, in frames."""
        ids = torch.tensor([symbols.encode(symbol)[1:2] * len(frames)])
        wanted = torch.tensor([frames]).log()
        answer = torch.zeros(1, requires_grad=True)
        optimiser = torch.optim.Adam([answer], 0.05)
        for _ in range(800):
            optimiser.zero_grad()
            acoustic_loss.duration_loss(answer.expand_as(wanted), wanted, ids).mean().backward()
            optimiser.step()
        return float(answer.detach().exp())

    def test_sounds_last_as_long_as_they_do_on_average(self):
        self.assertAlmostEqual(self.best_answer("a", [2, 4, 12]), 6.0, delta=0.05)

    def test_pauses_last_as_long_as_they_mostly_do(self):
        self.assertLess(self.best_answer(",", [1, 1, 1, 1, 30]), 2.1)


class FakeCorpus:
    """
    Clips in which every sound lasts a fixed multiple of what the model predicts, and is what the model expects;
    with a long pause at the end, which no symbol foretells.
    """

    PAUSE_FRAMES = 60

    def __init__(self, acoustic, slower: float):
        self.training = []
        for text in ("mamo", "anilomu", "e le mu ni"):
            ids = symbols.encode(text)
            voice = acoustic.speakers(torch.tensor([1])), acoustic.languages(torch.tensor([1]))
            with torch.no_grad():
                means, predicted, _ = acoustic.encoder(
                    torch.tensor([ids]), voice[1], voice[0], torch.ones(1, len(ids), 1)
                )
            frames = (slower * predicted[0].exp()).round().clamp(min=1).long()
            pauses = silence.IS_PAUSE[torch.tensor(ids)]
            # Loud sounds, hardly audible pauses; the shape across the bins tells symbols apart.
            mel = means[0] * 20 + torch.where(pauses, -9.0, 9.0)[:, None]
            frames[-1] = self.PAUSE_FRAMES
            self.training.append(dict(ids=ids, mel=mel.repeat_interleave(frames, 0).numpy()))

    def ids(self, item):
        return item["ids"]

    def mel(self, item):
        return item["mel"]

    def speaker(self, _):
        return 1

    def language(self, _):
        return 1


class PaceTest(unittest.TestCase):
    def test_durations_add_up_to_the_recorded_ones(self):
        model = _acoustic()
        torch.nn.init.constant_(model.encoder.to_prosody.bias, 2.0)
        corpus = FakeCorpus(model, slower=1.2)
        self.assertAlmostEqual(pace.set_pace(model, corpus), 1.2, delta=0.05)
        self.assertAlmostEqual(pace.set_pace(model, corpus), 1.0, delta=0.05)


class LoudSpeaker:
    """Stands for both models: a tone as loud as speaker and language make it."""

    LEVELS = {("kerstin", "en"): 0.16, ("lj", "de"): 0.04}

    def speak(self, _ids, language, speaker, steps):
        named = CONFIG.speakers[speaker - 1].id, settings.LANGUAGES[language - 1]
        tone = torch.sin(torch.arange(24000.0) / 20)
        # Pauses count for nothing.
        tone[8000:16000] = 0
        return tone * 2**0.5 * self.LEVELS.get(named, CONFIG.audio.active_rms), None

    def __call__(self, mel):
        return mel


class LevelTest(unittest.TestCase):
    def test_brings_everybody_to_the_level_of_the_recordings(self):
        clips = [dict(language=one, frames=200) for one in settings.LANGUAGES for _ in range(3)]
        short = [dict(language=one, frames=20) for one in settings.LANGUAGES]
        corpus = SimpleNamespace(
            config=CONFIG, training=clips + short, ids=lambda item: [1] if item in clips else self.fail(),
            language=lambda item: settings.language_index(item["language"]),
        )
        gains = level.gains(LoudSpeaker(), LoudSpeaker(), corpus, sentences=2)
        self.assertAlmostEqual(gains["kerstin"]["en"], 0.5, delta=0.02)
        self.assertAlmostEqual(gains["lj"]["de"], 2.0, delta=0.05)
        self.assertAlmostEqual(gains["nathalie"]["nl"], 1.0, delta=0.02)
        self.assertEqual(set(gains), {speaker.id for speaker in CONFIG.speakers})


class VocoderTest(unittest.TestCase):
    def test_a_piece_with_context_equals_the_whole(self):
        torch.manual_seed(7)
        vocoder, context = Vocoder(CONFIG).eval(), context_frames(CONFIG)
        hop, first, last = CONFIG.audio.hop, context + 10, context + 30
        mel = torch.randn(1, 2 * context + 40, CONFIG.audio.mel_bins)
        with torch.no_grad():
            whole = vocoder(mel)[:, first * hop : last * hop]
            piece = vocoder(mel[:, first - context : last + context])
        piece = piece[:, context * hop : -context * hop]
        self.assertLess((whole - piece).abs().max().item(), 1e-5)


class ExportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "graph.onnx"
        acoustic = _acoustic()
        self.modules = dict(
            encoder=graphs.EncoderGraph(acoustic),
            flow=graphs.FlowGraph(acoustic),
            vocoder=graphs.VocoderGraph(Vocoder(CONFIG).eval(), CONFIG.audio),
        )

    def test_graphs_equal_pytorch_and_survive_compression(self):
        for name, module in self.modules.items():
            getattr(fused, name)(module, self.path)
            self.assertLess(export.greatest_difference(module, self.path), 1e-4)
            for form, limit in FORMS[name].items():
                small = self.path.with_name("small.onnx")
                onnx.save(compress(onnx.load(self.path), form), small)
                self.assertLess(export.greatest_difference(module, small), limit)

    def test_no_64_bit_integers_are_computed_with(self):
        for name, module in self.modules.items():
            getattr(fused, name)(module, self.path)
            inferred = onnx.shape_inference.infer_shapes(onnx.load(self.path)).graph
            values = (*inferred.input, *inferred.output, *inferred.value_info)
            kinds = {value.type.tensor_type.elem_type for value in values}
            self.assertNotIn(onnx.TensorProto.INT64, kinds)

    def test_only_operators_that_run_on_webgpu(self):
        for name, module in self.modules.items():
            getattr(fused, name)(module, self.path)
            used = {node.op_type for node in onnx.load(self.path).graph.node}
            self.assertLessEqual(used, WEBGPU_OPERATORS, name)


class CheckpointTest(unittest.TestCase):
    def test_saved_state_comes_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a" / "run.pt"
            self.assertIsNone(checkpoint.load(path))
            checkpoint.save(path, step=3, weights=torch.arange(4))
            self.assertEqual(checkpoint.load(path)["step"], 3)

    def test_average_follows_the_model(self):
        model = torch.nn.Linear(2, 2)
        average = checkpoint.Average(model, 0.9)
        with torch.no_grad():
            model.weight.fill_(1.0)
        for step in range(200):
            average.update(model, step)
        self.assertLess((average.model.weight - 1).abs().max().item(), 1e-3)


if __name__ == "__main__":
    unittest.main()
