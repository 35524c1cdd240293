/* SPDX-License-Identifier: Apache-2.0 */
/* Telling a listener how far work is. No listener means nobody asks for a stop. */

#include "candor/base.h"

bool
cdr_progress_tell(const struct cdr_progress *progress, const char *label, uint64_t done, uint64_t total)
{
	return !progress || !progress->tell || progress->tell(progress->context, label, done, total);
}
