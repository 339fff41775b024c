"""`python main.py REPORT.pdf "QUESTION"`: adds a PDF to an organisation's documents and asks about it. See ../README.md."""

import os
import sys
from pathlib import Path

from docuchat import DocuChat

server = os.environ.get("DOCUCHAT_URL", "http://127.0.0.1:8000")
tenant, email = os.environ.get("DOCUCHAT_TENANT"), os.environ.get("DOCUCHAT_EMAIL")
if len(sys.argv) != 3 or not tenant or not email:
    sys.exit('DOCUCHAT_TENANT=… DOCUCHAT_EMAIL=… python main.py REPORT.pdf "QUESTION"')
path, question = sys.argv[1:]

docuchat = DocuChat(server, tenant)
docuchat.request_code(email)
print(f"Code sent to {email}: ", end="", file=sys.stderr, flush=True)
docuchat.sign_in(email, sys.stdin.readline().strip())

document = docuchat.upload(Path(path))
print(f"{document['name']}: {document['status']}, {document['pageCount']} pages\n")

shown = 0


def show(text: str) -> None:
    global shown
    print(text[shown:], end="", flush=True)
    shown = max(shown, len(text))


answer = docuchat.ask(question, show)
print("\n")
for citation in answer.citations:
    print(f"[{citation['n']}] {citation['documentName']}, page {citation['page']}: “{citation['quote']}”")

day = docuchat.usage()["last24Hours"]
print(f"\n{day['answers']} answers and {day['promptTokens'] + day['completionTokens']} tokens in the last 24 hours")
