"""The parts of reading actors, on parses made by hand."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from communique.reading.actors import find_actors
from communique.reading.actors.affiliations import name_of
from communique.reading.actors.lexicon import load_actor_lexicon
from communique.reading.actors.standing import Standing
from communique.reading.actors.worldnames import WorldNames
from communique.reading.tree import Tree
from communique.reading.world import load_world
from communique.record.vocab import ActorKind

BLANK = spacy.blank("en")


def doc_of(rows: list[tuple[str, str, str, int]], entities: tuple[tuple[int, int, str], ...] = ()) -> Doc:
    """A parsed sentence from its words, tags, labels and heads."""
    words, tags, deps, heads = zip(*rows, strict=True)
    pos = {"N": "NOUN", "V": "VERB", "D": "DET", "P": "PROPN", "I": "ADP", "J": "ADJ", ".": "PUNCT", "R": "PRON"}
    doc = Doc(
        BLANK.vocab,
        words=list(words),
        tags=list(tags),
        pos=[pos["P" if tag.startswith("NNP") else "R" if tag.startswith("PRP") else tag[0]] for tag in tags],
        deps=list(deps),
        heads=list(heads),
        lemmas=[word.lower() for word in words],
    )
    doc.set_ents([Span(doc, first, last, label) for first, last, label in entities])
    return doc


def test_the_longest_name_of_the_world_wins():
    doc = doc_of(
        [
            ("South", "JJ", "amod", 1),
            ("Korean", "JJ", "amod", 2),
            ("officials", "NNS", "nsubj", 3),
            ("met", "VBD", "ROOT", 3),
            ("the", "DT", "det", 6),
            ("European", "NNP", "compound", 6),
            ("Union", "NNP", "dobj", 3),
        ]
    )
    names = WorldNames(Tree(doc), load_world(), {})
    assert [(doc[u.first : u.last].text, u.kind, u.country) for u in names.units] == [
        ("South Korean", "people", "KOR"),
        ("European Union", "organisation", None),
    ]
    assert name_of(names.units[1].fact) == "European Union"  # type: ignore[arg-type]


def test_a_place_name_inside_a_person_s_name_is_no_place():
    doc = doc_of([("Simon", "NNP", "compound", 1), ("Jordan", "NNP", "nsubj", 2), ("left", "VBD", "ROOT", 2)])
    assert WorldNames(Tree(doc), load_world(), {0: (0, 2), 1: (0, 2)}).units == []


def test_a_title_begins_after_the_article():
    doc = doc_of(
        [("The", "DT", "det", 2), ("foreign", "JJ", "amod", 2), ("minister", "NN", "nsubj", 3), ("left", "VBD", "ROOT", 3)]
    )
    title = WorldNames(Tree(doc), load_world(), {}).title_to[3]
    assert (title.first, title.last, title.title.office) == (1, 3, "foreign minister")


@pytest.mark.parametrize(
    ("preposition", "verb", "is_place"),
    [("in", "stay", True), ("with", "talk", False), ("to", "travel", True), ("to", "give", False)],
)
def test_prepositions_and_verbs_tell_a_place_from_a_state(preposition, verb, is_place):
    doc = doc_of(
        [
            ("Envoys", "NNS", "nsubj", 1),
            (verb, "VBP", "ROOT", 1),
            (preposition, "IN", "prep", 1),
            ("Finland", "NNP", "pobj", 2),
        ]
    )
    standing = Standing(Tree(doc), load_actor_lexicon())
    role, governor = standing.of(3)
    assert (role, governor) == (f"prep:{preposition}", 1)
    assert standing.is_place(role, governor, is_capital=False) is is_place


def test_a_conjunct_stands_as_the_first_of_its_row():
    doc = doc_of(
        [
            ("Finland", "NNP", "nsubj", 3),
            ("and", "D", "cc", 0),
            ("Sweden", "NNP", "conj", 0),
            ("agreed", "VBD", "ROOT", 3),
        ]
    )
    assert Standing(Tree(doc), load_actor_lexicon()).of(2) == ("subj", 3)


def test_the_lexicon_knows_nouns_genders_and_likeness():
    lexicon = load_actor_lexicon()
    noun = lexicon.noun("news agency")
    assert noun is not None
    assert noun.kind is ActorKind.MEDIA
    assert lexicon.gender_of_noun("spokeswoman") == "f"
    assert lexicon.honorific("mrs.") == "f"
    assert lexicon.gender_of_name("Andrés") == "m"
    assert lexicon.are_alike("envoy", {"ambassador"})
    assert not lexicon.are_alike("envoy", {"general"})


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA bT.“”\"'’,—()\n0é U.S. Paris He said President of the"), max_size=120))
def test_any_text_gives_spans_inside_it_even_without_a_parse(text):
    doc = BLANK(text)
    found = find_actors(doc, load_world(), None)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found.mentions)
    assert {a for m in found.mentions for a in m.actors} == set(found.by_id)
