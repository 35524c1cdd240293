/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A damaged index: the input says which bytes of a good image are changed (place, value), after that the image is sealed
 * again, so that the damage gets past the checksum of its beginning, and is opened, verified and asked. Whatever is in
 * it: no crash, no reading outside. An input that begins with the magic is an image itself.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "match/index-impl.h"

struct world {
	struct cdr_bundle bundle;
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *config;
	struct cdr_match_index *index;
};

static const char *const names[] = { "Gulfview Recruitment Co., Ltd.",
	                             "Heron Bay Garments (formerly Marisol Ltd)",
	                             "Coastal Northern Oil Factory 12",
	                             "Quillonbrook & Sons, c/o Falcon Trading",
	                             "Трейд Ромашка ООО",
	                             "ปลาทะเลไทย จำกัด",
	                             "" };

static void
load(struct world *world)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	cdr_require(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &world->bundle, NULL) == CDR_OK);
	cdr_require(cdr_normaliser_load(&world->bundle, &world->normaliser, NULL) == CDR_OK);
	cdr_require(cdr_match_config_load(&world->bundle, world->normaliser, &world->config, NULL) == CDR_OK);
	cdr_require(cdr_match_index_new(world->config, world->normaliser, &world->index, NULL) == CDR_OK);
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		const struct cdr_identifier identifier = { CDR_STR("licence:xx"), CDR_STR("RL-7"), { NULL, 0 } };
		struct cdr_match_subject subject = { .name = cdr_str_from(names[i]),
			                             .country = CDR_STR("GB"),
			                             .identifiers = &identifier,
			                             .n_identifiers = 1,
			                             .id = CDR_STR("id") };
		cdr_require(cdr_match_index_add(world->index, (uint32_t)i, &subject, NULL) == CDR_OK);
	}
	cdr_require(cdr_match_index_finish(world->index, NULL) == CDR_OK);
}

static void
ask(struct cdr_match_index *index)
{
	cdr_owned(cdr_matcher) matcher = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	const struct cdr_identifier identifier = { CDR_STR("licence:xx"), CDR_STR("RL-7"), { NULL, 0 } };
	cdr_require(cdr_matcher_new(index, &matcher, NULL) == CDR_OK);
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		struct cdr_match_subject subject = { .name = cdr_str_from(names[i]),
			                             .country = CDR_STR("GB"),
			                             .identifiers = &identifier,
			                             .n_identifiers = 1 };
		const struct cdr_match_hit *hits = NULL;
		struct cdr_match_hit hit;
		struct cdr_str id, name;
		size_t n = 0;
		cdr_require(cdr_matcher_query(matcher, &subject, 3, 0, &hits, &n, NULL) == CDR_OK);
		for (size_t k = 0; k < n; k++) {
			(void)cdr_match_index_entry(index, hits[k].number, &id, &name);
			if (cdr_matcher_explain(matcher, k, arena, &hit, NULL) == CDR_OK)
				cdr_require(hit.score >= 0 && hit.score <= 1);
		}
	}
}

static void
open_image(const struct world *world, const uint8_t *image, size_t n)
{
	struct cdr_match_index index = { .config = world->config, .normaliser = world->normaliser };
	struct cdr_error err = { 0 };
	if (cdr_cdx_read(image, n, world->config->digest, "fuzz", &index.cdx, &err) != CDR_OK)
		return;
	enum cdr_status status = cdr_match_index_verify(&index, "fuzz", &err);
	cdr_require(status == CDR_OK || status == CDR_EINPUT);
	ask(&index);
	cdr_owned(cdr_match_index) updated = NULL;
	if (cdr_match_index_update(&index, NULL, 0, &updated, &err) == CDR_OK &&
	    cdr_match_index_finish(updated, &err) == CDR_OK)
		ask(updated);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	if (!world.config)
		load(&world);
	size_t n = world.index->cdx.n_bytes;
	bool whole = size >= 8 && memcmp(data, CDR_CDX_MAGIC, 8) == 0;
	uint8_t *image = cdr_alloc(whole ? size : n);
	cdr_require(image != NULL);
	memcpy(image, whole ? data : world.index->cdx.image, whole ? size : n);
	for (size_t i = 0; !whole && i + 3 <= size; i += 3)
		image[(size_t)(data[i] | data[i + 1] << 8) % n] = data[i + 2];
	if (whole) {
		open_image(&world, image, size);
	} else {
		/* Sealing follows the table, so only an intact table can be sealed; a changed one is refused or not. */
		size_t table = CDR_CDX_SECTIONS * sizeof(struct cdr_cdx_section) + sizeof(struct cdr_cdx_header);
		if (memcmp(image + sizeof(struct cdr_cdx_header),
		           world.index->cdx.image + sizeof(struct cdr_cdx_header),
		           table - sizeof(struct cdr_cdx_header)) == 0)
			cdr_cdx_seal(image);
		open_image(&world, image, n);
	}
	cdr_free(image);
	return 0;
}
