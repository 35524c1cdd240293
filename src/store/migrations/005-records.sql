-- SPDX-License-Identifier: Apache-2.0
-- What is on record about parties.

-- An audit, a certificate, a training, a question of a survey, an allegation. Identity only; contents are versions.
--   kind        a record kind's word, as of the kind of file it came from
--   public_id   "r-" and 16 hexadecimal digits of SHA-256 over kind, organisation and key (as of subjects)
--   key         identity inside the organisation and kind
CREATE TABLE records (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	kind TEXT NOT NULL,
	public_id TEXT NOT NULL,
	key TEXT NOT NULL,
	UNIQUE (organisation, public_id),
	UNIQUE (organisation, kind, key)
) STRICT;

-- The contents of a record over time, as subject_versions; the party it is about is in data, since a row may be mended to
-- name another.
CREATE TABLE record_versions (
	record INTEGER NOT NULL REFERENCES records (id),
	version INTEGER NOT NULL,
	from_import INTEGER NOT NULL REFERENCES imports (id),
	data TEXT NOT NULL,
	file TEXT,
	sheet TEXT,
	row_number INTEGER NOT NULL,
	line_number INTEGER NOT NULL,
	PRIMARY KEY (record, version)
) STRICT, WITHOUT ROWID;
