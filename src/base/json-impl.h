/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What json.c and json-write.c share; apart from base-impl.h because it needs jansson's header. */

#include <jansson.h>
#include <stdbool.h>

#include "base/base-impl.h"

/* Whether a setter lost something that belonged into this value (not into its children). */
bool
cdr_json_is_marked(const json_t *value);
