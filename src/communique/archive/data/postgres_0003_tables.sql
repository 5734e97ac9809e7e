-- Version 3 of an archive on PostgreSQL, the first that there is: the tables of the steps before it under the same names, with the
-- same columns. Commands are separated by blank lines. Days are ISO 8601 text, so that they compare and print as they are; text is
-- ordered by code point, as in a file. Offsets are Unicode code points into stories.text, half open: substr(text, "start" + 1,
-- "end" - "start") is the words. Where text of any length is looked up whole, the index is a hash: a B-tree refuses long words.

-- Blocks of row numbers; see communique.archive.numbers.
CREATE SEQUENCE numbers;

CREATE TABLE migrations (
  number integer PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  communique text COLLATE "C" NOT NULL,
  applied text COLLATE "C" NOT NULL
);

CREATE TABLE settings (
  name text COLLATE "C" PRIMARY KEY,
  value text COLLATE "C" NOT NULL
);

CREATE TABLE pages (
  page bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL,
  uri text COLLATE "C" NOT NULL,
  media_type text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  reader_version text COLLATE "C" NOT NULL,
  reader_model text COLLATE "C" NOT NULL,
  reader_options text COLLATE "C" NOT NULL,
  added text COLLATE "C" NOT NULL,
  EXCLUDE USING hash (id WITH =)
);

CREATE TABLE records (
  page bigint PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
  line text COLLATE "C" NOT NULL
);

CREATE TABLE issues (
  issue bigint PRIMARY KEY,
  page bigint NOT NULL REFERENCES pages ON DELETE CASCADE,
  story_id text COLLATE "C",
  code text COLLATE "C" NOT NULL,
  detail text COLLATE "C" NOT NULL,
  "start" integer,
  "end" integer,
  words text COLLATE "C"
);

CREATE INDEX issues_page ON issues (page);

CREATE INDEX issues_code ON issues (code);

CREATE TABLE stories (
  story bigint PRIMARY KEY,
  page bigint NOT NULL REFERENCES pages ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  headline text COLLATE "C",
  source text COLLATE "C",
  author text COLLATE "C",
  truncated integer NOT NULL,
  language text COLLATE "C",
  published text COLLATE "C",
  "start" integer,
  text text COLLATE "C" NOT NULL,
  published_at text COLLATE "C",
  updated_at text COLLATE "C",
  url text COLLATE "C",
  section text COLLATE "C"
);

CREATE INDEX stories_page ON stories (page);

CREATE INDEX stories_id ON stories (id);

CREATE INDEX stories_published ON stories (published);

-- What was read from the stories.
CREATE TABLE story_actors (
  story_actor bigint PRIMARY KEY,
  story bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  country text COLLATE "C",
  code text COLLATE "C"
);

CREATE INDEX story_actors_story ON story_actors (story);

CREATE TABLE mentions (
  story_actor bigint NOT NULL REFERENCES story_actors ON DELETE CASCADE,
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  PRIMARY KEY (story_actor, "start", "end")
);

CREATE TABLE roles (
  story_actor bigint NOT NULL REFERENCES story_actors ON DELETE CASCADE,
  number integer NOT NULL,
  title text COLLATE "C" NOT NULL,
  "of" text COLLATE "C",
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  PRIMARY KEY (story_actor, number)
);

CREATE TABLE statements (
  statement bigint PRIMARY KEY,
  story bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  form text COLLATE "C" NOT NULL,
  speaker bigint REFERENCES story_actors ON DELETE CASCADE,
  speaker_start integer,
  speaker_end integer,
  cue_start integer,
  cue_end integer,
  words text COLLATE "C" NOT NULL,
  date_from text COLLATE "C",
  date_to text COLLATE "C",
  date_start integer,
  date_end integer,
  within text COLLATE "C",
  rule text COLLATE "C"
);

CREATE INDEX statements_story ON statements (story);

CREATE INDEX statements_speaker ON statements (speaker);

CREATE INDEX statements_id ON statements (id);

CREATE TABLE statement_parts (
  statement bigint NOT NULL REFERENCES statements ON DELETE CASCADE,
  number integer NOT NULL,
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  PRIMARY KEY (statement, number)
);

CREATE TABLE addressees (
  statement bigint NOT NULL REFERENCES statements ON DELETE CASCADE,
  number integer NOT NULL,
  story_actor bigint REFERENCES story_actors ON DELETE CASCADE,
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  PRIMARY KEY (statement, number)
);

CREATE INDEX addressees_story_actor ON addressees (story_actor);

