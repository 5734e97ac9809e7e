-- Signatures as text: no table holds anything that cannot be shown.
CREATE TABLE signatures_as_text (
  story INTEGER PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  n_shingles INTEGER NOT NULL,
  bands TEXT NOT NULL
);

INSERT INTO signatures_as_text (story, n_shingles, bands) SELECT story, n_shingles, lower(hex(bands)) FROM signatures;

DROP TABLE signatures;

ALTER TABLE signatures_as_text RENAME TO signatures;

-- The words of names and the stems of issues, so that a question finds its actors and issues without reading all of them.
CREATE TABLE actor_words (
  word TEXT NOT NULL,
  actor TEXT NOT NULL REFERENCES actors ON DELETE CASCADE,
  PRIMARY KEY (word, actor)
) WITHOUT ROWID;

CREATE INDEX actor_words_actor ON actor_words (actor);

CREATE TABLE issue_words (
  stem TEXT NOT NULL,
  issue TEXT NOT NULL,
  PRIMARY KEY (stem, issue)
) WITHOUT ROWID;

-- One index for each way of asking.
CREATE INDEX pages_added ON pages (added);

CREATE INDEX pages_outcome ON pages (outcome);

CREATE INDEX stories_source ON stories (lower(source));

CREATE INDEX events_status ON events (status);

CREATE INDEX positions_issue ON positions (issue);

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

CREATE INDEX shifts_issue ON shifts (issue);

CREATE INDEX links_kind ON links (kind);

CREATE INDEX fetches_last ON fetches (url, last_at);

-- Lines for a person with an SQL prompt, under the design's words.
DROP VIEW statement_lines;

DROP VIEW event_lines;

DROP VIEW position_lines;

DROP VIEW prospect_lines;

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
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM event_parties p
    JOIN actor_of o ON o.story_actor = p.story_actor JOIN actors a ON a.id = o.actor
    WHERE p.event = e.event AND p.side = 'actor' ORDER BY p.number)) AS actors,
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM event_parties p
    JOIN actor_of o ON o.story_actor = p.story_actor JOIN actors a ON a.id = o.actor
    WHERE p.event = e.event AND p.side = 'recipient' ORDER BY p.number)) AS recipients,
  e.place, e.date_from, e.date_to, f.fact, e.id, s.id AS story
FROM events e
JOIN stories s ON s.story = e.story
LEFT JOIN fact_of f ON f.event = e.event;

CREATE VIEW happened AS
SELECT coalesce(f.date_from, f.date_to, f.first_seen) AS day, f.type, f.mode, f.status,
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM fact_parties p JOIN actors a ON a.id = p.actor
    WHERE p.fact = f.id AND p.side = 'actor' ORDER BY p.number)) AS actors,
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM fact_parties p JOIN actors a ON a.id = p.actor
    WHERE p.fact = f.id AND p.side = 'recipient' ORDER BY p.number)) AS recipients,
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
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM fact_parties p JOIN actors a ON a.id = p.actor
    WHERE p.fact = f.id ORDER BY p.side, p.number)) AS parties,
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
