"""A server on this machine that says exactly what a test tells it to, byte by byte, and remembers what it was asked."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HTML = b"<html><p>Talks opened in Norwick.</p></html>"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as it came. `number` counts the requests for this host and path, from 1."""

    at: float
    host: str
    path: str
    headers: dict[str, str]
    number: int
    sock: socket.socket

    def send(self, *pieces: bytes, every_s: float = 0.0) -> None:
        """Send pieces as they are; stops quietly where nobody listens any more."""
        try:
            for piece in pieces:
                self.sock.sendall(piece)
                if every_s:
                    time.sleep(every_s)
        except OSError:
            return

    def reset(self) -> None:
        """Break the connection off."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.sock.close()


Handler = Callable[[Ask], bytes | None]


def answer(body: bytes = HTML, status: int = 200, **headers: str) -> bytes:
    """A whole answer. Underscores in names of headers stand for hyphens; a `content_type` of "" is left out."""
    named = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body))} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode() + body


def says(*answers: bytes) -> Handler:
    """Answers one after the other, the last one for good."""
    return lambda ask: answers[min(ask.number, len(answers)) - 1]


class Server:
    """Serves what is in `routes`, by `host/path` or by `/path` for every host; robots.txt is missing unless it is given.

    A handler gives the whole answer, after which the connection stays open, or None, after which it is closed.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.routes: dict[str, Handler] = {}
        self.asked: list[Ask] = []
        self.most_at_once: dict[str, int] = {}
        self.n_connections = 0
        self._at_once: dict[str, int] = {}
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Listen no more, and hang up. Does nothing the second time."""
        if self._listening.fileno() < 0:
            return
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            left = list(self._open)
        for sock in left:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._thread.join()

    def paths(self, host: str | None = None) -> list[str]:
        """The paths that were asked for, robots.txt aside, in order."""
        return [ask.path for ask in self.asked if ask.path != "/robots.txt" and host in (None, ask.host)]

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
            with self._lock:
                self._open.add(sock)
                self.n_connections += 1
            while self._answered(sock):
                pass
        except OSError:
            return
        finally:
            with self._lock:
                self._open.discard(sock)
            sock.close()

    def _answered(self, sock: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = sock.recv(65536)
            if not piece:
                return False
            head += piece
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host, path = headers["host"].partition(":")[0], first.split(" ")[1]
        with self._lock:
            number = 1 + sum(ask.host == host and ask.path == path for ask in self.asked)
            ask = Ask(time.monotonic(), host, path, headers, number, sock)
            self.asked.append(ask)
            self._at_once[host] = self._at_once.get(host, 0) + 1
            self.most_at_once[host] = max(self.most_at_once.get(host, 0), self._at_once[host])
        missing = says(answer(b"", 404))
        handler = self.routes.get(host + path) or self.routes.get(path) or missing
        try:
            said = handler(ask)
        finally:
            with self._lock:
                self._at_once[host] -= 1
        if said is None:
            return False
        sock.sendall(said)
        return True
