-- SPDX-License-Identifier: Apache-2.0
-- What people said of parties that may be one.

-- Two parties that somebody said are one, kept as a record and not by touching their rows, so that it is undone exactly.
-- Saying so and undoing it each take a number in imports (kinds 'merge' and 'unmerge'), the clock of all subjects: a merge
-- holds at import N where from_import <= N and (to_import = 0 or to_import > N).
--   kept        keeps its id and speaks for both; it may later be merged itself
--   merged      is merged into at most one party at any time
CREATE TABLE merges (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	kept INTEGER NOT NULL REFERENCES subjects (id),
	merged INTEGER NOT NULL REFERENCES subjects (id),
	from_import INTEGER NOT NULL REFERENCES imports (id),
	to_import INTEGER NOT NULL,
	reason TEXT NOT NULL,
	actor TEXT,
	created_at TEXT NOT NULL,
	undone_reason TEXT,
	undone_by TEXT,
	undone_at TEXT
) STRICT;
CREATE INDEX merges_by_organisation ON merges (organisation, id);
CREATE INDEX merges_by_merged ON merges (merged, from_import);
CREATE INDEX merges_by_kept ON merges (kept, from_import);

-- Two parties that somebody said are not one: they are not proposed again. one < other.
CREATE TABLE distinct_parties (
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	one INTEGER NOT NULL REFERENCES subjects (id),
	other INTEGER NOT NULL REFERENCES subjects (id),
	reason TEXT NOT NULL,
	actor TEXT,
	created_at TEXT NOT NULL,
	PRIMARY KEY (one, other)
) STRICT;
CREATE INDEX distinct_parties_by_organisation ON distinct_parties (organisation, created_at);
