-- The sentences of each story, so that what a follow-up repeats of an earlier story is found without reading the texts again.
CREATE TABLE sentences (
  story INTEGER PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  packed TEXT NOT NULL
);

-- Passages that a story repeats from an earlier one.
CREATE TABLE background (
  story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  first INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  first_start INTEGER NOT NULL,
  PRIMARY KEY (story, start)
);

CREATE INDEX background_first ON background (first);
