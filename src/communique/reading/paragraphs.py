"""A pipeline component that keeps sentences inside paragraphs.

In: a tokenised `Doc`. Out: the same with sentence starts set after paragraph ends, for the parser to keep. Refuses nothing: a line
that breaks in mid-sentence, as in hard-wrapped text, starts no sentence.
"""

from spacy.language import Language
from spacy.tokens import Doc

PARAGRAPH_BORDERS = "communique_paragraphs"
ENDS = frozenset(".!?…:;\"”’')]»")


@Language.component(PARAGRAPH_BORDERS, assigns=["token.is_sent_start"])
def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after a blank line, and after a line break that follows an end of a sentence."""
    for token in doc:
        if not token.is_space or token.i + 1 >= len(doc):
            continue
        breaks = token.text.count("\n")
        before = doc[token.i - 1].text[-1:] if token.i else ""
        if breaks >= 2 or (breaks and before in ENDS):
            following = doc[token.i + 1]
            if not following.is_space:
                following.is_sent_start = True
    return doc
