-- Version 4 of an archive on PostgreSQL: what reviewers say. `corrections` is only ever added to; `corrected` tells where each stands in the records as they are
-- read now, and is made anew with the rows of a page.
CREATE TABLE corrections (
  id text COLLATE "C" PRIMARY KEY,
  act text COLLATE "C" NOT NULL,
  made text COLLATE "C" NOT NULL,
  reviewer text COLLATE "C" NOT NULL,
  why text COLLATE "C",
  page_id text COLLATE "C",
  story_id text COLLATE "C",
  other_page_id text COLLATE "C",
  other_story_id text COLLATE "C",
  kind text COLLATE "C",
  entry text COLLATE "C",
  field text COLLATE "C",
  machine text COLLATE "C",
  value text COLLATE "C",
  undoes text COLLATE "C",
  line text COLLATE "C" NOT NULL
);

CREATE INDEX corrections_made ON corrections (made, id);

CREATE INDEX corrections_page ON corrections (page_id);

CREATE INDEX corrections_story ON corrections (story_id);

CREATE INDEX corrections_other_page ON corrections (other_page_id);

CREATE INDEX corrections_other_story ON corrections (other_story_id);

CREATE INDEX corrections_undoes ON corrections (undoes);

CREATE INDEX corrections_act ON corrections (act);

CREATE TABLE corrected (
  page bigint NOT NULL REFERENCES pages ON DELETE CASCADE,
  correction text COLLATE "C" NOT NULL,
  side text COLLATE "C" NOT NULL,
  story bigint REFERENCES stories ON DELETE CASCADE,
  kind text COLLATE "C" NOT NULL,
  entry text COLLATE "C",
  state text COLLATE "C" NOT NULL,
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
