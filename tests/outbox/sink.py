"""A mail server for tests: speaks SMTP on loopback, keeps what it takes, and refuses or hangs up as told."""

import socketserver
import threading
from collections import deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


class Sink(socketserver.ThreadingTCPServer):
    """`on_recipient` and `on_data` hold the next replies.

    "drop" hangs up, "drop after" takes the letter and hangs up, "stall" says nothing until the client leaves.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[EmailMessage] = []
        self.connections = 0
        self.on_recipient: deque[str] = deque()
        self.on_data: deque[str] = deque()
        self.extensions = ""

    @property
    def port(self) -> int:
        return self.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that die are what some tests are about."""


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 sink")
        for line in self.rfile:
            verb = line.split(b":")[0].split()[0].upper().decode()
            if verb == "EHLO" and self.server.extensions:
                self.say("250-sink")
                self.say(f"250 {self.server.extensions}")
                continue
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "RCPT" and self.server.on_recipient:
                answer = self.server.on_recipient.popleft()
                if answer == "stall":
                    self.stall()
                    return
                self.say(answer)
            elif verb == "DATA":
                if not self.take():
                    return
            else:
                self.say("250 ok")

    def take(self) -> bool:
        """Read one letter and answer; False when the line is cut."""
        self.say("354 go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        else:
            return False  # the client left in the middle: what has no end was not taken
        answer = self.server.on_data.popleft() if self.server.on_data else "250 taken"
        if answer == "stall":
            self.stall()
        if answer in {"drop", "stall"}:
            return False
        if answer[0] == "2" or answer == "drop after":
            self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if answer == "drop after":
            return False
        self.say(answer)
        return True

    def stall(self) -> None:
        """Wait until the client has had enough."""
        while self.rfile.readline():
            pass
