-- The sentences of each story, so that what a follow-up repeats of an earlier story is found without reading the texts again.
CREATE TABLE sentences (
  story BIGINT PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  packed TEXT NOT NULL
);

-- Passages that a story repeats from an earlier one.
CREATE TABLE background (
  story BIGINT NOT NULL REFERENCES stories ON DELETE CASCADE,
  start BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  first BIGINT NOT NULL REFERENCES stories ON DELETE CASCADE,
  first_start BIGINT NOT NULL,
  PRIMARY KEY (story, start)
);

CREATE INDEX background_first ON background (first);
