-- Version 1 of an archive. Commands are separated by blank lines. Names are the design's words.
-- Days are ISO 8601 text, so that they compare and print as they are. Offsets are Unicode code points into stories.text, half
-- open: substr(text, "start" + 1, "end" - "start") is the words.

-- Pages, and how each ended.
CREATE TABLE migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  communique TEXT NOT NULL,
  applied TEXT NOT NULL
);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE pages (
  page INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  uri TEXT NOT NULL,
  media_type TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reader_version TEXT NOT NULL,
  reader_model TEXT NOT NULL,
  reader_options TEXT NOT NULL,
  added TEXT NOT NULL
);

CREATE TABLE records (
  page INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
  line TEXT NOT NULL
);

CREATE TABLE issues (
  issue INTEGER PRIMARY KEY,
  page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE,
  story_id TEXT,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  "start" INTEGER,
  "end" INTEGER,
  words TEXT
);

CREATE INDEX issues_page ON issues (page);

CREATE INDEX issues_code ON issues (code);

CREATE TABLE stories (
  story INTEGER PRIMARY KEY,
  page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  headline TEXT,
  source TEXT,
  author TEXT,
  truncated INTEGER NOT NULL,
  language TEXT,
  published TEXT,
  "start" INTEGER,
  text TEXT NOT NULL
);

CREATE INDEX stories_page ON stories (page);

CREATE INDEX stories_id ON stories (id);

CREATE INDEX stories_published ON stories (published);

-- What was read from the stories.
CREATE TABLE story_actors (
  story_actor INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  code TEXT
);

CREATE INDEX story_actors_story ON story_actors (story);

CREATE TABLE mentions (
  story_actor INTEGER NOT NULL REFERENCES story_actors ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (story_actor, "start", "end")
) WITHOUT ROWID;

CREATE TABLE roles (
  story_actor INTEGER NOT NULL REFERENCES story_actors ON DELETE CASCADE,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  "of" TEXT,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (story_actor, number)
) WITHOUT ROWID;

CREATE TABLE statements (
  statement INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  form TEXT NOT NULL,
  speaker INTEGER REFERENCES story_actors ON DELETE CASCADE,
  speaker_start INTEGER,
  speaker_end INTEGER,
  cue_start INTEGER,
  cue_end INTEGER,
  words TEXT NOT NULL,
  date_from TEXT,
  date_to TEXT,
  date_start INTEGER,
  date_end INTEGER,
  within TEXT,
  rule TEXT
);

CREATE INDEX statements_story ON statements (story);

CREATE INDEX statements_speaker ON statements (speaker);

CREATE INDEX statements_id ON statements (id);

CREATE TABLE statement_parts (
  statement INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
  number INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (statement, number)
) WITHOUT ROWID;

CREATE TABLE addressees (
  statement INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
  number INTEGER NOT NULL,
  story_actor INTEGER REFERENCES story_actors ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (statement, number)
) WITHOUT ROWID;

CREATE INDEX addressees_story_actor ON addressees (story_actor);

CREATE TABLE events (
  event INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  root TEXT NOT NULL,
  mode TEXT,
  contexts TEXT NOT NULL,
  cameo TEXT,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  place TEXT,
  place_country TEXT,
  place_start INTEGER,
  place_end INTEGER,
  date_from TEXT,
  date_to TEXT,
  date_start INTEGER,
  date_end INTEGER,
  status TEXT NOT NULL,
  factuality REAL NOT NULL,
  voice TEXT,
  rule TEXT
);

CREATE INDEX events_story ON events (story);

CREATE INDEX events_id ON events (id);

CREATE INDEX events_type ON events (type, status);

CREATE TABLE event_parties (
  event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
  side TEXT NOT NULL,
  number INTEGER NOT NULL,
  story_actor INTEGER REFERENCES story_actors ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (event, side, number)
) WITHOUT ROWID;

CREATE INDEX event_parties_story_actor ON event_parties (story_actor);

CREATE TABLE status_words (
  event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
  number INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (event, number)
) WITHOUT ROWID;

CREATE TABLE conditions (
  condition INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  if_start INTEGER NOT NULL,
  if_end INTEGER NOT NULL,
  then_start INTEGER NOT NULL,
  then_end INTEGER NOT NULL,
  event TEXT
);

CREATE INDEX conditions_story ON conditions (story);

