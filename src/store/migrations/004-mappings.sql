-- SPDX-License-Identifier: Apache-2.0
-- A mapping of columns (YAML, as given with --map) that holds for every later file of that kind with the same headers.
-- shape: SHA-256 of the folded headers, sorted. Saving again replaces it; what an import was read by is in imports.
CREATE TABLE import_mappings (
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	kind TEXT NOT NULL,
	shape TEXT NOT NULL,
	name TEXT NOT NULL,
	yaml TEXT NOT NULL,
	saved_at TEXT NOT NULL,
	PRIMARY KEY (organisation, kind, shape)
) STRICT, WITHOUT ROWID;
