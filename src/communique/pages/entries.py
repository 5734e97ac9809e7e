"""stub"""
from communique.pages.linked import Entry
def find_entries(tree, linked, uri):
    return ()