CREATE TABLE events (
  event bigint PRIMARY KEY,
  story bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  root text COLLATE "C" NOT NULL,
  mode text COLLATE "C",
  contexts text COLLATE "C" NOT NULL,
  cameo text COLLATE "C",
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  place text COLLATE "C",
  place_country text COLLATE "C",
  place_start integer,
  place_end integer,
  date_from text COLLATE "C",
  date_to text COLLATE "C",
  date_start integer,
  date_end integer,
  status text COLLATE "C" NOT NULL,
  factuality double precision NOT NULL,
  voice text COLLATE "C",
  rule text COLLATE "C"
);

CREATE INDEX events_story ON events (story);

CREATE INDEX events_id ON events (id);

CREATE INDEX events_type ON events (type, status);

CREATE TABLE event_parties (
  event bigint NOT NULL REFERENCES events ON DELETE CASCADE,
  side text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  story_actor bigint REFERENCES story_actors ON DELETE CASCADE,
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  PRIMARY KEY (event, side, number)
);

CREATE INDEX event_parties_story_actor ON event_parties (story_actor);

CREATE TABLE status_words (
  event bigint NOT NULL REFERENCES events ON DELETE CASCADE,
  number integer NOT NULL,
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  PRIMARY KEY (event, number)
);

CREATE TABLE conditions (
  condition bigint PRIMARY KEY,
  story bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  if_start integer NOT NULL,
  if_end integer NOT NULL,
  then_start integer NOT NULL,
  then_end integer NOT NULL,
  event text COLLATE "C"
);

CREATE INDEX conditions_story ON conditions (story);

CREATE TABLE positions (
  position bigint PRIMARY KEY,
  story bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  story_actor bigint NOT NULL REFERENCES story_actors ON DELETE CASCADE,
  issue text COLLATE "C" NOT NULL,
  stance text COLLATE "C" NOT NULL,
  "start" integer NOT NULL,
  "end" integer NOT NULL,
  statement text COLLATE "C",
  date_from text COLLATE "C",
  date_to text COLLATE "C",
  date_start integer,
  date_end integer
);

CREATE INDEX positions_story ON positions (story);

CREATE INDEX positions_story_actor ON positions (story_actor);

-- What assembly works out. All of it can be thrown away and made again; signatures and overlaps are kept from one assembly to
-- the next, because they depend on the texts alone.
CREATE TABLE signatures (
  story bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  n_shingles integer NOT NULL,
  bands text COLLATE "C" NOT NULL
);

CREATE TABLE "overlaps" (
  one bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  other bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  shared integer NOT NULL,
  n_one integer NOT NULL,
  n_other integer NOT NULL,
  PRIMARY KEY (one, other)
);

CREATE INDEX overlaps_other ON "overlaps" (other);

CREATE TABLE duplicates (
  story bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  duplicate_of bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
  rule text COLLATE "C" NOT NULL,
  score double precision NOT NULL,
  own_share double precision NOT NULL
);

CREATE INDEX duplicates_of ON duplicates (duplicate_of);

CREATE TABLE actors (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  country text COLLATE "C",
  code text COLLATE "C",
  names text COLLATE "C" NOT NULL
);

CREATE TABLE actor_names (
  actor text COLLATE "C" NOT NULL REFERENCES actors ON DELETE CASCADE,
  folded text COLLATE "C" NOT NULL
);

CREATE INDEX actor_names_actor ON actor_names (actor);

CREATE TABLE actor_of (
  story_actor bigint PRIMARY KEY REFERENCES story_actors ON DELETE CASCADE,
  actor text COLLATE "C" NOT NULL REFERENCES actors ON DELETE CASCADE
);

CREATE INDEX actor_of_actor ON actor_of (actor);

CREATE TABLE facts (
  id text COLLATE "C" PRIMARY KEY,
  type text COLLATE "C" NOT NULL,
  mode text COLLATE "C",
  place text COLLATE "C",
  date_from text COLLATE "C",
  date_to text COLLATE "C",
  status text COLLATE "C" NOT NULL,
  first_seen text COLLATE "C",
  last_seen text COLLATE "C",
  n_stories integer NOT NULL,
  n_copies integer NOT NULL,
  agreed text COLLATE "C" NOT NULL,
  disputed text COLLATE "C" NOT NULL
);

CREATE TABLE fact_of (
  event bigint PRIMARY KEY REFERENCES events ON DELETE CASCADE,
  fact text COLLATE "C" NOT NULL REFERENCES facts ON DELETE CASCADE
);

CREATE INDEX fact_of_fact ON fact_of (fact);

CREATE TABLE fact_parties (
  fact text COLLATE "C" NOT NULL REFERENCES facts ON DELETE CASCADE,
  side text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  actor text COLLATE "C" NOT NULL REFERENCES actors ON DELETE CASCADE,
  PRIMARY KEY (fact, side, number)
);

CREATE INDEX fact_parties_actor ON fact_parties (actor);

