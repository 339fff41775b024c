"""Vectors of words from what the first teacher said of each: what training begins with."""
import numpy as np

DIMENSIONS = 256
# Arora, Liang and Ma 2017, “A simple but tough-to-beat baseline for sentence embeddings”: the weight of a word is a / (a + p).
SIF_A = 1e-3
# Mu and Viswanath 2018, “All-but-the-top”: what nearly all words have in common tells none from another.
COMMON_DIRECTIONS = 2


def distil(teacher: np.ndarray, counts: np.ndarray, persian: np.ndarray) -> np.ndarray:
    """DIMENSIONS numbers a word, its weight included, from `teacher` (a vector a word), how often each occurs and which are Persian."""
    # A language with little text of its own still has rare words and common ones: each is counted among its own.
    share = np.empty(len(counts))
    for language in (persian, ~persian):
        share[language] = (counts[language] + 0.5) / (counts[language] + 0.5).sum()
    return spread(teacher, persian) * (SIF_A / (SIF_A + share))[:, None]


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
