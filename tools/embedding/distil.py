"""Makes the model file of the words and what the teacher said of them: python distil.py VOCABULARY.tsv TEACHER.npy OUT.bin"""
import argparse
import json
import struct
from pathlib import Path

import numpy as np

from vocabulary import is_persian

DIMENSIONS = 256
# Arora, Liang and Ma 2017, “A simple but tough-to-beat baseline for sentence embeddings”: the weight of a word is a / (a + p).
SIF_A = 1e-3
# Mu and Viswanath 2018, “All-but-the-top”: what nearly all words have in common tells none from another.
COMMON_DIRECTIONS = 2
MAGIC = b"DCEMBED1"


def spread(vectors: np.ndarray, persian: np.ndarray) -> np.ndarray:
    """Without each language's own mean, so that a word lies by its translation, nor the common directions; in DIMENSIONS numbers."""
    centred = vectors.copy()
    for language in (persian, ~persian):
        centred[language] -= centred[language].mean(axis=0)
    # Both languages count alike, however many words each has.
    weight = np.where(persian, 1 / persian.sum(), 1 / (~persian).sum())[:, None]
    _, axes = np.linalg.eigh((centred * weight).T @ centred)
    axes = axes[:, ::-1]
    return centred @ axes[:, COMMON_DIRECTIONS : COMMON_DIRECTIONS + DIMENSIONS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    rows = [line.split("\t") for line in arguments.vocabulary.read_text().splitlines()]
    words = [word for word, _ in rows]
    counts = np.array([int(count) for _, count in rows], dtype=np.float64)
    persian = np.array([is_persian(word) for word in words])

    vectors = spread(np.load(arguments.teacher), persian)
    # A language with little text of its own still has rare words and common ones: each is counted among its own.
    share = np.empty(len(words))
    for language in (persian, ~persian):
        share[language] = (counts[language] + 0.5) / (counts[language] + 0.5).sum()
    weighted = vectors * (SIF_A / (SIF_A + share))[:, None]

    largest = np.abs(weighted).max(axis=1)
    quantised = np.rint(weighted / largest[:, None] * 127).astype(np.int8)
    text = "\n".join(words).encode()
    header = json.dumps({"format": 1, "name": "docuchat-e5-words", "dimensions": DIMENSIONS, "words": len(words), "textBytes": len(text)}).encode()
    with arguments.out.open("wb") as out:
        out.write(MAGIC + struct.pack("<I", len(header)) + header + text)
        # Numbers of four bytes begin at a multiple of four.
        out.write(b"\0" * (-out.tell() % 4))
        out.write((largest / 127).astype("<f4").tobytes())
        out.write(quantised.tobytes())
    print(f"{len(words)} words, {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
