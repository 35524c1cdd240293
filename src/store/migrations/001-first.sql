-- SPDX-License-Identifier: Apache-2.0
-- The first schema. Rules for every table and every migration: README.md of this folder's parent.

-- One row per reporting organisation; everything below that belongs to one names it by this number.
--   name        the id people use ("acme"), from the organisation file
CREATE TABLE organisations (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	created_at TEXT NOT NULL
) STRICT;

-- What an organisation says of itself; the latest version holds.
--   data        canonical JSON of the organisation file
CREATE TABLE organisation_versions (
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	version INTEGER NOT NULL,
	created_at TEXT NOT NULL,
	data TEXT NOT NULL,
	PRIMARY KEY (organisation, version)
) STRICT;

-- One uploaded file taken in. The number orders time: "as of import N" is the world after N was taken in.
--   mapping     JSON: which column of the file became which canonical column
CREATE TABLE imports (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	kind TEXT NOT NULL,
	file TEXT,
	sha256 TEXT,
	created_at TEXT NOT NULL,
	mapping TEXT,
	size INTEGER NOT NULL,
	n_read INTEGER NOT NULL,
	n_accepted INTEGER NOT NULL,
	n_rejected INTEGER NOT NULL,
	n_created INTEGER NOT NULL,
	n_changed INTEGER NOT NULL,
	n_unchanged INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_by_organisation ON imports (organisation, id);

-- A row of an uploaded file that was not taken in, with its place and the reason; in the order of the file.
--   place       the cell as text; column_name: canonical or the file's own
CREATE TABLE rejects (
	id INTEGER PRIMARY KEY,
	import INTEGER NOT NULL REFERENCES imports (id),
	file TEXT,
	sheet TEXT,
	row_number INTEGER NOT NULL,
	line_number INTEGER NOT NULL,
	place TEXT,
	column_name TEXT,
	reason TEXT
) STRICT;
CREATE INDEX rejects_by_import ON rejects (import, id);

-- A party or an engagement: whatever a screening looks at. Identity only; contents are versions.
--   kind        'party' or 'engagement'
--   public_id   "p-" or "e-" and 16 hexadecimal digits of SHA-256 over kind, organisation and key (subject.c)
--   key         identity inside the organisation
CREATE TABLE subjects (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	kind TEXT NOT NULL CHECK (kind IN ('party', 'engagement')),
	public_id TEXT NOT NULL,
	key TEXT NOT NULL,
	UNIQUE (organisation, kind, public_id),
	UNIQUE (organisation, kind, key)
) STRICT;

-- The contents of a subject over time. The one that holds at import N is the greatest version with from_import <= N.
--   data        the record's JSON without id, key, version and origin: versions differ when these bytes do
--   file …      origin of the row that made this version; a row that only moved makes no new one
CREATE TABLE subject_versions (
	subject INTEGER NOT NULL REFERENCES subjects (id),
	version INTEGER NOT NULL,
	from_import INTEGER NOT NULL REFERENCES imports (id),
	data TEXT NOT NULL,
	file TEXT,
	sheet TEXT,
	row_number INTEGER NOT NULL,
	line_number INTEGER NOT NULL,
	PRIMARY KEY (subject, version)
) STRICT, WITHOUT ROWID;

-- One dated copy of a registry. as_of is a day as YYYYMMDD, 0 when unknown. Snapshots arrive in any order of as_of.
CREATE TABLE snapshots (
	id INTEGER PRIMARY KEY,
	registry TEXT NOT NULL,
	as_of INTEGER NOT NULL,
	taken_at TEXT NOT NULL,
	file TEXT,
	sha256 TEXT NOT NULL,
	definition_sha256 TEXT NOT NULL,
	registry_title TEXT, -- this and the two below as the definition had them when the copy was taken
	registry_kind INTEGER NOT NULL,
	freshness_days INTEGER NOT NULL,
	n_rows INTEGER NOT NULL,
	n_entries INTEGER NOT NULL,
	n_rejected INTEGER NOT NULL,
	n_whole INTEGER NOT NULL, -- rows the source said it has in all; 0 when it does not say
	UNIQUE (registry, as_of, sha256, definition_sha256)
) STRICT;

-- Identity of a registry entry.
CREATE TABLE entries (
	id INTEGER PRIMARY KEY,
	registry TEXT NOT NULL,
	key TEXT NOT NULL,
	UNIQUE (registry, key)
) STRICT;

-- Every form an entry was ever shown in, numbered in the order Candor met them, which need not be the order of time:
-- when a form was shown is told by snapshot_entries.
--   data        the entry's JSON without id, registry, key, version and origin; sha256 is over these bytes
CREATE TABLE entry_versions (
	id INTEGER PRIMARY KEY,
	entry INTEGER NOT NULL REFERENCES entries (id),
	version INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	data TEXT NOT NULL,
	UNIQUE (entry, version),
	UNIQUE (entry, sha256)
) STRICT;

-- What a snapshot showed, row by row; a row that stands twice in the source stands twice here.
--   position    0, 1, 2 … in the order given by the registry room
CREATE TABLE snapshot_entries (
	snapshot INTEGER NOT NULL REFERENCES snapshots (id),
	position INTEGER NOT NULL,
	entry_version INTEGER NOT NULL REFERENCES entry_versions (id),
	file TEXT,
	sheet TEXT,
	row_number INTEGER NOT NULL,
	line_number INTEGER NOT NULL,
	PRIMARY KEY (snapshot, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_entries_by_version ON snapshot_entries (entry_version, snapshot);

-- Rule data a screening was made with, as saved by cdr_bundle_save, so that it can be repeated.
CREATE TABLE rulesets (
	sha256 TEXT PRIMARY KEY,
	created_at TEXT NOT NULL,
	bundle TEXT NOT NULL
) STRICT;

-- A screening and its pins.
--   state       'running' or 'done'
--   resume_at   the last subject done, for a screening that was cut off
--   digest      SHA-256 over all results in order
CREATE TABLE screenings (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	created_at TEXT NOT NULL,
	finished_at TEXT,
	state TEXT NOT NULL CHECK (state IN ('running', 'done')),
	as_of INTEGER NOT NULL,
	pin_import INTEGER NOT NULL,
	pin_snapshots TEXT,
	pin_through INTEGER NOT NULL, -- newest snapshot then; sightings of later ones stay out
	ruleset_sha256 TEXT,
	resume_at TEXT,
	digest TEXT,
	n_subjects INTEGER NOT NULL,
	n_done INTEGER NOT NULL,
	n_findings INTEGER NOT NULL,
	n_clear INTEGER NOT NULL,
	n_possible INTEGER NOT NULL,
	n_match INTEGER NOT NULL,
	n_not_checked INTEGER NOT NULL
) STRICT;
CREATE INDEX screenings_by_organisation ON screenings (organisation, id);

-- A screening's answer about one subject, in the order in which subjects were done.
--   verdict     a verdict's word; gaps: JSON array of what could not be answered
CREATE TABLE screened_subjects (
	id INTEGER PRIMARY KEY,
	screening INTEGER NOT NULL REFERENCES screenings (id),
	subject_id TEXT NOT NULL,
	verdict TEXT NOT NULL,
	gaps TEXT,
	UNIQUE (screening, subject_id)
) STRICT;

-- A finding over all screenings that produced it: its latest form and what people made of it.
--   public_id   "f-" and the first 16 digits of the fingerprint
--   state       a finding state's word; changed: for 'reopened', what differs from the form decided about
--   data        the finding's JSON as the last screening gave it
CREATE TABLE findings (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	public_id TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	material TEXT,
	state TEXT NOT NULL,
	changed TEXT,
	first_seen_at TEXT NOT NULL,
	last_screening INTEGER NOT NULL REFERENCES screenings (id),
	data TEXT NOT NULL,
	UNIQUE (organisation, fingerprint)
) STRICT;
CREATE INDEX findings_by_public_id ON findings (organisation, public_id);

-- A finding as one screening gave it. severity 0 (info) … 4 (critical), so that it sorts.
CREATE TABLE screening_findings (
	screening INTEGER NOT NULL REFERENCES screenings (id),
	finding INTEGER NOT NULL REFERENCES findings (id),
	public_id TEXT NOT NULL,
	severity INTEGER NOT NULL,
	party_id TEXT,
	data TEXT NOT NULL,
	PRIMARY KEY (screening, finding)
) STRICT;
CREATE INDEX screening_findings_in_order ON screening_findings (screening, severity DESC, public_id);

-- A person's decisions about a finding, oldest first; the latest holds.
--   material, data   the form of the finding that was decided about
CREATE TABLE dispositions (
	id INTEGER PRIMARY KEY,
	finding INTEGER NOT NULL REFERENCES findings (id),
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	actor TEXT,
	created_at TEXT NOT NULL,
	material TEXT,
	data TEXT NOT NULL
) STRICT;
CREATE INDEX dispositions_by_finding ON dispositions (finding, id);

-- Drafts of statements; draft is JSON owned by the statement room.
CREATE TABLE statements (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	law TEXT NOT NULL,
	year TEXT,
	created_at TEXT NOT NULL,
	draft TEXT NOT NULL
) STRICT;

-- The evidence chain; meaning and hash are specified in src/evidence/chain.c. Rows are only ever added.
CREATE TABLE evidence (
	number INTEGER PRIMARY KEY,
	created_at TEXT NOT NULL,
	actor TEXT,
	act TEXT NOT NULL,
	subject TEXT,
	detail TEXT,
	previous TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;

-- One row: number and hash of the last record appended, so that a chain cut short at its end shows.
CREATE TABLE evidence_mark (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	number INTEGER NOT NULL,
	hash TEXT NOT NULL
) STRICT;

-- Work that waits or runs.
--   state       'queued' 'running' 'done' 'failed'
--   free_at     seconds since 1970: a queued or running job may be taken from then on (a wait, or the end of a lease)
CREATE TABLE jobs (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	kind TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
	payload TEXT,
	result TEXT,
	error TEXT,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	actor TEXT,
	attempts INTEGER NOT NULL,
	n_done INTEGER NOT NULL,
	n_total INTEGER NOT NULL,
	free_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, id);

-- Answers remembered for an Idempotency-Key.
CREATE TABLE idempotency (
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	key TEXT NOT NULL,
	created_at TEXT NOT NULL,
	request_sha256 TEXT NOT NULL,
	http_status INTEGER NOT NULL,
	body TEXT,
	PRIMARY KEY (organisation, key)
) STRICT;

-- API tokens: the SHA-256 of each, never the token.
CREATE TABLE tokens (
	sha256 TEXT PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisations (id),
	name TEXT NOT NULL,
	created_at TEXT NOT NULL
) STRICT;

-- Bytes of uploads that wait for a job.
CREATE TABLE uploads (
	sha256 TEXT PRIMARY KEY,
	created_at TEXT NOT NULL,
	bytes BLOB NOT NULL
) STRICT;
