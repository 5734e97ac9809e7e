"""Pages of markup for tests: invented countries, outlets and years."""

import json

URI = "https://www.harbourpost.example/world/talks-open"
PARAGRAPHS = (
    "Envoys of Arland and Borland met in Vienna on Wednesday for the first talks in two years, mediators said.",
    "“We spoke about the bridge,” said Ana Sousa, who leads the mediators. “We will meet again in a week.”",
    "Borland’s foreign ministry, which has refused to open the crossing since May, did not comment on the meeting.",
    "The two countries fought for eleven days over the islands, and each says that the other fired the first shot.",
    "Fishermen on both sides have asked for permits to return to the strait, where patrol boats have turned them back all year.",
    "The mediators want a first list of prisoners by Friday, and a second one with those who went missing in the war.",
)
TEXT = "\n".join(PARAGRAPHS)
NAVIGATION = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"


def page(body: str, head: str = "<title>Talks open in Vienna | Harbour Post</title>", attributes: str = 'lang="en"') -> str:
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def paragraphs(*words: str) -> str:
    return "".join(f"<p>{one}</p>" for one in words)


def article(*words: str, heading: str = "Talks open in Vienna") -> str:
    return f"<article><h1>{heading}</h1>{paragraphs(*(words or PARAGRAPHS))}</article>"


def linked(kind: str = "NewsArticle", **fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, **fields})}</script>'
