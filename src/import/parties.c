/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of a supplier row -> a party. Columns with a slot of their own go there, identifiers become identifiers, all
 * else is an attribute. Nothing of the row is left behind.
 */
#include "candor/import.h"

#include "candor/base.h"
#include "import/import-impl.h"

/* Canonical columns that have a slot; "id" is the key. */
static const char *const slots[] = { "id",     "name",     "name_local", "kind",    "country",  "address", "city",
	                             "region", "postcode", "sector",     "aliases", "products", NULL };

/* A number of a register or company means something in its own country: the supplier's, unless the row says otherwise. */
static struct cdr_str
identifier_country(const struct cdr_import_definition *definition, struct cdr_str country)
{
	bool global = cdr_str_equal(definition->scheme, CDR_STR("lei")) ||
	              cdr_str_equal(definition->scheme, CDR_STR("os_id"));
	return global ? (struct cdr_str){ NULL, 0 } : country;
}

static enum cdr_status
make_identifiers(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_party *party,
                 struct cdr_error *err)
{
	party->identifiers = cdr_arena_alloc(job->scratch, (job->columns->n + 1) * sizeof(*party->identifiers));
	if (!party->identifiers)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < job->columns->n; i++) {
		const struct cdr_import_definition *definition = &job->columns->definitions[i];
		struct cdr_str value = row->values[i].text;
		if (definition->type == CDR_IMPORT_IDENTIFIER && value.n)
			party->identifiers[party->n_identifiers++] =
				(struct cdr_identifier){ definition->scheme, value,
				                         identifier_country(definition, party->country) };
	}
	return CDR_OK;
}

static void
make_list(const struct cdr_import_job *job, const struct cdr_import_row *row, const char *column, struct cdr_str **ret,
          size_t *ret_n)
{
	const struct cdr_import_definition *definition = cdr_import_columns_find(job->columns, column);
	if (!definition)
		return;
	*ret = row->values[definition->index].items;
	*ret_n = row->values[definition->index].n_items;
}

enum cdr_status
cdr_import_party_make(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key,
                      struct cdr_party *ret, struct cdr_error *err)
{
	struct cdr_party party = {
		.key = key,
		.name = cdr_import_row_get(job, row, "name"),
		.name_local = cdr_import_row_get(job, row, "name_local"),
		.kind = cdr_import_row_get(job, row, "kind"),
		.country = cdr_import_row_get(job, row, "country"),
		.address = cdr_import_row_get(job, row, "address"),
		.city = cdr_import_row_get(job, row, "city"),
		.region = cdr_import_row_get(job, row, "region"),
		.postcode = cdr_import_row_get(job, row, "postcode"),
		.sector = cdr_import_row_get(job, row, "sector"),
		.origin = row->origin,
	};
	make_list(job, row, "aliases", &party.aliases, &party.n_aliases);
	make_list(job, row, "products", &party.products, &party.n_products);
	CDR_TRY(make_identifiers(job, row, &party, err));
	CDR_TRY(cdr_import_row_attributes(job, row, slots, &party.attributes, &party.n_attributes, err));
	*ret = party;
	return CDR_OK;
}
