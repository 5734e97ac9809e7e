"""Watching: a dossier's sources, read into an archive round after round.

In: a dossier and an archive. Out: the archive, and a line a round. Nothing here fetches, reads or stores by itself.
"""
