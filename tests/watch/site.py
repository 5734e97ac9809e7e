"""A news site on this machine: a feed, a sitemap and articles, which counts what it was asked for."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FIRST = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)
PLACES = ("Vienna", "Graz", "Linz", "Salzburg", "Bregenz", "Klagenfurt", "Steyr", "Wels", "Villach", "Krems")


class Site:
    """What the site has. `n_articles` may grow, `is_down` makes every answer fail; `asked` counts requests by path."""

    def __init__(self, n_articles: int) -> None:
        self.n_articles = n_articles
        self.is_down = False
        self.asked: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.base = ""

    def article(self, number: int) -> str:
        """An article of its own words: none repeats another."""
        place, day = PLACES[number % len(PLACES)], FIRST + timedelta(days=number)
        return (
            f"<!doctype html><html lang='en'><head><title>Envoys meet in {place}, round {number}</title>"
            f"<meta property='article:published_time' content='{day.isoformat()}'></head><body><article>"
            f"<h1>Envoys meet in {place}, round {number}</h1>"
            f"<p>Envoys of Norway and Sweden met in {place} on {day:%A} for round {number} of their talks, mediators said.</p>"
            f"<p>“We spoke about {number + 3} of the {number + 40} open questions,” said Ana Sousa, who leads the mediators. "
            f"“The envoys will meet again in {number + 2} weeks, and {PLACES[(number + 3) % len(PLACES)]} has offered a hall.”</p>"
            f"<p>The Norwegian ministry did not comment on paragraph {number} of the draft, which Stockholm had sent to Oslo.</p>"
            f"</article></body></html>"
        )

    def feed(self) -> str:
        """The newest article first, as feeds have it."""
        items = "".join(
            f"<item><title>Envoys meet, round {n}</title><link>{self.base}/talks/{n}</link>"
            f"<pubDate>{format_datetime(FIRST + timedelta(days=n))}</pubDate></item>"
            for n in reversed(range(self.n_articles))
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Post</title>{items}</channel></rss>"

    def sitemap(self) -> str:
        """All articles."""
        places = "".join(f"<url><loc>{self.base}/talks/{n}</loc></url>" for n in range(self.n_articles))
        return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{places}</urlset>"

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, media type and body."""
        if self.is_down:
            return 503, "text/plain", "down"
        if path == "/feed.xml":
            return 200, "application/rss+xml", self.feed()
        if path == "/sitemap.xml":
            return 200, "application/xml", self.sitemap()
        kind, _, number = path.removeprefix("/").partition("/")
        if kind == "talks" and number.isdecimal() and int(number) < self.n_articles:
            return 200, "text/html; charset=utf-8", self.article(int(number))
        return 404, "text/plain", "there is no such page"


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """The site at an address of this machine, until it is left."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, media_type, text = site.answer(self.path)
            body = text.encode()
            tag = f'"{abs(hash(text))}"'
            site.asked[self.path] += 1
            if status == 200 and self.headers.get("If-None-Match") == tag:
                site.unchanged[self.path] += 1
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("ETag", tag)
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of a client that was killed."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
