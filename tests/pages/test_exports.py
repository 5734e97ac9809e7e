"""Each document of a database's export is an article with its fields."""

from datetime import date

import pytest

from communique.pages.exports import find_documents
from communique.pages.lines import split_lines
from communique.pages.parts import Part
from communique.pages.text_parts import text_parts
from communique.record.vocab import StoryKind
from tests.pages.prose import ARTICLE, FIRST, HARBOUR, LAST, SECOND, THIRD

COUNTED = f"""Document 1 of 2

Envoys open talks in Vienna
The Harbour Post
March 5, 2031 Wednesday

Copyright 2031 The Harbour Post All Rights Reserved
Section: World
Length: 534 words
Byline: By Ana Sousa
Dateline: VIENNA
Body

{FIRST}

{SECOND}

Load-Date: March 6, 2031
End of Document

Document 2 of 2

Storm closes the harbour
Coast Gazette
March 4, 2031 Tuesday

Copyright 2031 Coast Gazette All Rights Reserved
Section: World
Length: 20 words
Byline: RUI MELO
Body

{HARBOUR}

Load-Date: March 6, 2031
End of Document
"""
TITLED_ABOVE = f"""The Harbour Post

March 5, 2031 Wednesday

Envoys open talks in Vienna

BYLINE: Ana Sousa
SECTION: World
LENGTH: 534 words

{FIRST}

{SECOND}

LOAD-DATE: March 6, 2031
LANGUAGE: ENGLISH
Copyright 2031 The Harbour Post All Rights Reserved

Coast Gazette

March 4, 2031 Tuesday

Storm closes the harbour

BYLINE: Rui Melo
SECTION: World
LENGTH: 80 words

{HARBOUR}

LOAD-DATE: March 6, 2031
LANGUAGE: ENGLISH
Copyright 2031 Coast Gazette All Rights Reserved
"""
FIELDS = f"""HEADLINE: Envoys open talks in Vienna
BYLINE: Ana Sousa
DATE: 5 March 2031
SOURCE: The Harbour Post
SECTION: World
BODY:
{FIRST}

{SECOND}

==========

HEADLINE: Storm closes the harbour
BYLINE: By Rui Melo
DATE: 4 March 2031
SOURCE: Coast Gazette
SECTION: World
BODY: {HARBOUR}
"""
CODES = f"""SE  World
HD  Envoys open talks in Vienna
BY  By Ana Sousa
WC  534 words
PD  5 March 2031
SN  The Harbour Post
LA  English

LP
{FIRST}

{SECOND}

CO  HARB
Document HARB000020310305e7350001x

SE  World
HD  Storm closes the harbour
BY  Rui Melo
WC  80 words
PD  4 March 2031
SN  Coast Gazette

TD
{HARBOUR}

Document HARB000020310305e7350002x
"""


def articles(page: str, **known: date) -> list[Part]:
    return [part for part in text_parts(page, **known).parts if part.kind is StoryKind.ARTICLE]


@pytest.mark.parametrize("page", [COUNTED, TITLED_ABOVE, FIELDS, CODES])
def test_each_document_is_an_article_with_its_fields(page: str) -> None:
    one, two = text_parts(page).parts
    assert (one.headline, one.author, one.outlet, one.section, one.published, one.text) == (
        "Envoys open talks in Vienna",
        "Ana Sousa",
        "The Harbour Post",
        "World",
        date(2031, 3, 5),
        f"{FIRST}\n\n{SECOND}",
    )
    assert (two.headline, two.author, two.outlet, two.section, two.published, two.text) == (
        "Storm closes the harbour",
        "Rui Melo",
        "Coast Gazette",
        "World",
        date(2031, 3, 4),
        HARBOUR,
    )
    assert [page[part.start : (part.start or 0) + len(part.text)] for part in (one, two)] == [one.text, two.text]


def test_one_document_alone_gives_its_fields_too() -> None:
    fields = "HEADLINE: Envoys open talks\nBYLINE: Ana Sousa\nDATE: 5 March 2031 14:32 GMT\nURL: https://harbour.example/a"
    page = f"{fields}\n\n{ARTICLE}\n\nLANGUAGE: English\n"
    (article,) = articles(page)
    assert (article.headline, article.author, article.url, article.text) == (
        "Envoys open talks",
        "Ana Sousa",
        "https://harbour.example/a",
        ARTICLE,
    )
    assert article.published_at == "2031-03-05T14:32:00+00:00"


def test_ends_of_documents_part_texts_without_fields() -> None:
    page = f"Envoys open talks in Vienna\n\n{FIRST}\n\nEnd of Document\n\nStorm closes the harbour\n\n{HARBOUR}\n\nEnd of Document\n"
    assert [(part.headline, part.text) for part in articles(page)] == [
        ("Envoys open talks in Vienna", FIRST),
        ("Storm closes the harbour", HARBOUR),
    ]


def test_a_code_within_an_article_is_none_of_it() -> None:
    (one, _) = articles(CODES.replace(f"\n{SECOND}", f"\nTD\n{SECOND}"))
    assert [span.of(one.text) for span in one.ignored] == ["TD"]


def test_a_day_after_the_delivery_is_an_issue() -> None:
    parts = text_parts(COUNTED, delivered=date(2031, 3, 1))
    assert [part.published for part in parts.parts] == [None, None]
    assert [issue.code for issue in parts.issues] == ["impossible_date", "impossible_date"]


@pytest.mark.parametrize(
    "page",
    [
        ARTICLE,
        f"Envoys open talks\n\nSource: AFP\n\n{ARTICLE}",
        f"{FIRST}\n\nTITLE: {SECOND}\n\nLENGTH: a long time\n\n{THIRD}",
        f"IN Vienna the talks went on.\n\nBY then all had left.\n\nHD television showed it.\n\n{LAST}",
        "",
    ],
)
def test_other_pages_are_no_export(page: str) -> None:
    assert find_documents(split_lines(page)) == ()
