"""Mel frames, the inverse transform, trimming, pitch and pictures."""
import math
import tempfile
import unittest
import zlib
from pathlib import Path

import numpy as np
import torch

from training import audio, config as settings, figures, istft, pitch

CONFIG = settings.load()
AUDIO = CONFIG.audio


def _tone(hertz: float, seconds: float, harmonics=6) -> np.ndarray:
    t = np.arange(int(seconds * AUDIO.sample_rate) // AUDIO.hop * AUDIO.hop) / AUDIO.sample_rate
    return sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, harmonics + 1)) * 0.2


def _analyse(wave: torch.Tensor) -> torch.Tensor:
    """The transform that `istft` inverts: Hann-windowed frames centred like the mel frames."""
    edge = (AUDIO.fft_size - AUDIO.hop) // 2
    padded = torch.nn.functional.pad(wave, (edge, edge))
    frames = padded.unfold(1, AUDIO.fft_size, AUDIO.hop) * torch.hann_window(AUDIO.fft_size)
    return torch.fft.rfft(frames)


class TransformTest(unittest.TestCase):
    def test_the_inverse_restores_the_wave(self):
        wave = torch.randn(1, 40 * AUDIO.hop, generator=torch.Generator().manual_seed(1))
        spectrum = _analyse(wave)
        inner = slice(AUDIO.fft_size, -AUDIO.fft_size)
        found = istft.Fft(AUDIO.fft_size, AUDIO.hop)(spectrum.real, spectrum.imag)
        self.assertEqual(found.shape, wave.shape)
        self.assertLess((found - wave)[:, inner].abs().max().item(), 1e-5)

    def test_mel_has_one_frame_a_hop_and_peaks_at_the_tone(self):
        wave = torch.from_numpy(_tone(1000, 0.5, harmonics=1)).float()[None]
        mel = audio.log_mel(wave, AUDIO)
        self.assertEqual(mel.shape, (1, wave.shape[1] // AUDIO.hop, AUDIO.mel_bins))
        filters = audio.mel_filters(AUDIO.sample_rate, AUDIO.fft_size, AUDIO.mel_bins)
        nearest = filters[:, round(1000 / AUDIO.sample_rate * AUDIO.fft_size)].argmax()
        self.assertLessEqual(abs(int(mel[0, 20].argmax()) - int(nearest)), 1)

    def test_mel_of_silence_has_a_finite_gradient(self):
        wave = torch.zeros(1, 8 * AUDIO.hop, requires_grad=True)
        audio.log_mel(wave, AUDIO).sum().backward()
        self.assertTrue(torch.isfinite(wave.grad).all())


class RecordingTest(unittest.TestCase):
    def test_trims_silence_and_sets_the_level(self):
        generator = np.random.default_rng(2)
        speech = _tone(150, 1.0) * 0.1
        quiet = np.zeros(AUDIO.sample_rate // 2)
        noisy = np.concatenate([quiet, speech, quiet])
        noisy = noisy + generator.normal(0, 1e-4, len(noisy))
        clean = audio.normalise_and_trim(noisy, AUDIO)
        self.assertEqual(len(clean) % AUDIO.hop, 0)
        self.assertAlmostEqual(len(clean) / AUDIO.sample_rate, 1.0 + AUDIO.lead_in + AUDIO.lead_out, delta=0.05)
        middle = clean[len(clean) // 4 : -len(clean) // 4]
        self.assertAlmostEqual(math.sqrt(np.mean(middle**2)), AUDIO.active_rms, delta=0.01)

    def test_pitch_of_a_harmonic_tone_and_of_noise(self):
        for hertz in (90, 155, 240, 390):
            track = pitch.track(_tone(hertz, 0.5), AUDIO.sample_rate, AUDIO.hop)[5:-5]
            self.assertLess(np.abs(track / hertz - 1).max(), 0.02)
        noise = np.random.default_rng(3).normal(0, 0.1, AUDIO.sample_rate)
        self.assertLess((pitch.track(noise, AUDIO.sample_rate, AUDIO.hop) > 0).mean(), 0.1)


class FigureTest(unittest.TestCase):
    def test_png_holds_the_pixels(self):
        pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.png"
            figures.write_png(path, pixels)
            data = path.read_bytes()
        start = data.index(b"IDAT") + 4
        length = int.from_bytes(data[start - 8 : start - 4], "big")
        raw = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(3, 5)
        self.assertTrue((raw[:, 1:] == pixels).all())

    def test_curves_of_short_and_long_runs(self):
        for points in (1, 500):
            line = np.stack([np.arange(points), np.random.default_rng(4).normal(size=points)])
            self.assertEqual(figures.curves({"loss": line}).shape, (figures.HEIGHT, figures.WIDTH))


if __name__ == "__main__":
    unittest.main()
