"""Data flows one way: a package imports only those before it in the line; `import communique` loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "communique"

# What each package may import of communique; `errors` and `options` are open to all but `record`, as is `record` itself.
MAY_IMPORT = {
    "record": set(),
    "sources": {"record"},
    "pages": {"sources", "record"},
    "reading": {"pages", "sources", "record"},
    "archive": {"record", "days"},
    "views": {"archive", "record", "dossier", "settings", "days"},
    "web": {"views", "archive", "record", "dossier", "settings", "days"},
    "watch": {"views", "archive", "reading", "pages", "sources", "record", "dossier", "days"},
    "cluster": {"reading", "sources", "record"},
}
OPEN_TO_ALL = {"errors", "options"}
HEAVY = ("onnxruntime", "tokenizers", "spacy", "sqlalchemy", "trafilatura", "lxml", "pydantic", "numpy", "rich", "rensa")


def imported(path: Path) -> set[str]:
    """The parts of communique that a file imports anywhere in it, by the first name after `communique`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" if node.module == "communique" else node.module for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("communique.")}
    return found


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_a_package_imports_only_what_comes_before_it(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package} | ({"__version__"} | OPEN_TO_ALL if package != "record" else set())
    wrong = {
        str(path.relative_to(SOURCE)): sorted(imported(path) - allowed)
        for path in sorted((SOURCE / package).rglob("*.py"))
        if imported(path) - allowed
    }
    assert wrong == {}


def test_every_package_has_its_place_in_the_line() -> None:
    with_code = {path.parent.name for path in SOURCE.glob("*/*.py") if path.name != "__init__.py"}
    assert with_code - {"cli"} <= set(MAY_IMPORT)


def test_importing_communique_loads_nothing_heavy() -> None:
    program = f"import sys, communique; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_complete_and_sorted() -> None:
    import communique

    assert list(communique.__all__) == sorted(communique.__all__, key=lambda name: (name.casefold(), name))
    assert all(getattr(communique, name) is not None for name in communique.__all__)
