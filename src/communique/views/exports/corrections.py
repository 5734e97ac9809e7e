"""Corrections in full, for another archive, and as training data.

In: a view of an archive. Out: lines of JSON. Refuses nothing; a correction whose words are lost, or that was undone, trains nothing and
is left out of the training data.
"""

from collections.abc import Iterator

from communique.archive.base import View
from communique.record.correcting import find_story, is_about, locate_all
from communique.record.corrections import Act, active, to_json
from communique.record.jsonform import dump_line


def full_lines(view: View) -> Iterator[str]:
    """Every correction, one a line, in the order in which they were made."""
    for correction in view.iter_corrections():
        yield dump_line(to_json(correction))


def training_lines(view: View) -> Iterator[str]:
    """One example a line: the story's text, the words with their offsets in it, what was read, and what the reviewer says."""
    for correction in active(list(view.iter_corrections())):
        target, other = correction.target, correction.other
        if target is None:
            # who is who needs no story
            yield dump_line({"id": correction.id, "act": correction.act.value, "reviewer": correction.value})
            continue
        texts = []
        for anchor in (target, other):
            if anchor is None:
                continue
            entry = view.get_story(anchor.story)
            record = view.get_record(entry.ref.page_id if entry else anchor.page)
            story = find_story(record, anchor) if record and is_about(anchor, record) else None
            spans = locate_all(story.text, anchor.quotes) if story and anchor.quotes else ()
            if story is None or spans is None:
                break
            texts.append(
                {
                    "story": story.id,
                    "language": story.language,
                    "published": story.published.isoformat() if story.published else None,
                    "text": story.text,
                    "spans": [{"start": s.start, "end": s.end, "words": story.words(s)} for s in spans],
                }
            )
        if len(texts) < 1 + (other is not None):
            continue
        machine = correction.machine
        read = machine.get(correction.field) if machine is not None and correction.field is not None else machine
        yield dump_line(
            {
                "id": correction.id,
                "act": correction.act.value,
                "kind": target.kind.value,
                "field": correction.field,
                "machine": read,
                "reviewer": None if correction.act is Act.RETRACT else correction.value,
                "entry": machine,
                "why": correction.why,
                **texts[0],
                "other": texts[1] if other is not None else None,
            }
        )
