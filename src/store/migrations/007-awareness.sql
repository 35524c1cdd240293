-- SPDX-License-Identifier: Apache-2.0
-- What was known when: a screening also rests on what the one before it showed and on what people had done about it.

-- Pinned when a screening begins; 0: nothing was there, or the screening is older than these.
--   pin_screening      the latest finished screening of the organisation
--   pin_dispositions   the newest disposition then
ALTER TABLE screenings ADD COLUMN pin_screening INTEGER NOT NULL DEFAULT 0;
ALTER TABLE screenings ADD COLUMN pin_dispositions INTEGER NOT NULL DEFAULT 0;
CREATE INDEX screening_findings_by_finding ON screening_findings (finding, screening);
