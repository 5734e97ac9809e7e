"""Watching: what is new is read, nothing is lost or read twice, and a watch ends when it is told to."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from communique.archive import open_archive
from communique.errors import DossierError
from communique.record.vocab import Outcome
from communique.sources.fetch import FetchOptions
from communique.watch.run import Watch
from tests.watch.site import Site, serving

pytestmark = pytest.mark.pipeline

FAST = FetchOptions(allow_private=True, delay_s=0.0, timeout_s=5.0, total_timeout_s=10.0, n_retries=0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(4)) as served:
        yield served


def dossier(folder: Path, *sources: str) -> Path:
    path = folder / "talks.toml"
    path.write_text(f'name = "Talks"\nsources = [{", ".join(sources)}]\n', encoding="utf-8")
    return path


def watching(folder: Path, site: Site, *sources: str, lines: list[str] | None = None, fetching: FetchOptions = FAST) -> Watch:
    asked = sources or (f'{{ at = "{site.base}/feed.xml", follow = true }}',)
    return Watch(
        dossier=dossier(folder, *asked),
        archive=folder / "talks.db",
        every_s=3600,
        fetching=replace(fetching, cache=folder / "web.db"),
        log=(lines if lines is not None else []).append,
    )


def held(folder: Path) -> list[str]:
    """The addresses of the pages in the archive, each as often as it is there."""
    with open_archive(folder / "talks.db") as archive:
        return sorted(page.uri for page in archive.view().list_pages())


def test_the_pages_that_a_feed_names_are_read_with_what_it_says_of_them(tmp_path: Path, site: Site) -> None:
    lines: list[str] = []
    assert watching(tmp_path, site, lines=lines).run(once=True)
    assert held(tmp_path) == [f"{site.base}/talks/{n}" for n in range(4)]
    assert "round 1: 1 source; 4 new pages: 4 read; 0 known" in lines[0]
    with open_archive(tmp_path / "talks.db") as archive:
        view = archive.view()
        story = view.list_stories()[0]
        fetch = view.list_fetches(url=f"{site.base}/talks/0")[0]
    assert (story.source, str(story.published), story.headline) == ("Harbour Post", "2025-03-01", "Envoys meet, round 0")
    assert (fetch.status, fetch.page_id, fetch.trouble) == (200, story.page_id, None)


def test_what_is_held_is_not_fetched_again(tmp_path: Path, site: Site) -> None:
    watching(tmp_path, site).run(once=True)
    site.n_articles = 6
    lines: list[str] = []
    watching(tmp_path, site, lines=lines).run(once=True)
    assert "2 new pages: 2 read; 4 known" in lines[0]
    assert {site.asked[f"/talks/{n}"] for n in range(6)} == {1}
    assert site.asked["/feed.xml"] == 2


def test_a_list_that_has_not_changed_is_not_sent_again(tmp_path: Path, site: Site) -> None:
    for _ in range(3):
        watching(tmp_path, site).run(once=True)
    assert site.unchanged["/feed.xml"] == 2


def test_two_lists_that_name_one_page_fetch_it_once(tmp_path: Path, site: Site) -> None:
    watching(tmp_path, site, f'{{ at = "{site.base}/feed.xml", follow = true }}', f'"{site.base}/sitemap.xml"').run(once=True)
    assert {site.asked[f"/talks/{n}"] for n in range(4)} == {1}
    assert len(held(tmp_path)) == 4


def test_a_source_that_is_down_is_told_and_the_others_are_read(tmp_path: Path, site: Site) -> None:
    (tmp_path / "note.txt").write_text("Envoys of Norway and Sweden met in Oslo on Monday, mediators said.", encoding="utf-8")
    site.is_down = True
    lines: list[str] = []
    watch = watching(tmp_path, site, f'"{site.base}/sitemap.xml"', '"note.txt"', lines=lines)
    assert watch.run(once=True)
    assert f"2 sources (1 failed: {site.base}/sitemap.xml: " in lines[0]
    assert held(tmp_path) == [(tmp_path / "note.txt").as_posix()]
    site.is_down = False
    watching(tmp_path, site, f'"{site.base}/sitemap.xml"', '"note.txt"').run(once=True)
    assert len(held(tmp_path)) == 5


def test_a_round_in_which_no_source_can_be_had_is_a_failure(tmp_path: Path, site: Site) -> None:
    site.is_down = True
    assert not watching(tmp_path, site).run(once=True)


def test_a_file_that_has_grown_is_read_from_where_it_was_left(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text('{"text": "Envoys of Norway and Sweden met in Oslo on 3 March 2025."}\n', encoding="utf-8")
    lines: list[str] = []
    watching(tmp_path, site, '"wire.jsonl"', lines=lines).run(once=True)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"text": "Envoys of Norway and Sweden met in Lund on 7 March 2025."}\n')
    watching(tmp_path, site, '"wire.jsonl"', lines=lines).run(once=True)
    watching(tmp_path, site, '"wire.jsonl"', lines=lines).run(once=True)
    assert "1 new page: 1 read; 0 known" in lines[0]
    assert "1 new page: 1 read; 0 known" in lines[1]  # the first line was not looked at again
    assert "0 new pages; 0 known" in lines[2]


def test_a_dossier_that_is_edited_is_taken_up_and_one_with_an_error_is_not(tmp_path: Path, site: Site) -> None:
    lines: list[str] = []
    watch = watching(tmp_path, site, '"one.txt"', lines=lines)
    watch.every_s = 0.2
    (tmp_path / "one.txt").write_text("Envoys of Norway and Sweden met in Oslo on Monday.", encoding="utf-8")
    (tmp_path / "two.txt").write_text("Envoys of Norway and Sweden met in Lund on Friday.", encoding="utf-8")
    running = threading.Thread(target=watch.run)
    running.start()
    try:
        until(lambda: any("round 1" in line for line in lines))
        watch.dossier.write_text("name = ", encoding="utf-8")
        until(lambda: any("watching goes on as before" in line for line in lines))
        dossier(tmp_path, '"one.txt"', '"two.txt"')
        until(lambda: any("1 new page" in line for line in lines[1:]))
    finally:
        watch.stop.set()
        running.join(timeout=30)
    assert held(tmp_path) == [(tmp_path / name).as_posix() for name in ("one.txt", "two.txt")]


def until(is_so: object, seconds: float = 30.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_a_dossier_without_sources_is_refused(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "talks.toml"
    path.write_text('name = "Talks"\n', encoding="utf-8")
    with pytest.raises(DossierError, match="has no sources"):
        Watch(dossier=path, archive=tmp_path / "a.db", every_s=1, fetching=FAST, log=print)


def start(folder: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "communique", "watch", str(folder / "talks.toml"), "--allow-private", *more]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "COMMUNIQUE_DELAY": "0"}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
def test_sigterm_ends_a_watch_cleanly(tmp_path: Path, site: Site) -> None:
    dossier(tmp_path, f'{{ at = "{site.base}/feed.xml", follow = true }}')
    process = start(tmp_path)
    until(lambda: (tmp_path / "talks.db").exists() and site.asked["/talks/3"] > 0)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert "round 1" in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_a_watch_that_is_killed_loses_nothing_and_repeats_nothing(tmp_path: Path, site: Site) -> None:
    """Killed at random moments; `benchmarks/watch_kill.py` does the same many more times."""
    site.n_articles = 40
    dossier(tmp_path, f'{{ at = "{site.base}/feed.xml", follow = true }}')
    drawn = random.Random(7)
    for _ in range(3):
        process = start(tmp_path, "--once")
        time.sleep(drawn.uniform(1.0, 4.0))
        process.kill()
        process.communicate()
    last = start(tmp_path, "--once")
    _, told = last.communicate(timeout=120)
    assert last.returncode == 0, told
    assert held(tmp_path) == sorted(f"{site.base}/talks/{n}" for n in range(40))
    with open_archive(tmp_path / "talks.db") as archive:
        assert {page.outcome for page in archive.view().list_pages()} <= {Outcome.READ, Outcome.READ_WITH_ISSUES}
