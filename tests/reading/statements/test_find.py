"""What a story ascribes to somebody: who says it, with which cue, in which words, how surely."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from communique.reading.found import FoundActors, FoundMention, FoundStatement, FoundTime, MentionKind
from communique.reading.statements import find_statements
from communique.record.model import Actor
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, StatementKind, TimeType

NOBODY = FoundActors.of((), ())
Told = tuple[str | None, str | None, list[str]]


def statements(nlp: Language, text: str) -> tuple[FoundStatement, ...]:
    return find_statements(nlp(text), NOBODY, ())


def told(text: str, statement: FoundStatement) -> Told:
    """A statement as (speaker, cue, contents)."""
    return (
        statement.speaker_span.of(text) if statement.speaker_span else None,
        statement.cue_span.of(text) if statement.cue_span else None,
        [span.of(text) for span in statement.content_spans],
    )


def spoken(nlp: Language, text: str) -> list[Told]:
    """The statements of kind speech."""
    return [told(text, s) for s in statements(nlp, text) if s.kind is StatementKind.SPEECH]


def actors_of(doc: Doc, *names: str) -> FoundActors:
    """Every occurrence of the names as mentions of actors a0, a1, …"""
    mentions: list[FoundMention] = []
    actors: list[Actor] = []
    for number, name in enumerate(names):
        spans = []
        at = doc.text.find(name)
        while at >= 0:
            words = doc.char_span(at, at + len(name))
            assert words is not None
            spans.append(Span(at, at + len(name)))
            mentions.append(
                FoundMention(
                    span=spans[-1],
                    first=words.start,
                    last=words.end,
                    head=words.root.i,
                    kind=MentionKind.NAME,
                    actors=(f"a{number}",),
                )
            )
            at = doc.text.find(name, at + 1)
        actors.append(Actor(id=f"a{number}", name=name, kind=ActorKind.PERSON, mentions=tuple(spans)))
    return FoundActors.of(tuple(actors), tuple(sorted(mentions, key=lambda m: m.first)))


# --- direct


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will not wait,” the minister said.", ("the minister", "said", ["We will not wait"])),
        ('"We will not wait," said the minister on Monday.', ("the minister", "said", ["We will not wait"])),
        ("‘We will not wait’, said the minister.", ("the minister", "said", ["We will not wait"])),
        ("The minister said: “We will not wait.”", ("The minister", "said", ["We will not wait"])),
        ("The minister told reporters, “We will not wait.”", ("The minister", "told", ["We will not wait"])),
        ("“Why should we wait?” the minister asked.", ("the minister", "asked", ["Why should we wait?"])),
        (
            "“We want peace,” Moreno said, “but not at any price.”",
            ("Moreno", "said", ["We want peace", "but not at any price"]),
        ),
        ("“We want peace,” Moreno said. “We need time.”", ("Moreno", "said", ["We want peace", "We need time"])),
        (
            "“The door is shut, not locked,” insisted an older envoy.",
            ("an older envoy", "insisted", ["The door is shut, not locked"]),
        ),
        ("“Our offer stands,” read the letter.", ("the letter", "read", ["Our offer stands"])),
    ],
)
def test_a_direct_quotation_has_no_marks_commas_or_stops_at_its_edges(nlp: Language, text: str, expected: Told) -> None:
    assert spoken(nlp, text) == [expected]
    assert statements(nlp, text)[0].form is Form.DIRECT


@pytest.mark.pipeline
def test_a_quotation_over_paragraphs_is_one_statement(nlp: Language) -> None:
    text = "“The road is long,” Moreno said. “The load is heavy.\n\n“But we will arrive.”"
    assert spoken(nlp, text) == [("Moreno", "said", ["The road is long", "The load is heavy", "But we will arrive"])]


@pytest.mark.pipeline
def test_a_colon_after_a_name_gives_a_statement_without_a_cue(nlp: Language) -> None:
    text = "17:31 Moreno: “We have made many concessions for peace.”"
    assert spoken(nlp, text) == [("Moreno", None, ["We have made many concessions for peace"])]


@pytest.mark.pipeline
def test_a_quotation_after_another_statement_has_its_speaker_but_no_cue(nlp: Language) -> None:
    text = "Moreno denied that her party had broken the truce: “We have kept every promise that we made.”"
    assert spoken(nlp, text) == [
        ("Moreno", "denied", ["that her party had broken the truce"]),
        ("Moreno", None, ["We have kept every promise that we made"]),
    ]


@pytest.mark.pipeline
def test_a_name_behind_a_dash_signs_a_quotation(nlp: Language) -> None:
    text = "“The road is long and the load is heavy.”\n\n— Carla Moreno"
    assert spoken(nlp, text) == [("Carla Moreno", None, ["The road is long and the load is heavy"])]


@pytest.mark.pipeline
def test_scare_quotes_are_no_statement(nlp: Language) -> None:
    assert statements(nlp, "The so-called “peace train” crossed the border at noon.") == ()


# --- indirect and mixed


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said that talks had failed.", ("The minister", "said", ["that talks had failed"])),
        ("The minister said talks had failed.", ("The minister", "said", ["talks had failed"])),
        ("The minister said on Tuesday that talks had failed.", ("The minister", "said", ["that talks had failed"])),
        ("The envoy told the president that talks had failed.", ("The envoy", "told", ["that talks had failed"])),
        ("The envoy promised to return.", ("The envoy", "promised", ["to return"])),
        ("The envoy urged the rebels to lay down their arms.", ("The envoy", "urged", ["to lay down their arms"])),
        ("The envoy called on the rebels to talk.", ("The envoy", "called on", ["to talk"])),
        ("The army denied shelling the town.", ("The army", "denied", ["shelling the town"])),
        ("The senator called for early elections.", ("The senator", "called for", ["early elections"])),
        ("The president ruled out a ceasefire.", ("The president", "ruled out", ["a ceasefire"])),
        (
            "The union accused the minister of breaking his word.",
            ("The union", "accused", ["the minister of breaking his word"]),
        ),
        ("The envoy offered them seats in the cabinet.", ("The envoy", "offered", ["seats in the cabinet"])),
        ("The king called the accord a mistake.", ("The king", "called", ["the accord a mistake"])),
        ("The text is to be signed in March, the envoy said.", ("the envoy", "said", ["The text is to be signed in March"])),
        (
            "If the truce holds, the envoy warned, talks may resume.",
            ("the envoy", "warned", ["If the truce holds", "talks may resume"]),
        ),
        (
            "Heavy weapons, she insisted, will not be handed over.",
            ("she", "insisted", ["Heavy weapons", "will not be handed over"]),
        ),
        ("According to the ministry, the talks have failed.", ("the ministry", "According to", ["the talks have failed"])),
        ("The talks have failed, according to the ministry.", ("the ministry", "according to", ["The talks have failed"])),
        (
            "Norway wavered, a day after separatist rebels said that the deal was dead.",
            ("separatist rebels", "said", ["that the deal was dead"]),
        ),
        ("A statement from the cabinet said the deal was dead.", ("the cabinet", "said", ["the deal was dead"])),
        ("Norway’s envoy, Dag Holm, said the deal was dead.", ("Dag Holm", "said", ["the deal was dead"])),
        ("Dag Holm, who leads the mediators, said the deal was dead.", ("Dag Holm", "said", ["the deal was dead"])),
        ("OSLO, May 3 (Agency) - Talks have failed, Dag Holm said.", ("Dag Holm", "said", ["Talks have failed"])),
    ],
)
def test_indirect_speech_by_frame(nlp: Language, text: str, expected: Told) -> None:
    assert spoken(nlp, text) == [expected]
    assert statements(nlp, text)[0].form is Form.INDIRECT


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The king said it was “a very bad deal.”", ("The king", "said", ["it was “a very bad deal.”"])),
        ("The king called the accord “a historic mistake”.", ("The king", "called", ["the accord “a historic mistake”"])),
        (
            "The envoy called the five days of talks “the hardest so far”.",
            ("The envoy", "called", ["the five days of talks “the hardest so far”"]),
        ),
        ("The visit “is a sign of trust”, the ministry said.", ("the ministry", "said", ["The visit “is a sign of trust”"])),
        (
            "She was prepared, she said, for a “harbour treaty”.",
            ("she", "said", ["She was prepared", "for a “harbour treaty”"]),
        ),
    ],
)
def test_mixed_contents_keep_their_inner_marks(nlp: Language, text: str, expected: Told) -> None:
    assert spoken(nlp, text) == [expected]
    assert statements(nlp, text)[0].form is Form.MIXED


@pytest.mark.pipeline
def test_cues_that_share_a_subject_share_the_speaker(nlp: Language) -> None:
    text = "Moreno said the truce was over and warned that war would follow, adding that nobody wanted it."
    assert spoken(nlp, text) == [
        ("Moreno", "said", ["the truce was over"]),
        ("Moreno", "warned", ["that war would follow"]),
        ("Moreno", "adding", ["that nobody wanted it"]),
    ]


@pytest.mark.pipeline
def test_a_content_ends_before_the_next_teller(nlp: Language) -> None:
    text = "He said the army would go on fighting, and the minister denied that troops had been withdrawn."
    assert spoken(nlp, text) == [
        ("He", "said", ["the army would go on fighting"]),
        ("the minister", "denied", ["that troops had been withdrawn"]),
    ]


@pytest.mark.pipeline
def test_a_statement_told_in_another_one_points_at_it(nlp: Language) -> None:
    text = "An aide said Holm had told the rebels that talks could begin."
    found = statements(nlp, text)
    assert [told(text, s) for s in found] == [
        ("An aide", "said", ["Holm had told the rebels that talks could begin"]),
        ("Holm", "told", ["that talks could begin"]),
    ]
    assert [s.within for s in found] == [None, 0]


@pytest.mark.pipeline
def test_a_statement_told_in_a_quotation_stays_in_it(nlp: Language) -> None:
    text = "“The president told us to wait,” he said."
    found = statements(nlp, text)
    assert [told(text, s) for s in found] == [
        ("he", "said", ["The president told us to wait"]),
        ("The president", "told", ["to wait"]),
    ]
    assert [s.within for s in found] == [None, 0]


# --- kinds


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The minister said that talks had failed.", StatementKind.SPEECH),
        ("The minister denied that talks had failed.", StatementKind.SPEECH),
        ("The minister went on to say that talks had failed.", StatementKind.SPEECH),
        ("The minister believes that talks have failed.", StatementKind.THOUGHT),
        ("The minister hopes that talks will begin.", StatementKind.THOUGHT),
        ("The minister wants to resume talks.", StatementKind.THOUGHT),
        ("The minister did not say that talks had failed.", StatementKind.UNSPOKEN),
        ("The minister will call for new talks.", StatementKind.UNSPOKEN),
        ("The minister may ask parliament to approve the deal.", StatementKind.UNSPOKEN),
        ("The minister is expected to announce that talks have failed.", StatementKind.UNSPOKEN),
        ("If the minister says that talks have failed, he will resign.", StatementKind.UNSPOKEN),
        ("The minister declined to comment.", StatementKind.UNSPOKEN),
        ("Nobody said that talks had failed.", StatementKind.UNSPOKEN),
    ],
)
def test_what_was_said_is_told_from_what_was_thought_or_not_said(nlp: Language, text: str, kind: StatementKind) -> None:
    assert statements(nlp, text)[-1].kind is kind


@pytest.mark.pipeline
def test_an_offer_that_is_denied_was_not_made(nlp: Language) -> None:
    found = statements(nlp, "The minister denied that he had offered to resign.")
    assert [s.kind for s in found] == [StatementKind.SPEECH, StatementKind.UNSPOKEN]


@pytest.mark.pipeline
@pytest.mark.parametrize("text", ["The senator rejected the plan on Monday.", "The talks went on to the end of the week."])
def test_an_object_that_is_only_the_target_was_not_said(nlp: Language, text: str) -> None:
    assert spoken(nlp, text) == []


# --- actors, addressees, times


@pytest.mark.pipeline
def test_speakers_and_addressees_are_actors_where_they_are_known(nlp: Language) -> None:
    doc = nlp("Holm told Moreno that talks could begin.")
    (statement,) = find_statements(doc, actors_of(doc, "Holm", "Moreno"), ())
    assert statement.speaker == "a0"
    assert [mention.actors for mention in statement.addressees] == [("a1",)]


@pytest.mark.pipeline
def test_an_unknown_speaker_keeps_its_words(nlp: Language) -> None:
    doc = nlp("An aide said talks could begin.")
    (statement,) = find_statements(doc, actors_of(doc, "talks"), ())
    assert statement.speaker is None
    assert statement.speaker_span == Span(0, 7)


def time_on(doc: Doc, words: str) -> FoundTime:
    at = doc.text.index(words)
    span = doc.char_span(at, at + len(words))
    assert span is not None
    return FoundTime(
        span=Span(at, at + len(words)),
        first=span.start,
        last=span.end,
        head=span.root.i,
        type=TimeType.DATE,
        value="2031-03-04",
        start=date(2031, 3, 4),
        end=date(2031, 3, 4),
    )


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "is_time_of_saying"),
    [
        ("The minister said on Tuesday that talks had failed.", True),
        ("On Tuesday the minister said that talks had failed.", True),
        ("Speaking in Oslo on Tuesday, the minister said that talks had failed.", True),
        ("“Talks have failed,” the minister said on Tuesday.", True),
        ("The minister said that talks had failed on Tuesday.", False),
    ],
)
def test_the_time_of_saying_hangs_on_the_cue(nlp: Language, text: str, is_time_of_saying: bool) -> None:
    doc = nlp(text)
    time = time_on(doc, "Tuesday")
    (statement,) = (s for s in find_statements(doc, NOBODY, (time,)) if s.kind is StatementKind.SPEECH)
    assert (statement.time == time) is is_time_of_saying


@pytest.mark.pipeline
def test_what_is_announced_on_a_day_ends_before_the_day(nlp: Language) -> None:
    doc = nlp("The rebels announced a ceasefire on Tuesday.")
    (statement,) = find_statements(doc, NOBODY, (time_on(doc, "Tuesday"),))
    assert [span.of(doc.text) for span in statement.content_spans] == ["a ceasefire"]
    assert statement.time is not None


# --- without a trained pipeline


def test_a_made_parse_is_enough() -> None:
    words = ["Holm", "said", "talks", "failed", "."]
    doc = Doc(
        Vocab(),
        words=words,
        spaces=[True, True, True, False, False],
        tags=["NNP", "VBD", "NNS", "VBD", "."],
        pos=["PROPN", "VERB", "NOUN", "VERB", "PUNCT"],
        lemmas=["Holm", "say", "talk", "fail", "."],
        deps=["nsubj", "ROOT", "nsubj", "ccomp", "punct"],
        heads=[1, 1, 3, 1, 1],
    )
    (statement,) = find_statements(doc, NOBODY, ())
    assert told(doc.text, statement) == ("Holm", "said", ["talks failed"])
    assert statement.content == ((2, 4),)
    assert (statement.cue, statement.source) == (1, 0)


def test_an_empty_story_and_one_without_a_parse_tell_nothing() -> None:
    assert find_statements(Doc(Vocab()), NOBODY, ()) == ()
    assert find_statements(Doc(Vocab(), words=["Holm"]), NOBODY, ()) == ()


WORDS = ["Holm", "said", "that", "talks", "failed", ",", ".", "“", "”", '"', "’", "told", "us", "to", "go", "and", ":", "\n\n"]


@pytest.mark.pipeline
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_words_give_statements_within_the_text(nlp: Language, words: list[str]) -> None:
    doc = nlp(" ".join(words))
    found = find_statements(doc, NOBODY, ())
    assert found == find_statements(doc, NOBODY, ())
    for number, statement in enumerate(found):
        assert statement.content_spans
        assert all(0 <= span.start < span.end <= len(doc.text) for span in statement.content_spans)
        assert statement.within != number
        assert statement.cue is None or not statement.holds(statement.cue)


# --- marks, labels and tellings of every kind


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«We will not wait», the envoy said.", ("the envoy", "said", ["We will not wait"])),
        ("„We will not wait“, the envoy said.", ("the envoy", "said", ["We will not wait"])),
        ("``We will not wait,'' the envoy said.", ("the envoy", "said", ["We will not wait"])),
        ("‘We won’t wait,’ Holm said, ‘and we can’t.’", ("Holm", "said", ["We won’t wait", "and we can’t"])),
        ("We will not wait,” the envoy said.", ("the envoy", "said", ["We will not wait"])),  # the opening mark is missing
        ("The envoys’ demands aren’t new, Holm said.", ("Holm", "said", ["The envoys’ demands aren’t new"])),
        (
            "“We are close.\n\n“But there is work to do,” Holm said.",
            ("Holm", "said", ["We are close", "But there is work to do"]),
        ),
        ("Minister Anna Holm: We are ready to talk", ("Minister Anna Holm", None, ["We are ready to talk"])),
        ("Moreno: ‘The ceasefire holds.’", ("Moreno", None, ["The ceasefire holds"])),
        ("Borland “will never sign”, Holm vows", ("Holm", "vows", ["Borland “will never sign”"])),
        ("Holm tweeted: “No deal yet.”", ("Holm", "tweeted", ["No deal yet"])),
        ("The joint communiqué reads: “Both sides agree.”", ("The joint communiqué", "reads", ["Both sides agree"])),
        ("“Both sides agree to a truce,” read the statement.", ("the statement", "read", ["Both sides agree to a truce"])),
        ("The talks have failed, it was announced on Monday.", (None, "announced", ["The talks have failed"])),
        ("Holm was told by the mediators that talks would resume.", ("the mediators", "told", ["that talks would resume"])),
        ("Two diplomats close to the talks said the draft was ready.", ("Two diplomats", "said", ["the draft was ready"])),
        ("Residents say they heard shelling overnight.", ("Residents", "say", ["they heard shelling overnight"])),
        ("The UN report says that both sides broke the truce.", ("The UN report", "says", ["that both sides broke the truce"])),
        ("Holm met envoys, who said the truce was dead.", ("envoys, who", "said", ["the truce was dead"])),
    ],
)
def test_who_says_it_in_every_shape_of_the_news(nlp: Language, text: str, expected: Told) -> None:
    assert expected in spoken(nlp, text)


@pytest.mark.pipeline
@pytest.mark.parametrize(
    "text",
    ["The so-called “peace plan” is dead.", "There was no immediate comment from Borland.", "Note: we will update this page."],
)
def test_scare_quotes_and_labels_that_are_no_names_are_no_statements(nlp: Language, text: str) -> None:
    assert spoken(nlp, text) == []


@pytest.mark.pipeline
def test_what_another_denies_was_said_all_the_same(nlp: Language) -> None:
    text = "The army said it had shot down a drone; the rebels denied this."
    assert ("The army", "said", ["it had shot down a drone"]) in spoken(nlp, text)


@pytest.mark.pipeline
@pytest.mark.parametrize(
    "text",
    [
        "Holm did not say when the talks would resume.",
        "If Holm says that the talks have failed, the truce will end.",
        "Holm refused to say whether he would sign.",
        "Holm would say only that the talks were useful.",
    ],
)
def test_what_is_not_said_is_told_as_unspoken(nlp: Language, text: str) -> None:
    assert {s.kind for s in statements(nlp, text)} == {StatementKind.UNSPOKEN}


@pytest.mark.pipeline
def test_a_day_is_nothing_that_a_statement_tells(nlp: Language) -> None:
    doc = nlp("The ministry said in a statement on Friday that it had “no plans” to withdraw.")
    (statement,) = find_statements(doc, NOBODY, (time_on(doc, "Friday"),))
    assert statement.kind is StatementKind.SPEECH
