"""
The symbols of the text encoder: one UTF-16 unit of `Utterance.phonemes`, one symbol.

The list is only ever appended to: a checkpoint knows a symbol by its place. The embedding table
has room for `CAPACITY`, so that a new symbol needs no new run. Which symbols a run has really seen
is counted by `prepare`; `export` offers no others.
"""
from __future__ import annotations

PAD = "_"
PUNCTUATION = ",.;:!?"
# Quotation marks, dash, ellipsis and brackets in one form each, and the end of a paragraph.
MARKS = '"—…()¶'
LETTERS = "abcdefhijklmnopqrstuvwxyz"
IPA = "æçðøħŋœɐɑɒɔɕɖəɚɛɜɝɞɡɣɥɨɪɫɬɭɯɲɳɵɹɻɾʀʁʂʃʈʉʊʋʌʎʏʐʑʒʔβθχᵻ"
SUPRASEGMENTALS = "ˈˌːˑ̩̯̃̊ʲʰ͡"

SYMBOLS = [PAD, " ", *PUNCTUATION, *MARKS, *LETTERS, *IPA, *SUPRASEGMENTALS]
CAPACITY = 128
_INDEX = {symbol: index for index, symbol in enumerate(SYMBOLS)}


def encode(phonemes: str) -> list[int]:
    """Symbol ids with one space before and after; symbols not in the list are left out."""
    return [_INDEX[symbol] for symbol in f" {phonemes.strip()} " if symbol in _INDEX]


def unknown(phonemes: str) -> set[str]:
    """The symbols `encode` would leave out."""
    return {symbol for symbol in phonemes if symbol not in _INDEX}
