-- SPDX-License-Identifier: Apache-2.0
-- The life of a statement: what people changed in a draft, and the steps it took to publication.

-- One act of a person; only ever added, so that the present state is what the acts add up to.
--   act         a word of the statement room: an edit ("text", "add", …) or a step ("reviewed", "signed", …)
--   key         of the claim that is edited; NULL for steps
--   sha256      of the text a step speaks of, which is kept in raw_files; NULL for edits
--   evidence    number of its record in the evidence chain
--   data        JSON, owned by the statement room
CREATE TABLE statement_acts (
	id INTEGER PRIMARY KEY,
	statement INTEGER NOT NULL REFERENCES statements (id),
	act TEXT NOT NULL,
	key TEXT,
	created_at TEXT NOT NULL,
	actor TEXT,
	sha256 TEXT,
	evidence INTEGER NOT NULL,
	data TEXT NOT NULL
) STRICT;
CREATE INDEX statement_acts_by_statement ON statement_acts (statement, id);
CREATE INDEX statements_by_organisation ON statements (organisation, law, year, id);
