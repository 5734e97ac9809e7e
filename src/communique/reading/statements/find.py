"""The statements of a story: who says, thinks or wants what, in whose words, to whom and when.

In: the parsed story, its actors and its time expressions. Out: `FoundStatement`s in text order, with those told in another one.
Refuses nothing: a cue without a content gives no statement, a speaker that is no known actor gives one without an actor.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.reading.found import FoundActors, FoundMention, FoundStatement, FoundTime, MentionKind
from communique.reading.passages import Passages
from communique.reading.statements.contents import CLAUSES, ContentFinder
from communique.reading.statements.cues import load_cues
from communique.reading.statements.drafts import StatementDraft, by_passage
from communique.reading.statements.merging import refine
from communique.reading.statements.speakers import CONTAINERS, Speaker, noun_phrase, resolve, with_relative
from communique.reading.tree import Tree, tree_of
from communique.record.spans import Span, trim
from communique.record.vocab import Form, StatementKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EDGES = ",.;:"  # what a direct quotation leaves out at its edges; "?" and "!" are part of what was said
_MAX_STEPS = 25
_NEAR = 8  # tokens after a cue in which its time may stand
_DOCUMENTS = CONTAINERS | {
    "study",
    "survey",
    "poll",
    "inquiry",
    "enquiry",
    "investigation",
    "review",
    "audit",
    "analysis",
    "book",
}
_ADDRESSED = frozenset({"PROPN", "NOUN", "PRON", "NUM"})
_SPEAKING = frozenset({"speak", "talk", "write", "address", "appear", "testify", "meet", "brief", "visit"})
_LINKS = frozenset({"pobj", "npadvmod", "prep", "advmod", "pcomp", "nmod", "compound", "amod", "nummod"})


def find_statements(doc: Doc, actors: FoundActors, times: tuple[FoundTime, ...]) -> tuple[FoundStatement, ...]:
    """Find what the story ascribes to somebody.

    Args:
        doc: The parsed story; needs tags, lemmas and the dependency parse.
        actors: The story's actors; `FoundActors.of((), ())` gives speakers by their words alone.
        times: The story's time expressions, from which the time of saying is taken.
    Returns:
        The statements by their first content token, an outer one before one told in it. `within` is an index in this tuple.
    """
    tree = tree_of(doc)
    passages = Passages(tree)
    drafts = refine(tree, passages, find_drafts(tree, passages, times))
    dated = _dated(times)
    drafts.sort(key=lambda d: (d.parts[0][0], -d.size, d.cue if d.cue is not None else -1))
    held = _outer(passages, drafts)
    dates = _dates(tree, passages, drafts, dated)
    return tuple(
        _found(tree, passages, actors, draft, within, date) for draft, within, date in zip(drafts, held, dates, strict=True)
    )


def find_drafts(tree: Tree, passages: Passages, times: tuple[FoundTime, ...]) -> list[StatementDraft]:
    """What the rules of syntax alone find, in no order."""
    days = {time.last: time.first for time in _dated(times)}
    return ContentFinder(tree, passages, load_cues(), days).find()


def _dated(times: tuple[FoundTime, ...]) -> tuple[FoundTime, ...]:
    return tuple(time for time in times if time.start is not None or time.end is not None)


def _outer(passages: Passages, drafts: list[StatementDraft]) -> list[int | None]:
    """For each draft the index of the smallest other one that tells it: that holds its cue, or the first word of a bare quotation."""
    number = {id(draft): k for k, draft in enumerate(drafts)}
    near = by_passage(passages, drafts)
    found: list[int | None] = []
    for draft in drafts:
        token = draft.parts[0][0] if draft.cue is None else draft.cue
        holding = [
            (other.size, number[id(other)])
            for other in near.get(passages.passage[token], ())
            if other is not draft and other.holds(token) and (draft.cue is not None or other.size > draft.size)
        ]
        found.append(min(holding, default=(0, None))[1])
    return found


def _found(
    tree: Tree, passages: Passages, actors: FoundActors, draft: StatementDraft, within: int | None, date: FoundTime | None
) -> FoundStatement:
    speaker: Speaker | None = None
    if draft.source is not None and not draft.holds(draft.source):
        speaker = resolve(tree, actors, draft.source, passages.bounds[passages.passage[draft.source]][0])
        if draft.holds(speaker.token):
            speaker = None
        elif draft.cue is not None:
            speaker = replace(speaker, span=with_relative(tree, draft.cue, draft.source, speaker.span))
    form = _form(tree, passages, draft)
    kind = draft.kind
    is_document = draft.source is not None and tree.lemma[draft.source].lower() in _DOCUMENTS
    if kind is StatementKind.THOUGHT and is_document and draft.rule.split("/")[0] in CLAUSES:
        kind = StatementKind.SPEECH  # a report that finds something says so
    spans = _spans(tree, passages, draft, form)
    return FoundStatement(
        kind=kind,
        form=form,
        cue=draft.cue,
        cue_span=None if draft.cue is None else Span(tree.start[draft.cue], tree.end[draft.cue_end - 1]),
        source=None if speaker is None else speaker.token,
        speaker=None if speaker is None else speaker.actor,
        speaker_span=None if speaker is None else speaker.span,
        content=tuple(draft.parts),
        content_spans=spans,
        addressees=_addressees(tree, actors, draft),
        time=date,
        within=within,
        rule=draft.rule,
    )


def _form(tree: Tree, passages: Passages, draft: StatementDraft) -> Form:
    """How much of the content's letters are in quotation marks; a content told in a quotation has none of its own."""
    quoted = bare = False
    for first, last in draft.parts:
        for i in range(first, last):
            if any(character.isalnum() for character in tree.words[i]):
                if draft.is_outer and passages.quotation[i] >= 0:
                    quoted = True
                else:
                    bare = True
    return Form.MIXED if quoted and bare else Form.DIRECT if quoted else Form.INDIRECT


