"""Cuts what the model learns from into short texts: python texts.py PASSAGES.jsonl OUT.json --background TEXT…"""
import argparse
import json
import random
import re
from pathlib import Path

SEED = 7
# Longer passages are read in halves: the teacher reads 256 tokens at most.
WHOLE_UP_TO = 160
SENTENCES_PER_PASSAGE = 4
ROWS_PER_PASSAGE = 3
BACKGROUND_PARAGRAPHS = 12_000

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"(])")
_PROSE = re.compile(r"[a-z]{3} [a-z]{2,} [a-z]{2,}")


def of_passage(passage: dict) -> list[tuple[str, str]]:
    """The passage itself or its halves (“passage”), and some of its sentences and table rows (“part”), which ask for it."""
    text = passage["text"]
    words = text.split()
    middle = len(words) // 2
    halves = [words] if len(words) < WHOLE_UP_TO else [words[:middle], words[middle:]]
    found = [("passage", " ".join(half)) for half in halves if len(half) > 20]

    lines = text.split("\n")
    prose = " ".join(line for line in lines if "\t" not in line)
    sentences = [sentence for sentence in _SENTENCE_END.split(prose) if 40 < len(sentence) < 400]
    random.shuffle(sentences)
    found += [("part", sentence) for sentence in sentences[:SENTENCES_PER_PASSAGE]]

    rows = [line.replace("\t", " ") for line in lines if "\t" in line and re.search("[a-z]{3}", line)]
    random.shuffle(rows)
    heading = " ".join(passage["heading_path"][-1:])
    return found + [("part", f"{heading} {row}"[:300]) for row in rows[:ROWS_PER_PASSAGE]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--background", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    random.seed(SEED)

    texts = []
    for index, line in enumerate(arguments.passages.read_text().splitlines()):
        passage = json.loads(line)
        texts += [
            {"document": passage["name"], "passage": index, "kind": kind, "text": text}
            for kind, text in of_passage(passage)
        ]
    paragraphs = [
        re.sub(r"\s+", " ", paragraph).strip()
        for path in arguments.background
        for paragraph in path.read_text(errors="replace").split("\n\n")
    ]
    paragraphs = [paragraph for paragraph in paragraphs if 80 < len(paragraph) < 900 and _PROSE.search(paragraph)]
    random.shuffle(paragraphs)
    texts += [
        {"document": None, "passage": None, "kind": "background", "text": paragraph}
        for paragraph in paragraphs[:BACKGROUND_PARAGRAPHS]
    ]
    arguments.out.write_text(json.dumps(texts))
    print(f"{len(texts)} texts of {len({text['passage'] for text in texts}) - 1} passages")


if __name__ == "__main__":
    main()
