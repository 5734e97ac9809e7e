"""Issues are grouped by their words, and a shift is two consecutive stances that differ."""

from datetime import date

import pytest

from communique.archive import View, open_archive
from communique.archive.results import IssueGroup, LinkKind
from communique.archive.shifts import SAME_EVENT, Shift, Taken, find_shifts, group_issues, group_positions, head_of
from communique.record.vocab import Stance
from tests.archive import builders

FOR, AGAINST = Stance.SUPPORTS, Stance.OPPOSES


def taken(number: int, stance: Stance, day: int | None, *, story: int = 0, published: int = 10, **changed: object) -> Taken:
    values: dict[str, object] = {
        "number": number,
        "id": str(number),
        "actor": "varo",
        "issue": "truce",
        "stance": stance,
        "day": date(2031, 3, day) if day else None,
        "published": date(2031, 3, published),
        "story_id": f"s{story or number}",
        "start": number,
        "is_copy": False,
    }
    return Taken(**(values | changed))  # type: ignore[arg-type]


def shifts(*positions: Taken) -> list[tuple[str, str, int]]:
    groups = group_positions(positions, group_issues(taken.issue for taken in positions))
    found: tuple[Shift, ...] = find_shifts(positions, groups)
    return [(shift.before.stance.value, shift.after.stance.value, shift.after.number) for shift in found]


def test_a_shift_is_two_stances_that_differ() -> None:
    assert shifts(taken(1, AGAINST, 1), taken(2, AGAINST, 2), taken(3, FOR, 4), taken(4, FOR, 5)) == [
        ("opposes", "supports", 3)
    ]


def test_order_is_by_day_whatever_the_telling() -> None:
    assert shifts(taken(9, AGAINST, 1), taken(2, FOR, 5)) == [("opposes", "supports", 2)]


def test_copies_move_nothing() -> None:
    assert shifts(taken(1, AGAINST, 1), taken(2, FOR, 2, is_copy=True)) == []


def test_actors_and_issues_are_kept_apart() -> None:
    assert shifts(taken(1, AGAINST, 1), taken(2, FOR, 2, actor="brandt"), taken(3, FOR, 3, issue="grain barges")) == []


def test_a_look_back_in_a_story_continues_what_was_known() -> None:
    """The story leads with the new stance and tells the old one after it; neither is dated."""
    before = taken(1, AGAINST, None, published=5)
    assert shifts(before, taken(2, FOR, None, story=7), taken(3, AGAINST, None, story=7)) == [("opposes", "supports", 2)]


def test_an_aside_within_a_story_is_no_shift() -> None:
    assert shifts(taken(1, FOR, 3, story=7), taken(2, AGAINST, 3, story=7), taken(3, FOR, 3, story=7)) == []


def test_beside_the_days_news_an_undated_stance_is_the_old_one() -> None:
    assert shifts(taken(1, FOR, 9, story=7), taken(2, AGAINST, None, story=7)) == [("opposes", "supports", 1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("truce", "the truce", True),
        ("a lasting truce", "truce", True),
        ("the release of the sailors", "sailors' release", True),
        ("direct talks with Lukania", "direct talks", True),
        ("talks with Lukania", "sanctions on Lukania", False),
        ("release of the sailors", "release of the ferry", False),
        ("grain barges", "truce", False),
    ],
)
def test_grouping_by_words(one: str, other: str, same: bool) -> None:
    groups = group_issues([one, other])
    assert (groups[one].issue == groups[other].issue) is same


def test_the_commonest_name_leads() -> None:
    groups = group_issues(["a truce at once", "truce", "truce"])
    assert {grouped.issue for grouped in groups.values()} == {"truce"}


def test_a_dossiers_issue_comes_first() -> None:
    groups = group_issues(["cease-fire on the river", "truce"], [("guns", ["truce", "cease-fire"])])
    assert {grouped.issue for grouped in groups.values()} == {"guns"}
    assert groups["truce"].rule == "dossier: truce"


@pytest.mark.parametrize(
    ("issue", "head"), [("direct talks with Iran", "talk"), ("the release of the sailors", "releas"), ("in", ""), ("", "")]
)
def test_head_of(issue: str, head: str) -> None:
    assert head_of(issue) == head


def test_shifts_in_an_archive(view: View) -> None:
    (shift,) = (s for s in view.list_shifts() if "sailors" in s.issue)
    assert (shift.before.stance, shift.after.stance, shift.day) == (FOR, AGAINST, date(2031, 3, 9))
    assert shift.before.passage.words == "offered to free the captured sailors"
    assert shift.after.passage.words == "will not free the captured sailors"
    assert shift in view.list_shifts(actor="Varo", issue="sailors", since=date(2031, 3, 9), until=date(2031, 3, 9))
    assert view.list_shifts(since=date(2031, 3, 10)) == ()
    assert view.list_shifts(actor="Brandt") == ()
    assert view.list_links(kind=LinkKind.SHIFT, of=shift.after.id)
    assert view.list_links(kind=LinkKind.ISSUE)


def test_issues_of_a_dossier_are_kept_for_later_assemblies(place: str) -> None:
    builders.filled(place, builders.offered())
    with open_archive(place) as archive:
        with archive.writer(issues=[IssueGroup.of("prisoners", ["sailors"])]):
            pass  # nothing is put, and yet the positions are grouped anew
        assert {position.issue for position in archive.view().list_positions()} == {"prisoners"}
        with archive.writer() as writer:
            writer.put_record(builders.refused())
        assert {position.issue for position in archive.view().list_positions()} == {"prisoners"}
        assert [shift.issue for shift in archive.view().list_shifts()] == ["prisoners"]


def test_positions_on_one_event_are_on_one_issue_whatever_its_words() -> None:
    one, other, third = (
        taken(1, FOR, 1, issue="invitation to meet"),
        taken(2, AGAINST, 2, issue="the summit"),
        taken(3, FOR, 3, issue="the summit"),
    )
    groups = group_issues(each.issue for each in (one, other, third))
    apart = group_positions([one, other, third], groups)
    together = group_positions([one, other, third], groups, {1: "event", 2: "event"})
    assert apart[1].issue == "invitation to meet"
    assert (together[1].issue, together[2].issue, together[2].rule) == ("invitation to meet", "invitation to meet", SAME_EVENT)
    assert together[3].issue == "the summit"  # the event takes no other position along
    assert [(s.before.number, s.after.number) for s in find_shifts([one, other], together)] == [(1, 2)]


def test_a_dossiers_issue_is_not_taken_apart_by_an_event() -> None:
    positions = (taken(1, FOR, 1, issue="meet"), taken(2, AGAINST, 2, issue="the summit"))
    groups = group_issues((each.issue for each in positions), [("talks", ["summit"])])
    found = group_positions(positions, groups, {1: "event", 2: "event"})
    assert {grouped.issue for grouped in found.values()} == {"talks"}
