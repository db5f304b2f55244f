"""The losses of the acoustic model, from a batch to named scalars whose sum is minimised."""
from __future__ import annotations

import torch

from . import durations as timing, mas, silence
from .acoustic import Acoustic
from .batches import Batch
from .flow import Flow
from .layers import frame_mask

# Flow gradients reach the text encoder only once its alignments mean something.
FLOW_TEACHES_ENCODER_AFTER = 1500
PITCH_WEIGHT = 0.2
# Of a sound, in the recordings.
USUAL_FRAMES = 5.5
PITCH_NOISE = 0.15


def _shortcut_targets(flow: Flow, x, inputs, t, step):
    """The mean velocity of two half steps: what one step of twice the length should do."""
    half = step / 2
    told = torch.where(half < 1 / 8, torch.zeros_like(half), half)
    first = flow(x, *inputs[:-1], t, told, inputs[-1])
    second = flow(x + half[:, None, None] * first, *inputs[:-1], t + half, told, inputs[-1])
    return (first + second) / 2


def _draw_moments(count: int, shortcuts: int, device):
    """t and step per item; the last `shortcuts` items learn steps of 1, 1/2, 1/4 or 1/8."""
    t, step = torch.rand(count, device=device), torch.zeros(count, device=device)
    if shortcuts:
        pieces = 2.0 ** torch.randint(0, 4, (shortcuts,), device=device)
        step[-shortcuts:] = 1 / pieces
        t[-shortcuts:] = torch.floor(torch.rand(shortcuts, device=device) * pieces) / pieces
    return t, step


def flow_loss(flow: Flow, teacher: Flow, mel, means, pitch, speaker, mask, shortcuts: int):
    """Mean squared error of the velocity, [] and that of the shortcut items alone, []."""
    t, step = _draw_moments(len(mel), shortcuts, mel.device)
    noise = torch.randn_like(mel)
    x = (1 - t[:, None, None]) * noise + t[:, None, None] * mel
    target = mel - noise
    if shortcuts:
        inputs = [part[-shortcuts:].detach() for part in (means, pitch, speaker, mask)]
        with torch.no_grad():
            taught = _shortcut_targets(teacher, x[-shortcuts:], inputs, t[-shortcuts:], step[-shortcuts:])
        target = torch.cat([target[:-shortcuts], taught])
    errors = ((flow(x, means, pitch, speaker, t, step, mask) - target).pow(2) * mask).sum((1, 2))
    sizes = mask.sum((1, 2)) * mel.shape[2]
    split = len(mel) - shortcuts
    plain = errors[:split].sum() / sizes[:split].sum()
    large = errors[split:].sum() / sizes[split:].sum() if shortcuts else torch.zeros_like(plain)
    return plain, large


def duration_loss(predicted, wanted, ids):
    """
    Per symbol, [B, N], from logarithms of frames. Sounds by the Poisson deviance, whose best answer is the mean: by
    squared logarithms every sound would come out too short, stops by a third. Pauses by squared logarithms, whose
    best answer is near what is most usual: between words, none.
    """
    frames = wanted.exp()
    deviance = predicted.float().exp() - frames + frames * (wanted - predicted)
    squares = (predicted - wanted).pow(2)
    # Near the answer, the deviance is half the square times the frames.
    return torch.where(silence.IS_PAUSE.to(ids.device)[ids], squares, 2 / USUAL_FRAMES * deviance)


def losses(model: Acoustic, teacher: Acoustic, batch: Batch, step: int, shortcut_share: float) -> dict:
    symbols = frame_mask(batch.symbol_counts, batch.ids.shape[1])
    frames = frame_mask(batch.frame_counts, batch.mel.shape[1])
    voice, tongue = model.speakers(batch.speaker), model.languages(batch.language)
    means, log_durations, pitch = model.encoder(batch.ids, tongue, voice, symbols)
    lasting = mas.align_batch(
        means.detach(), batch.mel, batch.symbol_counts.tolist(), batch.frame_counts.tolist(),
        silence.costs(batch.ids, batch.mel, batch.frame_counts.tolist()),
    )
    expanded = timing.expand(means, lasting, batch.mel.shape[1])
    prior = ((expanded - batch.mel).pow(2) * frames).sum() / frames.sum() / batch.mel.shape[2] / 2
    wanted = torch.log(lasting.clamp(min=1).float()) - batch.log_stretch[:, None]
    flat = symbols[..., 0]
    duration = (duration_loss(log_durations, wanted, batch.ids) * flat).sum() / flat.sum()
    heard, weight = timing.mean_over_symbols(batch.pitch, batch.voiced, lasting)
    known = (weight >= 1) & (flat > 0)
    tune = timing.fill_gaps(heard, known) * flat
    pitch_error = ((pitch - tune).pow(2) * known).sum() / known.sum().clamp(min=1)
    # The decoder must put up with the predictor's errors later.
    given = tune + PITCH_NOISE * torch.randn_like(tune) if model.training else tune
    given = timing.expand(given[..., None], lasting, batch.mel.shape[1])[..., 0]
    condition = expanded if step >= FLOW_TEACHES_ENCODER_AFTER else expanded.detach()
    shortcuts = int(len(batch.mel) * shortcut_share)
    flow, large = flow_loss(
        model.flow, teacher.flow, batch.mel, condition, given, voice, frames, shortcuts
    )
    return dict(prior=prior, duration=duration, pitch=PITCH_WEIGHT * pitch_error, flow=flow, shortcut=large)
