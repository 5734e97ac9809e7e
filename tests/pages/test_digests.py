"""The stories of a newsletter are stories of their own; an article with subheadings is one."""

import pytest

from communique.pages.digests import find_items
from communique.pages.lines import split_lines
from communique.pages.text_parts import text_parts
from communique.record.vocab import StoryKind
from tests.pages.prose import ARTICLE, COACH, FIRST, HARBOUR, LAST, SECOND, THIRD

STORIES = (
    ("Envoys open talks in Vienna", f"{FIRST}\n{SECOND}"),
    ("Storm closes the harbour for a second day", HARBOUR),
    ("Coach quits after the cup final", COACH),
)
GREETING = "The Harbour Morning Briefing\nGood morning. Here is what you need to know today.\n\n"


def told(page: str) -> list[tuple[str | None, str]]:
    return [(part.headline, part.text) for part in text_parts(page).parts if part.kind is StoryKind.ARTICLE]


def test_a_newsletter_is_its_greeting_and_its_stories_with_section_and_address() -> None:
    page = (
        GREETING
        + "WORLD\n\n"
        + "\n\n".join(f"{head}\n{body}\nRead more: https://harbour.example/{n}" for n, (head, body) in enumerate(STORIES[:2]))
        + f"\n\nSPORT\n\n{STORIES[2][0]}\n{STORIES[2][1]}\nhttps://harbour.example/2\n\nUnsubscribe | View in browser\n"
    )
    greeting, *stories = [part for part in text_parts(page).parts if part.kind is StoryKind.ARTICLE]
    assert greeting.text == "Good morning. Here is what you need to know today."
    assert greeting.headline == "The Harbour Morning Briefing"
    assert [(story.headline, story.text) for story in stories] == list(STORIES)
    assert [story.url for story in stories] == [f"https://harbour.example/{n}" for n in range(3)]
    assert [story.section for story in stories] == ["WORLD", "WORLD", "SPORT"]
    assert all(part.kind is StoryKind.ARTICLE for part in text_parts(page).parts)


@pytest.mark.parametrize("rule", ["* * *", "---", "===", "• • •", "________"])
def test_numbered_stories_between_rules(rule: str) -> None:
    page = f"\n\n{rule}\n\n".join(f"{n}. {head}\n\n{body}" for n, (head, body) in enumerate(STORIES, 1))
    assert told(page) == list(STORIES)


def test_stories_with_dateline_and_agency_between_rules() -> None:
    bodies = [(head, f"VIENNA (AFP) - {body.replace(chr(10), ' ')} (AFP)") for head, body in STORIES]
    page = "News in brief\n\n" + "\n\n***\n\n".join(f"{head}\n{body}" for head, body in bodies)
    assert told(page) == bodies


def test_two_stories_parted_by_a_rule_need_a_link_each() -> None:
    page = "MORNING BRIEFING\n\n" + "\n\n---\n\n".join(
        f"{head}\n\n{body}\n\nhttps://harbour.example/a" for head, body in STORIES[1:]
    )
    assert told(page) == list(STORIES[1:])
    assert {part.section for part in text_parts(page).parts} == {None}
    assert len(told(page.replace("https://harbour.example/a", ""))) == 1


def test_links_in_markdown_are_the_stories_addresses() -> None:
    page = "# Weekly digest\n\n" + "\n\n".join(
        f"## {head}\n{body}\n[Read more](https://harbour.example/a)" for head, body in STORIES
    )
    assert told(page) == list(STORIES)
    assert {part.url for part in text_parts(page).parts} == {"https://harbour.example/a"}


def test_a_subheading_within_a_story_between_rules_parts_nothing() -> None:
    page = GREETING + "\n\n* * *\n\n".join(
        f"{head}\n\n{body}\n\nWhat comes next there\n\n{LAST}\n\nRead more: https://harbour.example/{n}"
        for n, (head, body) in enumerate(STORIES)
    )
    assert [head for head, _ in told(page)[1:]] == [head for head, _ in STORIES]


@pytest.mark.parametrize(
    "page",
    [
        f"Envoys open talks in Vienna\n\n{FIRST}\n\nWhat comes next now\n\n{SECOND}"
        f"\n\nThe border question again\n\n{THIRD}\n\nA bridge too far\n\n{LAST}",
        f"Envoys open talks in Vienna\n\n{ARTICLE}\n\n* * *\n\n{ARTICLE}\n\n* * *\n\n{ARTICLE}",
        f"Five things to know about the talks\n\n{FIRST}\n\n1. The border is open\n\n{SECOND}"
        f"\n\n2. The bridge is not\n\n{FIRST}\n\n3. Envoys of Arland stay\n\n{SECOND}",
        f"An interview\n\nWhy did you come to Vienna?\n\n{SECOND}"
        f"\n\nWhat do you think of Borland?\n\n{FIRST}\n\nWill you sign it then?\n\n{LAST}",
        f"{GREETING}{ARTICLE}\n\nUnsubscribe",
        ARTICLE,
        "",
    ],
)
def test_other_pages_are_no_digest(page: str) -> None:
    assert find_items(split_lines(page)) == ()
    assert len([part for part in text_parts(page).parts if part.kind is StoryKind.ARTICLE]) <= 1
