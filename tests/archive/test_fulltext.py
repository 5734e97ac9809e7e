"""Every store finds the same: the same stories, in the same order, with the same ranks and snippets, whatever the words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.archive import View, open_archive
from communique.archive.fulltext import query_of, terms_of, vector_of
from communique.archive.words import parse_query
from communique.record.vocab import Stance
from tests.archive import builders
from tests.archive.conftest import NewPlace
from tests.archive.server import Server

TEXTS = (
    "The negotiators negotiated. Negotiations about the negotiator's sailors go on, on and on.",
    "Sailors sail; a sailor's sail. The blockade of São Tomé ended, naïve and résumé, 3.5 per cent of x_y.",
    "Peace talks, talks of peace. Peace! Talks? peace-talks (PEACE TALKS) “peace” talks",
    "Die Straße, ÅNGSTRÖM and Ⅷ: ﬁne ½ letters, \u0130stanbul; кириллица и слова, 中文 字.",
    "Nothing of note. " * 30 + "The river, at last, was the river.",
    "Universities and universal universe; running runner ran; flies flying fly; generally general generals.",
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            'peace talks "peace talks" "talks of peace" -sailors negotiat* nego* sail* river "the river" naive Straße ångström x_y'
            " слова 中文 universal general flies 3.5 ½ \u0130stanbul ﬁne _ * -the".split(" ")
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join),
)


@pytest.fixture(scope="module")
def views(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[View, View]]:
    """The same stories in a file and on a server."""
    places = str(tmp_path_factory.mktemp("words") / "a.db"), server.url("words")
    for place in places:
        made = [builders.told(text, date(2031, 1, 1 + number)) for number, text in enumerate(TEXTS)]
        for number, each in enumerate(made):
            each.statement(each.actor(each.text.split()[1]), each.text.split()[0], each.text)
            each.headline = f"Headline {number} of talks"
        builders.filled(place, *(each.record(uri=f"t{number}") for number, each in enumerate(made)), *builders.process())
    with open_archive(places[0], read_only=True) as one, open_archive(places[1], read_only=True) as other:
        yield one.view(), other.view()
    builders.close_all()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=WORDS)
def test_a_file_and_a_server_find_the_same(views: tuple[View, View], words: str) -> None:
    ours, theirs = (view.search(words, limit=50) for view in views)
    assert [hit.story.page_id for hit in ours] == [hit.story.page_id for hit in theirs]
    assert [hit.snippet for hit in ours] == [hit.snippet for hit in theirs]
    assert [hit.rank for hit in ours] == pytest.approx([hit.rank for hit in theirs])
    about = [[entry.id for entry in view.list_statements(about=words)] for view in views]
    assert about[0] == about[1]


def test_days_and_limits_are_the_same(views: tuple[View, View]) -> None:
    for asked in ({"limit": 2}, {"since": date(2031, 1, 3)}, {"until": date(2031, 1, 3)}):
        ours, theirs = (view.search("talks", **asked) for view in views)  # type: ignore[arg-type]
        assert ours
        assert [hit.story.id for hit in ours] == [hit.story.id for hit in theirs]


def test_words_are_stemmed_and_bare() -> None:
    assert [term for term, _, _ in terms_of("Talks", "Negotiations, naïve")] == ["talk", "negoti", "naiv"]
    assert vector_of("Talks", "of it's talks") == ("'talk':1,6 'of':3 'it':4 's':5", 5)


def test_a_server_is_asked_in_its_own_language() -> None:
    assert query_of(parse_query('peace "the talks" nego* -war')) == "('peac') & ('the' <-> 'talk') & ('nego':*) & !('war')"
    assert query_of(parse_query("'; DROP \\ 'x")) == "('drop') & ('x')"
    assert query_of(parse_query("-war")) is None


@settings(max_examples=60, deadline=None)
@given(headline=st.text(max_size=20), text=st.text(max_size=80))
def test_any_text_has_words_in_order(headline: str, text: str) -> None:
    terms = terms_of(headline, text)
    assert [row[1:] for row in terms] == sorted(row[1:] for row in terms)
    vector, n = vector_of(headline, text)
    assert n == len(terms)
    assert bool(vector) == bool(terms)


def test_texts_that_a_server_could_not_hold_are_put_and_found(new_place: NewPlace) -> None:
    long = "x" * 6_000
    many = " ".join(f"word{number}" for number in range(120_000))  # more than a tsvector takes
    place = new_place()
    first = builders.told(f"{long} Varo spoke. {many}", date(2031, 1, 1))
    nul = builders.told("Varo\0 spoke.\0", date(2031, 1, 2), source="a\0b")
    varo = nul.actor("Varo")
    nul.statement(varo, "spoke", "spoke")
    view = builders.filled(place, first.record(uri=long), nul.record(uri="nul\0"))
    assert [hit.story.uri for hit in view.search("word17 spoke")] == [long]
    assert [hit.story.uri for hit in view.search(long)] == [long]
    assert len(view.search("varo")) == 2
    assert [entry.content[0].words for entry in view.list_statements()] == ["spoke"]


def test_names_of_any_length_are_put_and_found(place: str, tmp_path: Path) -> None:
    rng = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(3_000))  # no store makes it shorter
    made = builders.told(f"Varo {rng} stands by the {rng}.", date(2031, 1, 1), source=rng)
    varo = made.actor(f"Varo {rng}")
    made.event("CONSULT", "stands", (varo,), place=rng)
    made.position(varo, f"the {rng}", Stance.SUPPORTS, "stands by")
    with open_archive(place) as archive, archive.writer() as writer:
        writer.put_record(made.record(uri=rng), mark=(rng, "7"))
        assert writer.get_mark(rng) == "7"
        assert writer.has_page(rng)
        assert writer.has_story(rng, made.text)
    with open_archive(place) as archive:
        assert len(archive.view().list_positions(actor="varo", issue=rng)) == 1
        assert len(archive.view().list_stories(source=rng)) == 1
