-- SPDX-License-Identifier: Apache-2.0
-- What could not be answered is the same for most rows of a list, which lack the same columns: it is kept once.

-- A set of gaps, as screened subjects share it.
--   sha256      of gaps
--   gaps        JSON array of what could not be answered
CREATE TABLE gap_sets (
	sha256 TEXT PRIMARY KEY,
	gaps TEXT NOT NULL
) STRICT;

-- Takes the place of screened_subjects.gaps, which screenings made before have.
ALTER TABLE screened_subjects ADD COLUMN gap_set TEXT REFERENCES gap_sets (sha256);
