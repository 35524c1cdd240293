-- SPDX-License-Identifier: Apache-2.0
-- Where copies of registries came from, the bytes they were made of, and those that were not let in.

-- One request for one file of a registry's source, also when nothing came of it.
--   part        which of the source's files, from 0
--   url         as asked for; answered: that answered, after redirects
--   outcome     'fetched', 'not_modified', 'failed'; problem: why it failed
--   etag, last_modified, headers   as the server sent them
--   sha256      of the bytes, in raw_files; size of them
CREATE TABLE fetches (
	id INTEGER PRIMARY KEY,
	registry TEXT NOT NULL,
	part INTEGER NOT NULL,
	url TEXT NOT NULL,
	fetched_at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	answered TEXT,
	etag TEXT,
	last_modified TEXT,
	content_type TEXT,
	headers TEXT,
	sha256 TEXT,
	size INTEGER NOT NULL,
	problem TEXT
) STRICT;
CREATE INDEX fetches_by_registry ON fetches (registry, part, id);

-- The bytes of every file that a copy was made of, by digest; packed with zstd. Size is that of the file.
CREATE TABLE raw_files (
	sha256 TEXT PRIMARY KEY,
	kept_at TEXT NOT NULL,
	size INTEGER NOT NULL,
	bytes BLOB NOT NULL
) STRICT;

-- Which files make up the copy of that digest, in the definition's order.
CREATE TABLE copy_files (
	registry TEXT NOT NULL,
	copy_sha256 TEXT NOT NULL,
	position INTEGER NOT NULL,
	file TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	PRIMARY KEY (registry, copy_sha256, position)
) STRICT, WITHOUT ROWID;

-- A copy that failed its checks and does not serve. Counts are 0 when it could not be read at all.
CREATE TABLE quarantined (
	id INTEGER PRIMARY KEY,
	registry TEXT NOT NULL,
	as_of INTEGER NOT NULL,
	taken_at TEXT NOT NULL,
	file TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	definition_sha256 TEXT NOT NULL,
	n_rows INTEGER NOT NULL,
	n_entries INTEGER NOT NULL,
	n_rejected INTEGER NOT NULL,
	reason TEXT NOT NULL
) STRICT;
CREATE INDEX quarantined_by_registry ON quarantined (registry, id);
