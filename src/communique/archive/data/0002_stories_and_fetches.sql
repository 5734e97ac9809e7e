-- What a page says of a story beside its day: moments are ISO 8601 text, as exact as the page gives them.
ALTER TABLE stories ADD COLUMN published_at TEXT;

ALTER TABLE stories ADD COLUMN updated_at TEXT;

ALTER TABLE stories ADD COLUMN url TEXT;

ALTER TABLE stories ADD COLUMN section TEXT;

-- What was asked of the web, and what came of it. An answer like the one before it is counted in that one's row.
CREATE TABLE fetches (
  fetch INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  final_url TEXT,
  status INTEGER,
  media_type TEXT,
  n_bytes INTEGER,
  hash TEXT,
  trouble TEXT,
  detail TEXT,
  page_id TEXT,
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  n_times INTEGER NOT NULL
);

CREATE INDEX fetches_url ON fetches (url);

CREATE INDEX fetches_page ON fetches (page_id);

CREATE INDEX pages_uri ON pages (uri);

-- How far each input was read, in its own words: an offset in a file, a file's size and time of change.
CREATE TABLE marks (
  input TEXT PRIMARY KEY,
  mark TEXT NOT NULL
);
