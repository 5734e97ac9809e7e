-- Version 4: what reviewers say. `corrections` is only ever added to; `corrected` tells where each stands in the records as they are
-- read now, and is made anew with the rows of a page.
CREATE TABLE corrections (
  id TEXT PRIMARY KEY,
  act TEXT NOT NULL,
  made TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  why TEXT,
  page_id TEXT,
  story_id TEXT,
  other_page_id TEXT,
  other_story_id TEXT,
  kind TEXT,
  entry TEXT,
  field TEXT,
  machine TEXT,
  value TEXT,
  undoes TEXT,
  line TEXT NOT NULL
);

CREATE INDEX corrections_made ON corrections (made, id);

CREATE INDEX corrections_page ON corrections (page_id);

CREATE INDEX corrections_story ON corrections (story_id);

CREATE INDEX corrections_other_page ON corrections (other_page_id);

CREATE INDEX corrections_other_story ON corrections (other_story_id);

CREATE INDEX corrections_undoes ON corrections (undoes);

CREATE INDEX corrections_act ON corrections (act);

CREATE TABLE corrected (
  page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE,
  correction TEXT NOT NULL,
  side TEXT NOT NULL,
  story INTEGER REFERENCES stories ON DELETE CASCADE,
  kind TEXT NOT NULL,
  entry TEXT,
  state TEXT NOT NULL,
  PRIMARY KEY (page, correction, side)
);

CREATE INDEX corrected_correction ON corrected (correction);

CREATE INDEX corrected_story ON corrected (story);

CREATE VIEW reviewed AS
SELECT c.made, c.reviewer, c.act, c.kind, c.field, c.machine, c.value, c.why,
  CASE WHEN EXISTS (SELECT u.id FROM corrections u WHERE u.undoes = c.id) THEN 'undone' ELSE d.state END AS state,
  s.published, s.source, s.headline, c.entry, c.id, s.id AS story
FROM corrections c
LEFT JOIN corrected d ON d.correction = c.id AND d.side = 'target'
LEFT JOIN stories s ON s.story = d.story;
