"""Options of every command that asks the web.

In: what a person typed, the settings, a dossier's contact. Out: `FetchOptions`. Refuses nothing.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.parameters import settings

if TYPE_CHECKING:
    from communique.sources.fetch import FetchOptions

F = TypeVar("F", bound=Callable[..., Any])


def web_options(function: F) -> F:
    """`--allow-private`, `--contact` and `--no-cache`."""
    for option in (
        click.option("--no-cache", is_flag=True, help="Keep no answers of the web, and use none that were kept."),
        click.option("--contact", metavar="ADDRESS", help="Whom a site may write to: the user agent names it."),
        click.option("--allow-private", is_flag=True, help="Also fetch from this machine and its network."),
    ):
        function = option(function)
    return function


def fetch_options(
    *, allow_private: bool, contact: str | None, no_cache: bool, dossier_contact: str | None = None
) -> "FetchOptions":
    """How to fetch: what the command line says, else the dossier, else the settings."""
    from communique.sources.fetch import FetchOptions

    chosen = settings()
    return FetchOptions(
        allow_private=allow_private,
        cache=None if no_cache else Path(chosen.cache) if chosen.cache else _cache_file(),
        delay_s=chosen.delay / 1000,
        contact=contact or dossier_contact or chosen.contact,
    )


def _cache_file() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return folder / "communique" / "web.db"
