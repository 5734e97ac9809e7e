"""An archive as its records, as reviewers have them, one a line, as `communique read --format json` prints them.

In: a view of an archive. Out: lines of JSON. Refuses nothing. A story that repeats an earlier one names it in `duplicate_of`.
"""

from collections.abc import Iterator

from communique.archive.base import View
from communique.record.jsonform import dump_line, to_json


def jsonl_lines(view: View) -> Iterator[str]:
    """The records by page id, each with its line end; every story has `duplicate_of`, null for an original."""
    originals = {story.id: story.duplicate_of for story in view.list_stories(with_teasers=True)}
    for record in view.iter_records(machine=False):
        made = to_json(record)
        for story in made["stories"]:
            story["duplicate_of"] = originals.get(story["id"])
        yield dump_line(made) + "\n"