CREATE TABLE prospects (
  id text COLLATE "C" PRIMARY KEY,
  fact text COLLATE "C" NOT NULL REFERENCES facts ON DELETE CASCADE,
  outcome text COLLATE "C" NOT NULL,
  due_from text COLLATE "C",
  due_to text COLLATE "C",
  opened text COLLATE "C",
  last_moved text COLLATE "C"
);

CREATE TABLE moves (
  prospect text COLLATE "C" NOT NULL REFERENCES prospects ON DELETE CASCADE,
  number integer NOT NULL,
  event bigint NOT NULL REFERENCES events ON DELETE CASCADE,
  day text COLLATE "C",
  status text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  due_from text COLLATE "C",
  due_to text COLLATE "C",
  rule text COLLATE "C" NOT NULL,
  score double precision NOT NULL,
  PRIMARY KEY (prospect, number)
);

CREATE INDEX moves_event ON moves (event);

CREATE TABLE issue_of (
  position bigint PRIMARY KEY REFERENCES positions ON DELETE CASCADE,
  issue text COLLATE "C" NOT NULL
);

CREATE INDEX issue_of_issue ON issue_of USING hash (issue);

CREATE TABLE shifts (
  before bigint NOT NULL REFERENCES positions ON DELETE CASCADE,
  after bigint NOT NULL REFERENCES positions ON DELETE CASCADE,
  actor text COLLATE "C" NOT NULL REFERENCES actors ON DELETE CASCADE,
  issue text COLLATE "C" NOT NULL,
  day text COLLATE "C",
  rule text COLLATE "C" NOT NULL,
  score double precision NOT NULL,
  PRIMARY KEY (before, after)
);

CREATE INDEX shifts_after ON shifts (after);

CREATE TABLE links (
  link bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  "left" text COLLATE "C" NOT NULL,
  "right" text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  score double precision NOT NULL,
  left_value text COLLATE "C" NOT NULL,
  right_value text COLLATE "C" NOT NULL
);

CREATE INDEX links_left ON links USING hash ("left");

CREATE INDEX links_right ON links USING hash ("right");

-- What was asked of the web, and what came of it. An answer like the one before it is counted in that one's row.
CREATE TABLE fetches (
  "fetch" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  url text COLLATE "C" NOT NULL,
  final_url text COLLATE "C",
  status integer,
  media_type text COLLATE "C",
  n_bytes bigint,
  hash text COLLATE "C",
  trouble text COLLATE "C",
  detail text COLLATE "C",
  page_id text COLLATE "C",
  first_at text COLLATE "C" NOT NULL,
  last_at text COLLATE "C" NOT NULL,
  n_times integer NOT NULL
);

CREATE INDEX fetches_url ON fetches USING hash (url);

CREATE INDEX fetches_page ON fetches USING hash (page_id);

CREATE INDEX pages_uri ON pages USING hash (uri);

-- How far each input was read, in its own words: an offset in a file, a file's size and time of change.
CREATE TABLE marks (
  input text COLLATE "C" NOT NULL,
  mark text COLLATE "C" NOT NULL,
  EXCLUDE USING hash (input WITH =)
);

-- The words of names and the stems of issues, so that a question finds its actors and issues without reading all of them.
CREATE TABLE actor_words (
  word text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL REFERENCES actors ON DELETE CASCADE
);

CREATE INDEX actor_words_word ON actor_words USING hash (word);

CREATE INDEX actor_words_actor ON actor_words (actor);

CREATE TABLE issue_words (
  stem text COLLATE "C" NOT NULL,
  issue text COLLATE "C" NOT NULL
);

CREATE INDEX issue_words_stem ON issue_words USING hash (stem);

CREATE UNIQUE INDEX issue_words_once ON issue_words (md5(stem), md5(issue));

-- One index for each way of asking.
CREATE INDEX pages_added ON pages (added);

CREATE INDEX pages_outcome ON pages (outcome);

CREATE INDEX stories_source ON stories USING hash ((lower(source)));

CREATE INDEX events_status ON events (status);

CREATE INDEX positions_issue ON positions USING hash (issue);

CREATE INDEX actors_code ON actors (code);

CREATE INDEX facts_type ON facts (type, status);

CREATE INDEX facts_status ON facts (status);

CREATE INDEX facts_first_day ON facts (coalesce(date_from, date_to));

CREATE INDEX facts_last_day ON facts (coalesce(date_to, date_from));

CREATE INDEX prospects_fact ON prospects (fact);

CREATE INDEX moves_due ON moves (due_to);

CREATE INDEX prospects_outcome ON prospects (outcome, due_to);

CREATE INDEX shifts_day ON shifts (day);

CREATE INDEX shifts_actor ON shifts (actor);

CREATE INDEX shifts_issue ON shifts USING hash (issue);

CREATE INDEX links_kind ON links (kind);

