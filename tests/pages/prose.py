"""Sentences of which the tests here make pages."""

FIRST = "Envoys of Arland and Borland met on Wednesday for the first talks in two years, mediators said."
SECOND = "“We spoke about the bridge,” said Ana Sousa, who leads the mediators. “We will meet again in a week.”"
THIRD = (
    "The two governments broke off relations four years ago, after a dispute about fishing rights in the northern strait that had"
    " kept fishermen from both sides in harbour for most of the year."
)
LAST = "Borland’s foreign ministry did not comment, and its envoy left the palace without a word to reporters."
HARBOUR = "The harbour was closed on Tuesday after waves damaged the pier, the port’s master said."
COACH = "Rui Melo, the coach of the town’s club, said that he would leave in May. He gave no reasons."
ARTICLE = "\n\n".join((FIRST, SECOND, THIRD, LAST))
