"""The data model: what cannot be constructed, and how a record shows itself."""

from datetime import date

import pytest
from hypothesis import given, settings

from communique.record.model import Actor, ActorRef, Condition, DateInterval, Event, Position, Statement, Story
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind
from tests.made import aside_record, meeting_record, shift_record
from tests.record.strategies import stories

TEXT = "Varo met Brandt."
VARO = Actor(id="a1", name="Varo", kind=ActorKind.PERSON, mentions=(Span(0, 4),))
OUTSIDE = Span(10, len(TEXT) + 1)


def _event(**given: object) -> Event:
    basic: dict[str, object] = {
        "id": "e",
        "key": "k",
        "type": "CONSULT",
        "root": "CONSULT",
        "trigger": Span(5, 8),
        "status": Status.OCCURRED,
        "factuality": 3.0,
    }
    return Event(**{**basic, **given})  # type: ignore[arg-type]


def _statement(**given: object) -> Statement:
    basic: dict[str, object] = {
        "id": "s",
        "key": "k",
        "kind": StatementKind.SPEECH,
        "speaker": None,
        "cue": None,
        "content": (Span(0, 4),),
        "form": Form.DIRECT,
    }
    return Statement(**{**basic, **given})  # type: ignore[arg-type]


def _story(**entries: object) -> Story:
    return Story(id="x", kind=StoryKind.ARTICLE, text=TEXT, **entries)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "entries",
    [
        {"actors": (Actor(id="a1", name="V", kind=ActorKind.PERSON, mentions=(OUTSIDE,)),)},
        {"events": (_event(trigger=OUTSIDE),)},
        {"events": (_event(status_words=(OUTSIDE,)),)},
        {"events": (_event(recipients=(ActorRef(actor=None, span=OUTSIDE),)),)},
        {"events": (_event(date=DateInterval(first=date(2031, 1, 1), last=None, span=OUTSIDE)),)},
        {"statements": (_statement(content=(OUTSIDE,)),)},
        {"statements": (_statement(cue=OUTSIDE),)},
        {"statements": (_statement(speaker=ActorRef(actor=None, span=OUTSIDE)),)},
        {"conditions": (Condition(id="c", key="k", antecedent=OUTSIDE, consequent=Span(0, 1)),)},
        {"actors": (VARO,), "positions": (Position(id="p", key="k", actor="a1", issue="i", stance=Stance.OPEN, span=OUTSIDE),)},
    ],
)
def test_a_story_with_a_span_outside_its_text_cannot_be_made(entries: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="outside its 16 characters"):
        _story(**entries)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"events": (_event(actors=(ActorRef(actor="a9", span=Span(0, 4)),)),)}, "actor 'a9'"),
        ({"events": (_event(voice="s9"),)}, "statement 's9'"),
        ({"statements": (_statement(within="s9"),)}, "statement 's9'"),
        ({"conditions": (Condition(id="c", key="k", antecedent=Span(0, 1), consequent=Span(1, 2), event="e9"),)}, "event 'e9'"),
        ({"positions": (Position(id="p", key="k", actor="a9", issue="i", stance=Stance.OPEN, span=Span(0, 1)),)}, "actor 'a9'"),
        ({"events": (_event(), _event())}, "share the event id 'e'"),
    ],
)
def test_a_story_with_a_loose_reference_cannot_be_made(entries: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        _story(**entries)


@settings(deadline=None)
@given(stories())
def test_every_span_of_a_story_gives_words_of_its_text(story: Story) -> None:
    assert all(story.words(span) and story.words(span) in story.text for span in story.spans())


@pytest.mark.parametrize(("first", "last"), [(None, None), (date(2031, 2, 2), date(2031, 2, 1))])
def test_a_date_interval_needs_an_end_and_the_right_order(first: date | None, last: date | None) -> None:
    with pytest.raises(ValueError, match="date interval"):
        DateInterval(first=first, last=last)


@pytest.mark.parametrize("factuality", [-3.1, 3.5])
def test_factuality_stays_on_its_scale(factuality: float) -> None:
    with pytest.raises(ValueError, match="-3 to 3"):
        _event(factuality=factuality)


def test_an_actor_needs_a_mention_and_a_statement_a_content() -> None:
    with pytest.raises(ValueError, match="mention"):
        Actor(id="a", name="Varo", kind=ActorKind.PERSON, mentions=())
    with pytest.raises(ValueError, match="content"):
        _statement(content=())


def test_reprs_are_one_short_line_without_the_storys_text() -> None:
    record = meeting_record()
    story = record.stories[0]
    shown = [repr(value) for value in (record, story, *story.actors, *story.statements, *story.events)]
    assert all(len(line) < 200 and "\n" not in line and "after the talks" not in line for line in shown)


def test_reprs_say_what_matters() -> None:
    record = shift_record()
    story = record.stories[0]
    assert repr(record).endswith("read with issues: 1 story, 1 issue>")
    assert "'Second round ends without a deal' 2031-03-21" in repr(story)
    assert "3 actors, 1 statement, 4 events, 1 position" in repr(story)
    assert repr(story.actors[0]) == "<Actor a1 'Ilena Varo' person XARGOV, 1 mention>"
    assert "CONSULT occurred a1 and a2 2031-03-20 at " in repr(story.events[0])
    assert "indirect speech by a1 at " in repr(story.statements[0])


def test_a_record_names_its_article_and_has_none_when_set_aside() -> None:
    assert meeting_record().article == meeting_record().stories[0]
    assert aside_record().article is None
    assert aside_record().outcome is Outcome.SET_ASIDE


def test_a_story_gives_an_actor_by_id() -> None:
    story = meeting_record().stories[0]
    assert story.actor("a2").name == "Osk Brandt"
    with pytest.raises(KeyError):
        story.actor("a99")
