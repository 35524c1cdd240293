/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of the http room share. */

#include "candor/http.h"

#define ROOM "http"

/* router.c: finds the route of a method and path and fills the parameters; NULL and *ret_path_known when only the method
 * does not fit. */
const struct cdr_http_route *
router_find(const struct cdr_http_route *routes, struct cdr_str method, struct cdr_str path,
            struct cdr_str ret_parameters[CDR_HTTP_MAX_PARAMETERS], bool *ret_path_known);