CREATE TABLE positions (
  position INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  story_actor INTEGER NOT NULL REFERENCES story_actors ON DELETE CASCADE,
  issue TEXT NOT NULL,
  stance TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  statement TEXT,
  date_from TEXT,
  date_to TEXT,
  date_start INTEGER,
  date_end INTEGER
);

CREATE INDEX positions_story ON positions (story);

CREATE INDEX positions_story_actor ON positions (story_actor);

-- What assembly works out. All of it can be thrown away and made again; signatures and overlaps are kept from one assembly to
-- the next, because they depend on the texts alone.
CREATE TABLE signatures (
  story INTEGER PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  n_shingles INTEGER NOT NULL,
  bands BLOB NOT NULL
);

CREATE TABLE overlaps (
  one INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  shared INTEGER NOT NULL,
  n_one INTEGER NOT NULL,
  n_other INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE INDEX overlaps_other ON overlaps (other);

CREATE TABLE duplicates (
  story INTEGER PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  duplicate_of INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  rule TEXT NOT NULL,
  score REAL NOT NULL,
  own_share REAL NOT NULL
);

CREATE INDEX duplicates_of ON duplicates (duplicate_of);

CREATE TABLE actors (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  code TEXT,
  names TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE actor_names (
  actor TEXT NOT NULL REFERENCES actors ON DELETE CASCADE,
  folded TEXT NOT NULL,
  PRIMARY KEY (actor, folded)
) WITHOUT ROWID;

CREATE TABLE actor_of (
  story_actor INTEGER PRIMARY KEY REFERENCES story_actors ON DELETE CASCADE,
  actor TEXT NOT NULL REFERENCES actors ON DELETE CASCADE
);

CREATE INDEX actor_of_actor ON actor_of (actor);

CREATE TABLE facts (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  mode TEXT,
  place TEXT,
  date_from TEXT,
  date_to TEXT,
  status TEXT NOT NULL,
  first_seen TEXT,
  last_seen TEXT,
  n_stories INTEGER NOT NULL,
  n_copies INTEGER NOT NULL,
  agreed TEXT NOT NULL,
  disputed TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE fact_of (
  event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE,
  fact TEXT NOT NULL REFERENCES facts ON DELETE CASCADE
);

CREATE INDEX fact_of_fact ON fact_of (fact);

CREATE TABLE fact_parties (
  fact TEXT NOT NULL REFERENCES facts ON DELETE CASCADE,
  side TEXT NOT NULL,
  number INTEGER NOT NULL,
  actor TEXT NOT NULL REFERENCES actors ON DELETE CASCADE,
  PRIMARY KEY (fact, side, number)
) WITHOUT ROWID;

CREATE INDEX fact_parties_actor ON fact_parties (actor);

CREATE TABLE prospects (
  id TEXT PRIMARY KEY,
  fact TEXT NOT NULL REFERENCES facts ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  due_from TEXT,
  due_to TEXT,
  opened TEXT,
  last_moved TEXT
) WITHOUT ROWID;

CREATE TABLE moves (
  prospect TEXT NOT NULL REFERENCES prospects ON DELETE CASCADE,
  number INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
  day TEXT,
  status TEXT NOT NULL,
  note TEXT NOT NULL,
  due_from TEXT,
  due_to TEXT,
  rule TEXT NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (prospect, number)
) WITHOUT ROWID;

CREATE INDEX moves_event ON moves (event);

CREATE TABLE issue_of (
  position INTEGER PRIMARY KEY REFERENCES positions ON DELETE CASCADE,
  issue TEXT NOT NULL
);

CREATE INDEX issue_of_issue ON issue_of (issue);

CREATE TABLE shifts (
  before INTEGER NOT NULL REFERENCES positions ON DELETE CASCADE,
  after INTEGER NOT NULL REFERENCES positions ON DELETE CASCADE,
  actor TEXT NOT NULL REFERENCES actors ON DELETE CASCADE,
  issue TEXT NOT NULL,
  day TEXT,
  rule TEXT NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (before, after)
) WITHOUT ROWID;

CREATE INDEX shifts_after ON shifts (after);

CREATE TABLE links (
  link INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  "left" TEXT NOT NULL,
  "right" TEXT NOT NULL,
  rule TEXT NOT NULL,
  score REAL NOT NULL,
  left_value TEXT NOT NULL,
  right_value TEXT NOT NULL
);

CREATE INDEX links_left ON links ("left");

CREATE INDEX links_right ON links ("right");

-- Full-text indexes without a second copy of the text, kept in step by triggers.
CREATE VIRTUAL TABLE story_words USING fts5(
  headline, text, content='stories', content_rowid='story', tokenize='porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER story_words_insert AFTER INSERT ON stories BEGIN
  INSERT INTO story_words (rowid, headline, text) VALUES (new.story, new.headline, new.text);
END;

CREATE TRIGGER story_words_delete AFTER DELETE ON stories BEGIN
  INSERT INTO story_words (story_words, rowid, headline, text) VALUES ('delete', old.story, old.headline, old.text);
END;

CREATE TRIGGER story_words_update AFTER UPDATE ON stories BEGIN
  INSERT INTO story_words (story_words, rowid, headline, text) VALUES ('delete', old.story, old.headline, old.text);
  INSERT INTO story_words (rowid, headline, text) VALUES (new.story, new.headline, new.text);
END;

CREATE VIRTUAL TABLE statement_words USING fts5(
  words, content='statements', content_rowid='statement', tokenize='porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER statement_words_insert AFTER INSERT ON statements BEGIN
  INSERT INTO statement_words (rowid, words) VALUES (new.statement, new.words);
END;

CREATE TRIGGER statement_words_delete AFTER DELETE ON statements BEGIN
  INSERT INTO statement_words (statement_words, rowid, words) VALUES ('delete', old.statement, old.words);
END;

CREATE TRIGGER statement_words_update AFTER UPDATE ON statements BEGIN
  INSERT INTO statement_words (statement_words, rowid, words) VALUES ('delete', old.statement, old.words);
  INSERT INTO statement_words (rowid, words) VALUES (new.statement, new.words);
END;

-- Lines for a person with an SQL prompt: each shows its words, where they stand, and when they were published.
CREATE VIEW statement_lines AS
SELECT s.published, s.source, s.headline, a.name AS speaker,
  substr(s.text, t.cue_start + 1, t.cue_end - t.cue_start) AS cue, t.words, t.kind, t.form, t.date_from, t.date_to,
  t.id, s.id AS story
FROM statements t
JOIN stories s ON s.story = t.story
LEFT JOIN actor_of o ON o.story_actor = t.speaker
LEFT JOIN actors a ON a.id = o.actor;

CREATE VIEW event_lines AS
SELECT s.published, s.source, s.headline, e.type, e.mode, e.status,
  substr(s.text, e."start" + 1, e."end" - e."start") AS words,
  (SELECT group_concat(a.name, ', ') FROM event_parties p
    JOIN actor_of o ON o.story_actor = p.story_actor JOIN actors a ON a.id = o.actor
    WHERE p.event = e.event AND p.side = 'actor') AS actors,
  (SELECT group_concat(a.name, ', ') FROM event_parties p
    JOIN actor_of o ON o.story_actor = p.story_actor JOIN actors a ON a.id = o.actor
    WHERE p.event = e.event AND p.side = 'recipient') AS recipients,
  e.place, e.date_from, e.date_to, f.fact, e.id, s.id AS story
FROM events e
JOIN stories s ON s.story = e.story
LEFT JOIN fact_of f ON f.event = e.event;

CREATE VIEW position_lines AS
SELECT s.published, s.source, s.headline, a.name AS actor, i.issue, p.stance,
  substr(s.text, p."start" + 1, p."end" - p."start") AS words, p.date_from, p.date_to, p.id, s.id AS story
FROM positions p
JOIN stories s ON s.story = p.story
LEFT JOIN actor_of o ON o.story_actor = p.story_actor
LEFT JOIN actors a ON a.id = o.actor
LEFT JOIN issue_of i ON i.position = p.position;

CREATE VIEW prospect_lines AS
SELECT r.id, r.outcome, f.type, f.mode, r.due_from, r.due_to, r.opened, r.last_moved,
  (SELECT group_concat(a.name, ', ') FROM fact_parties p JOIN actors a ON a.id = p.actor WHERE p.fact = f.id) AS parties,
  m.day, m.note, m.status, substr(s.text, e."start" + 1, e."end" - e."start") AS words, s.source, s.headline, s.id AS story
FROM prospects r
JOIN facts f ON f.id = r.fact
JOIN moves m ON m.prospect = r.id
JOIN events e ON e.event = m.event
JOIN stories s ON s.story = e.story
ORDER BY r.id, m.number;
