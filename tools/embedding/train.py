"""
Trains the words' vectors and writes the model:
python train.py VOCABULARY.tsv WORDS.npy TEXTS.json TEXTS.npy OUT.bin --translations MO… [--held-out DOCUMENT…]
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from distil import distil
from model_file import write_model
from vocabulary import is_persian, translations
from words import words

NAME = "docuchat-words-2"
SEED = 7
# On questions of our own on filings that were held out, two rounds found more pages than one, six or eight.
EPOCHS = 2
BATCH = 256
PASSAGES = 128
LEARNING_RATE = 2e-3
# The usual temperature of contrastive training (Gao, Yao and Chen 2021, “SimCSE”).
TEMPERATURE = 0.05
# What each aim counts beside the first, which is 1.
CLOZE, TRANSLATION, ANCHOR = 0.5, 0.3, 0.02
SHORTEST_PART = 4

Bag = tuple[np.ndarray, np.ndarray]


class Reader:
    """Text as the rows of its words, as src/core/models/builtin/static-embedding.ts reads it."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.rows = {word: row for row, word in enumerate(vocabulary)}

    def bag(self, text: str) -> Bag:
        """The rows of a text's words, and the square root of how often each occurs: the second time says less than the first."""
        rows = [row for word in words(text) for row in self._rows_of(word)]
        unique, counts = np.unique(np.array(rows, dtype=np.int64), return_counts=True)
        return unique, np.sqrt(counts).astype(np.float32)

    def _rows_of(self, word: str) -> list[int]:
        if word in self.rows:
            return [self.rows[word]]
        found, start, end = [], 0, min(len(word), 64)
        while end - start >= SHORTEST_PART:
            length = end - start
            while length >= SHORTEST_PART and word[start : start + length] not in self.rows:
                length -= 1
            if length < SHORTEST_PART:
                break
            found.append(self.rows[word[start : start + length]])
            start += length
        return found


def embed(table: torch.Tensor, bags: list[Bag]) -> torch.Tensor:
    starts = torch.tensor(np.cumsum([0] + [len(rows) for rows, _ in bags[:-1]]))
    rows = torch.from_numpy(np.concatenate([rows for rows, _ in bags]))
    weights = torch.from_numpy(np.concatenate([weights for _, weights in bags]))
    return F.normalize(F.embedding_bag(rows, table, starts, mode="sum", per_sample_weights=weights), dim=-1)


def contrast(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Each of `first` should lie nearest to its own of `second`, and the other way round (InfoNCE)."""
    scores = first @ second.T / TEMPERATURE
    own = torch.arange(len(scores))
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2


def imitate(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """The neighbours of each text should be those that the teacher sees."""
    others = ~torch.eye(len(student), dtype=torch.bool)
    near = lambda vectors: (vectors @ vectors.T)[others].view(len(vectors), -1) / TEMPERATURE
    return F.kl_div(F.log_softmax(near(student), dim=-1), F.softmax(near(teacher), dim=-1), reduction="batchmean")


def pairs_of(paths: list[Path], reader: Reader) -> list[tuple[Bag, Bag]]:
    found = []
    for path in paths:
        try:
            messages = translations(path)
        except (IndexError, OSError, UnicodeDecodeError):
            print(f"{path} is no catalogue that can be read")
            continue
        for source, target in messages:
            if any(map(is_persian, words(target))):
                pair = reader.bag(source), reader.bag(target)
                if all(1 <= len(rows) <= 60 for rows, _ in pair):
                    found.append(pair)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("vocabulary", "word_vectors", "texts", "text_vectors", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--translations", type=Path, nargs="+", required=True)
    parser.add_argument("--held-out", nargs="*", default=[])
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    random.seed(SEED)

    rows = [line.split("\t") for line in arguments.vocabulary.read_text().splitlines()]
    vocabulary = [word for word, _ in rows]
    counts = np.array([int(count) for _, count in rows], dtype=np.float64)
    persian = np.array([is_persian(word) for word in vocabulary])
    start = distil(np.load(arguments.word_vectors), counts, persian)
    start /= np.abs(start).mean() * 30

    reader = Reader(vocabulary)
    texts = json.loads(arguments.texts.read_text())
    teacher = torch.from_numpy(np.load(arguments.text_vectors))
    bags = [reader.bag(text["text"]) for text in texts]
    used = [
        index
        for index, text in enumerate(texts)
        if text["document"] not in arguments.held_out and len(bags[index][0]) >= 3
    ]
    passages: dict[int, dict[str, list[int]]] = {}
    for index in used:
        if texts[index]["passage"] is not None:
            passages.setdefault(texts[index]["passage"], {}).setdefault(texts[index]["kind"], []).append(index)
    asked = [kinds for kinds in passages.values() if {"passage", "part"} <= kinds.keys()]
    pairs = pairs_of(arguments.translations, reader)
    print(f"{len(used)} texts, {len(asked)} passages, {len(pairs)} translations")

    table = torch.nn.Parameter(torch.tensor(start, dtype=torch.float32))
    origin = table.detach().clone()
    optimizer = torch.optim.Adam([table], lr=LEARNING_RATE)
    steps_a_round = len(used) // BATCH
    steps = EPOCHS * steps_a_round
    for step in range(steps):
        at = step % steps_a_round
        if at == 0:
            random.shuffle(used)
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1, (step + 1) / 100) * (0.05 + 0.95 * (1 - step / steps))
        batch = used[at * BATCH : (at + 1) * BATCH]
        like_teacher = imitate(embed(table, [bags[index] for index in batch]), teacher[batch])
        chosen = random.sample(asked, PASSAGES)
        # Inverse cloze (Lee, Chang and Toutanova 2019): a sentence or a row asks for the passage that it stands in.
        cloze = contrast(
            embed(table, [bags[random.choice(kinds["part"])] for kinds in chosen]),
            embed(table, [bags[random.choice(kinds["passage"])] for kinds in chosen]),
        )
        sample = random.sample(pairs, BATCH)
        translation = contrast(embed(table, [first for first, _ in sample]), embed(table, [second for _, second in sample]))
        touched = torch.unique(torch.from_numpy(np.concatenate([bags[index][0] for index in batch])))
        drift = ((table[touched] - origin[touched]) ** 2).sum(1).mean()
        loss = like_teacher + CLOZE * cloze + TRANSLATION * translation + ANCHOR * drift
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 0:
            print(f"{step} of {steps}: {like_teacher:.3f} {cloze:.3f} {translation:.3f}", flush=True)
    write_model(arguments.out, NAME, vocabulary, table.detach().numpy())


if __name__ == "__main__":
    main()
