"""A mail server to measure against: takes letters on loopback, writes each to disk before it says yes, counts them.

As a server must that may not lose what it took (RFC 5321, 4.2.5); `fsync` can be left out to see what else costs time.
"""

import os
import socketserver
import sys
import tempfile
from pathlib import Path


class _Conversation(socketserver.StreamRequestHandler):
    """One client's line."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until the client leaves."""
        self.wfile.write(b"220 sink\r\n")
        with Path(self.server.folder, str(id(self))).open("ab") as file:  # type: ignore[attr-defined]
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    self.take(file)
                    self.wfile.write(b"250 taken\r\n")
                elif verb == b"EHLO":
                    self.wfile.write(b"250-sink\r\n250-SIZE 10485760\r\n250-8BITMIME\r\n250 PIPELINING\r\n")
                elif verb == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    def take(self, file: object) -> None:
        """Read one letter and keep it."""
        while (line := self.rfile.readline()) != b".\r\n":
            file.write(line)  # type: ignore[attr-defined]
        file.flush()  # type: ignore[attr-defined]
        if self.server.is_durable:  # type: ignore[attr-defined]
            os.fdatasync(file.fileno())  # type: ignore[attr-defined]


def main() -> None:
    """Serve until killed; the first line printed is the port."""
    socketserver.ThreadingTCPServer.daemon_threads = True
    with (
        tempfile.TemporaryDirectory() as folder,
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server,
    ):
        server.folder, server.is_durable = folder, "--no-fsync" not in sys.argv  # type: ignore[attr-defined]
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
