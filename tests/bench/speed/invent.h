/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Invented company names whose words are as unevenly spread as real ones: the n-th commonest word is met with a chance
 * proportional to 1/n, out of three million. The same on every machine. And ways in which names get damaged. */

#include "candor/base.h"

struct dice {
	uint64_t state;
};
uint32_t
dice_below(struct dice *dice, uint32_t n);
/* Both write at most `cap` bytes into `out` and return how many. */
size_t
invent_name(struct dice *dice, char *out, size_t cap);

enum damage { DAMAGE_NONE = 0, DAMAGE_LETTER, DAMAGE_WORD, DAMAGE_FORM, DAMAGE_KINDS };
size_t
damage_name(struct dice *dice, enum damage kind, struct cdr_str name, char *out, size_t cap);
const char *
damage_title(enum damage kind);
