"""A client of DocuChat's hosted server."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

TRIES = 6
LONGEST_WAIT_SECONDS = 8.0


class DocuChatError(Exception):
    """What the server answers when it does not do what it was asked: decide by `code`, show the message."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Answer:
    text: str
    citations: list[dict[str, Any]]
    usage: dict[str, Any] | None
    """Tokens; None where no model wrote."""


@dataclass
class _Followed:
    """What one connection came to: the answer, or how far it got before it was lost."""

    answer: Answer | None = None
    message_id: str | None = None
    was_sent: bool = False


class DocuChat:
    """`server` such as https://docuchat.example.org; `tenant` is the organisation's id or short name."""

    def __init__(self, server: str, tenant: str):
        self._server = server.rstrip("/")
        self._token = ""
        self._session = requests.Session()
        self._session.headers["X-Tenant-ID"] = tenant

    def request_code(self, email: str) -> None:
        """Has a code sent; the server says the same whether that address may sign in or not."""
        self._request("POST", "/auth/request-code", json={"email": email})

    def sign_in(self, email: str, code: str) -> None:
        """Signs in for 7 days."""
        body = {"email": email, "code": code}
        self._token = self._request("POST", "/auth/verify-code", json=body).json()["token"]
        self._session.headers["Authorization"] = f"Bearer {self._token}"

    def upload(self, path: Path) -> dict[str, Any]:
        """Adds a PDF and waits until it can be asked. Raises the reason where it cannot."""
        file = (path.name, path.read_bytes(), "application/pdf")
        added = self._request("POST", "/files", files={"file": file}).json()
        # The stream of its progress ends when it is settled.
        self._request("GET", added["statusUrl"].removeprefix("/v1"))
        document = self._request("GET", f"/files/{added['document']['id']}").json()
        if document["error"]:
            raise DocuChatError(document["error"]["code"], document["error"]["message"])
        return document

    def ask(self, question: str, on_text: Callable[[str], None] = lambda text: None) -> Answer:
        """Asks; `on_text` is given the answer so far, as it grows. A lost connection is taken up again where the answer is saved."""
        request = {"type": "ask", "question": question}
        for tries in range(1, TRIES + 1):
            followed = self._follow(request, on_text)
            if followed.answer:
                return followed.answer
            if followed.message_id:
                request = {"type": "resume", "messageId": followed.message_id}
            elif followed.was_sent and request["type"] == "ask":
                raise ConnectionError("lost before the question was acknowledged: look into your chats")
            _wait(tries)
        raise ConnectionError("the connection was lost too often")

    def usage(self) -> dict[str, Any]:
        """Tokens and answers of the last 24 hours and 7 days."""
        return self._request("GET", "/usage").json()

    def _follow(self, request: dict[str, Any], on_text: Callable[[str], None]) -> _Followed:
        """One connection: to the answer's end, or until it is lost. Raises what the server answers instead."""
        url = "ws" + self._server.removeprefix("http") + "/ws/chat"
        followed, text = _Followed(), ""
        try:
            # In the sub-protocols the token stays out of addresses and logs.
            with connect(url, subprotocols=["docuchat", "bearer", self._token]) as socket:
                socket.send(json.dumps({**request, "id": "1"}))
                followed.was_sent = True
                for data in socket:
                    frame = json.loads(data)
                    match frame["type"]:
                        case "start":
                            followed.message_id = frame["messageId"]
                        case "delta":
                            text += frame["text"]
                            on_text(text)
                        case "done":
                            message = frame["message"]
                            followed.answer = Answer(message["content"], message["citations"], frame["usage"])
                            break
                        case "error" | "refused":
                            raise DocuChatError(frame["error"]["code"], frame["error"]["message"])
        except (ConnectionClosed, InvalidHandshake, OSError):
            pass
        return followed

    def _request(self, method: str, path: str, **options: Any) -> requests.Response:
        """Repeats what the server could not do right now, after the time that it asks for."""
        for tries in range(1, TRIES + 1):
            response = self._session.request(method, f"{self._server}/v1{path}", timeout=600, **options)
            if response.ok:
                break
            problem = response.json()
            if response.status_code != 503 or tries == TRIES:
                raise DocuChatError(problem["code"], problem["detail"])
            _wait(tries, float(response.headers.get("Retry-After", 0)))
        return response


def _wait(tries: int, least_seconds: float = 0.0) -> None:
    time.sleep(max(least_seconds, min(LONGEST_WAIT_SECONDS, 0.25 * 2**tries)))
