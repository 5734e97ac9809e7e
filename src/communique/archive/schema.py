"""The archive's tables as queries name them; `migrations` makes them.

In: nothing. Out: one lightweight table object for each table, under the table's own name. They carry no types: days go in and
come out as ISO 8601 text, lists as JSON text.
"""

from sqlalchemy import TableClause, column, table


def _table(name: str, columns: str) -> TableClause:
    return table(name, *(column(each) for each in columns.split()))


settings = _table("settings", "name value")
pages = _table("pages", "page id uri media_type outcome reader_version reader_model reader_options added")
records = _table("records", "page line")
issues = _table("issues", "issue page story_id code detail start end words")
stories = _table(
    "stories",
    "story page id kind headline source author truncated language published start text published_at updated_at url section",
)
story_actors = _table("story_actors", "story_actor story id name kind country code")
mentions = _table("mentions", "story_actor start end")
roles = _table("roles", "story_actor number title of start end")
statements = _table(
    "statements",
    "statement story id key kind form speaker speaker_start speaker_end cue_start cue_end words"
    " date_from date_to date_start date_end within rule",
)
statement_parts = _table("statement_parts", "statement number start end")
addressees = _table("addressees", "statement number story_actor start end")
events = _table(
    "events",
    "event story id key type root mode contexts cameo start end place place_country place_start place_end"
    " date_from date_to date_start date_end status factuality voice rule",
)
event_parties = _table("event_parties", "event side number story_actor start end")
status_words = _table("status_words", "event number start end")
conditions = _table("conditions", "condition story id key if_start if_end then_start then_end event")
positions = _table(
    "positions",
    "position story id key story_actor issue stance start end statement date_from date_to date_start date_end",
)

fetches = _table(
    "fetches", "fetch url final_url status media_type n_bytes hash trouble detail page_id first_at last_at n_times"
)
marks = _table("marks", "input mark")
corrections = _table(
    "corrections",
    "id act made reviewer why page_id story_id other_page_id other_story_id kind entry field machine value undoes line",
)
corrected = _table("corrected", "page correction side story kind entry state")

signatures = _table("signatures", "story n_shingles bands")
overlaps = _table("overlaps", "one other shared n_one n_other")
sentences = _table("sentences", "story packed")
background = _table("background", "story start end first first_start")
duplicates = _table("duplicates", "story duplicate_of rule score own_share")
actors = _table("actors", "id name kind country code names")
actor_names = _table("actor_names", "actor folded")
actor_words = _table("actor_words", "word actor")
actor_of = _table("actor_of", "story_actor actor")
facts = _table("facts", "id type mode place date_from date_to status first_seen last_seen n_stories n_copies agreed disputed")
fact_of = _table("fact_of", "event fact")
fact_parties = _table("fact_parties", "fact side number actor")
prospects = _table("prospects", "id fact outcome due_from due_to opened last_moved")
moves = _table("moves", "prospect number event day status note due_from due_to rule score")
issue_of = _table("issue_of", "position issue")
issue_words = _table("issue_words", "stem issue")
shifts = _table("shifts", "before after actor issue day rule score")
links = _table("links", "link kind left right rule score left_value right_value")

# What is put, parents before children.
PUT = (
    pages,
    records,
    issues,
    stories,
    story_actors,
    mentions,
    roles,
    statements,
    statement_parts,
    addressees,
    events,
    event_parties,
    status_words,
    conditions,
    positions,
    fetches,
    marks,
    corrections,
    corrected,
)
# What assembly keeps from one time to the next: it depends on texts and names alone.
KEPT = (signatures, overlaps, issue_words, sentences)
# What assembly writes anew each time, children before parents.
ASSEMBLED = (
    links,
    shifts,
    issue_of,
    moves,
    prospects,
    fact_parties,
    fact_of,
    facts,
    actor_of,
    actor_words,
    actor_names,
    actors,
    background,
    duplicates,
)