def _spans(tree: Tree, passages: Passages, draft: StatementDraft, form: Form) -> tuple[Span, ...]:
    spans: list[Span] = []
    for first, last in draft.parts:
        start, end = tree.start[first], tree.end[last - 1]
        if form is Form.DIRECT:
            inside = passages.quotations[passages.quotation[first]], passages.quotations[passages.quotation[last - 1]]
            start, end = max(start, inside[0].inner.start), min(end, inside[1].inner.end)
        span = trim(tree.text, start, end, _EDGES if form is Form.DIRECT else "")
        if span is not None:
            spans.append(span)
    return tuple(spans) or (Span(tree.start[draft.parts[0][0]], tree.end[draft.parts[-1][1] - 1]),)


def _addressees(tree: Tree, actors: FoundActors, draft: StatementDraft) -> tuple[FoundMention, ...]:
    """Who is spoken to, with those coordinated with the first one; who is no known actor ("reporters") is a mention of none."""
    found: list[FoundMention] = []
    first = draft.addressee
    if first is None and draft.cue is not None:
        first = _spoken_to(tree, draft.cue)
    queue = [] if first is None or draft.kind is StatementKind.THOUGHT else [first]
    for token in queue:
        queue += [k for k in tree.kids[token] if tree.dep[k] == "conj" and k > token and not tree.is_verb(k)]
        if draft.holds(token) or token == draft.source or tree.pos[token] not in _ADDRESSED:
            continue
        mention = actors.at(token) or _unknown(tree, token)
        if mention not in found:
            found.append(mention)
    return tuple(found)


def _spoken_to(tree: Tree, cue: int) -> int | None:
    """The one spoken to in "Speaking to reporters, Holm said …"."""
    for k in tree.all_kids(cue, "advcl"):
        if k < cue and tree.tag[k] == "VBG":
            if tree.lemma[k] == "address":
                return tree.kid(k, "dobj")
            to = next((m for m in tree.all_kids(k, "prep", "dative") if tree.low[m] in ("to", "with")), None)
            if tree.lemma[k] in _SPEAKING and to is not None:
                return tree.kid(to, "pobj")
    return None


def _unknown(tree: Tree, token: int) -> FoundMention:
    """The noun phrase of a token as a mention of no actor."""
    span = noun_phrase(tree, token)
    return FoundMention(span=span, first=token, last=token + 1, head=token, kind=MentionKind.DESCRIPTION, actors=())


def _dates(
    tree: Tree, passages: Passages, drafts: list[StatementDraft], times: tuple[FoundTime, ...]
) -> list[FoundTime | None]:
    """The time of saying of each draft: an expression that hangs on its cue, or on the verb that shares its subject."""
    by_verb: dict[int, list[FoundTime]] = {}
    for time in times:
        verb = _governor(tree, time.head)
        if verb is not None:
            by_verb.setdefault(verb, []).append(time)
    return [None if draft.cue is None else _date(tree, passages, draft, draft.cue, times, by_verb) for draft in drafts]


def _date(
    tree: Tree,
    passages: Passages,
    draft: StatementDraft,
    cue: int,
    times: tuple[FoundTime, ...],
    by_verb: dict[int, list[FoundTime]],
) -> FoundTime | None:
    verb, here = cue, passages.passage[cue]
    for _ in range(_MAX_STEPS):
        date = next((t for t in by_verb.get(verb, ()) if not draft.holds(t.head) and passages.passage[t.first] == here), None)
        if date is not None:
            return date
        shares = (tree.dep[verb] == "advcl" and tree.tag[verb] == "VBG") or tree.dep[verb] == "conj"
        if not shares or tree.subject(verb) is not None or tree.head[verb] == verb:
            break
        verb = tree.head[verb]
    # the parser may have hung "on Friday", right after the cue, on the clause that follows
    first = draft.parts[0][0] if draft.parts[0][0] > cue else cue + _NEAR
    return next(
        (
            t
            for t in times
            if cue < t.first and t.last <= first and not draft.holds(t.head) and _is_near(tree, passages, cue, t)
        ),
        None,
    )


def _is_near(tree: Tree, passages: Passages, cue: int, time: FoundTime) -> bool:
    """Whether no verb, comma or quotation stands between a cue and a time expression after it."""
    return all(
        not tree.is_verb(i) and tree.words[i] not in (",", ";", ":") and passages.quotation[i] < 0
        for i in range(cue + 1, time.first)
    )


def _governor(tree: Tree, token: int) -> int | None:
    """The verb that a time expression hangs on, through prepositions, "speaking on Friday" and "in a letter of Friday"."""
    for _ in range(_MAX_STEPS):
        head, dep = tree.head[token], tree.dep[token]
        if head == token:
            return None
        if tree.is_verb(head):
            if tree.dep[head] in ("aux", "auxpass"):
                return tree.head[head]
            speaks_then = tree.dep[head] == "advcl" and tree.tag[head] == "VBG" and head < tree.head[head]
            if speaks_then and tree.lemma[head] in _SPEAKING:
                return tree.head[head]
            if tree.dep[head] == "acl" and tree.lemma[tree.head[head]] in CONTAINERS:
                token = tree.head[head]
                continue
            return head
        if dep not in _LINKS:
            return None
        token = head
    return None