-- Full-text indexes, of the same words as those of an archive in a file; communique.archive.fulltext makes them.
CREATE TABLE story_words (
  story bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  n_words integer NOT NULL,
  words tsvector NOT NULL
);

CREATE INDEX story_words_words ON story_words USING gin (words);

CREATE TABLE statement_words (
  statement bigint PRIMARY KEY REFERENCES statements ON DELETE CASCADE,
  words tsvector NOT NULL
);

CREATE INDEX statement_words_words ON statement_words USING gin (words);

-- Lines for a person with an SQL prompt, under the design's words.
CREATE VIEW said AS
SELECT s.published, s.source, s.headline, a.name AS speaker,
  substr(s.text, t.cue_start + 1, t.cue_end - t.cue_start) AS cue, t.words, t.kind, t.form, t.date_from, t.date_to,
  a.id AS actor, t.id, s.id AS story
FROM statements t
JOIN stories s ON s.story = t.story
LEFT JOIN actor_of o ON o.story_actor = t.speaker
LEFT JOIN actors a ON a.id = o.actor;

CREATE VIEW reported AS
SELECT s.published, s.source, s.headline, e.type, e.mode, e.status,
  substr(s.text, e."start" + 1, e."end" - e."start") AS words,
  (SELECT string_agg(a.name, ', ' ORDER BY p.number) FROM event_parties p
    JOIN actor_of o ON o.story_actor = p.story_actor JOIN actors a ON a.id = o.actor
    WHERE p.event = e.event AND p.side = 'actor') AS actors,
  (SELECT string_agg(a.name, ', ' ORDER BY p.number) FROM event_parties p
    JOIN actor_of o ON o.story_actor = p.story_actor JOIN actors a ON a.id = o.actor
    WHERE p.event = e.event AND p.side = 'recipient') AS recipients,
  e.place, e.date_from, e.date_to, f.fact, e.id, s.id AS story
FROM events e
JOIN stories s ON s.story = e.story
LEFT JOIN fact_of f ON f.event = e.event;

CREATE VIEW happened AS
SELECT coalesce(f.date_from, f.date_to, f.first_seen) AS day, f.type, f.mode, f.status,
  (SELECT string_agg(a.name, ', ' ORDER BY p.number) FROM fact_parties p JOIN actors a ON a.id = p.actor
    WHERE p.fact = f.id AND p.side = 'actor') AS actors,
  (SELECT string_agg(a.name, ', ' ORDER BY p.number) FROM fact_parties p JOIN actors a ON a.id = p.actor
    WHERE p.fact = f.id AND p.side = 'recipient') AS recipients,
  f.place, f.date_from, f.date_to, f.first_seen, f.last_seen, f.n_stories, f.n_copies, f.agreed, f.disputed, f.id
FROM facts f;

CREATE VIEW stances AS
SELECT s.published, s.source, s.headline, a.name AS actor_name, coalesce(i.issue, p.issue) AS issue, p.stance,
  substr(s.text, p."start" + 1, p."end" - p."start") AS words, p.date_from, p.date_to, a.id AS actor, p.id, s.id AS story
FROM positions p
JOIN stories s ON s.story = p.story
LEFT JOIN actor_of o ON o.story_actor = p.story_actor
LEFT JOIN actors a ON a.id = o.actor
LEFT JOIN issue_of i ON i.position = p.position;

CREATE VIEW moved_stance AS
SELECT h.day, a.name AS actor_name, h.issue, b.stance AS stood, c.stance AS stands, h.rule, h.score,
  h.actor, b.id AS before_id, c.id AS after_id, s.id AS story
FROM shifts h
JOIN actors a ON a.id = h.actor
JOIN positions b ON b.position = h.before
JOIN positions c ON c.position = h.after
JOIN stories s ON s.story = c.story;

CREATE VIEW prospect_moves AS
SELECT r.id AS prospect, r.outcome, f.type, f.mode, r.due_from, r.due_to, r.opened, r.last_moved,
  (SELECT string_agg(a.name, ', ' ORDER BY p.side, p.number) FROM fact_parties p JOIN actors a ON a.id = p.actor
    WHERE p.fact = f.id) AS parties,
  m.number, m.day, m.note, m.status, substr(s.text, e."start" + 1, e."end" - e."start") AS words,
  s.source, s.headline, s.id AS story
FROM prospects r
JOIN facts f ON f.id = r.fact
JOIN moves m ON m.prospect = r.id
JOIN events e ON e.event = m.event
JOIN stories s ON s.story = e.story;

CREATE VIEW copies AS
SELECT s.published, s.source, s.headline, d.rule, d.score, d.own_share, s.id AS story,
  o.source AS first_source, o.published AS first_published, o.id AS duplicate_of
FROM duplicates d
JOIN stories s ON s.story = d.story
JOIN stories o ON o.story = d.duplicate_of;
