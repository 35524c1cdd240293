/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include "support.h"

static const char *const names[] = { "Gulfview Traders Ltd", "Heron Traders Ltd", "Falcon Traders 2" };

struct copy {
	_Alignas(64) uint8_t bytes[65536];
	size_t n;
};

static struct copy *
copy_image(const struct tables *t, struct copy *copy)
{
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	copy->n = index->cdx.n_bytes;
	assert_true(copy->n <= sizeof(copy->bytes));
	memcpy(copy->bytes, index->cdx.image, copy->n);
	return copy;
}

static enum cdr_status
read(const struct tables *t, const struct copy *copy, struct cdr_cdx *ret, struct cdr_error *err)
{
	return cdr_cdx_read(copy->bytes, copy->n, t->config->digest, "x.cdx", ret, err);
}

static void
cdx_refuses_with_what_to_do(void **state)
{
	static struct copy copy;
	struct cdr_cdx cdx;
	struct cdr_cdx_header *header = (void *)copy.bytes;
	static const struct {
		size_t offset;
		const char *says;
	} fields[] = {
		{ offsetof(struct cdr_cdx_header, magic), "no index file" },
		{ offsetof(struct cdr_cdx_header, version), "another version" },
		{ offsetof(struct cdr_cdx_header, endian), "other byte order" },
		{ offsetof(struct cdr_cdx_header, table_checksum), "damaged at its beginning" },
		{ offsetof(struct cdr_cdx_header, n_capped_words), "damaged at its beginning" },
	};
	for (size_t i = 0; i < CDR_LEN(fields); i++) {
		struct cdr_error err = { 0 };
		copy_image(*state, &copy)->bytes[fields[i].offset] ^= 0x40;
		assert_int_equal(read(*state, &copy, &cdx, &err), CDR_EINPUT);
		if (!strstr(err.message, fields[i].says) || !strstr(err.message, "candor index build"))
			fail_msg("%s", err.message);
	}
	struct cdr_error err = { 0 };
	copy_image(*state, &copy);
	header->rules ^= 1;
	cdr_cdx_seal(copy.bytes);
	assert_int_equal(read(*state, &copy, &cdx, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "other rules"));
}

static void
cdx_refuses_every_length_but_its_own(void **state)
{
	static struct copy copy;
	struct cdr_cdx cdx;
	struct cdr_error err = { 0 };
	size_t whole = copy_image(*state, &copy)->n;
	for (copy.n = 0; copy.n < whole; copy.n += copy.n < 700 ? 1 : 97)
		assert_int_equal(read(*state, &copy, &cdx, &err), CDR_EINPUT);
	copy.n = whole + 1;
	assert_int_equal(read(*state, &copy, &cdx, &err), CDR_EINPUT);
	copy.n = whole;
	assert_int_equal(read(*state, &copy, &cdx, &err), CDR_OK);
}

static void
cdx_verifying_names_the_damaged_section(void **state)
{
	static struct copy copy;
	struct cdr_cdx cdx;
	struct cdr_error err = { 0 };
	assert_int_equal(read(*state, copy_image(*state, &copy), &cdx, &err), CDR_OK);
	assert_int_equal(cdr_cdx_verify(&cdx, "x.cdx", &err), CDR_OK);
	for (size_t part = 0; part < CDR_CDX_SECTIONS; part++) {
		if (!cdx.table[part].n_bytes)
			continue;
		copy_image(*state, &copy)->bytes[cdx.table[part].offset] ^= 1;
		assert_int_equal(cdr_cdx_verify(&cdx, "x.cdx", &err), CDR_EINPUT);
		if (!strstr(err.message, cdr_cdx_section_name((enum cdr_cdx_part)part)))
			fail_msg("%s", err.message);
	}
}

static void
cdx_tables_of_sections_that_cannot_be_are_refused(void **state)
{
	static struct copy copy;
	struct cdr_cdx cdx;
	struct cdr_error err = { 0 };
	for (size_t part = 0; part < CDR_CDX_SECTIONS; part++) {
		copy_image(*state, &copy);
		struct cdr_cdx_section *table = (void *)(copy.bytes + sizeof(struct cdr_cdx_header));
		struct cdr_cdx_header *header = (void *)copy.bytes;
		uint64_t sum = header->table_checksum;
		table[part].offset += 1;
		assert_int_equal(read(*state, &copy, &cdx, &err), CDR_EINPUT);
		table[part].offset -= 1;
		assert_int_equal(header->table_checksum, sum);
	}
}

static void
cdx_places_out_of_bounds_read_as_nothing(void **state)
{
	static struct copy copy;
	struct cdr_cdx cdx;
	struct cdr_error err = { 0 };
	assert_int_equal(read(*state, copy_image(*state, &copy), &cdx, &err), CDR_OK);
	uint32_t first = 9;
	size_t n = 9, n_forms = 9;
	struct cdr_cdx_name far = { .tokens = UINT32_MAX, .n_tokens = 3 }, many = { .n_tokens = 255 };
	assert_int_equal(cdr_cdx_text(&cdx, UINT32_MAX).n, 0);
	assert_int_equal(cdr_cdx_text(&cdx, (uint32_t)cdx.n_text_bytes - 1).n, 0);
	assert_ptr_equal(cdr_cdx_word(&cdx, UINT32_MAX), cdx.words);
	assert_int_equal(cdr_cdx_name(&cdx, UINT32_MAX)->n_tokens, 0);
	assert_int_equal(cdr_cdx_names_of(&cdx, UINT32_MAX, &first), 0);
	assert_int_equal(cdr_cdx_identifiers_of(&cdx, UINT32_MAX, &first), 0);
	(void)cdr_cdx_tokens(&cdx, &far, &n, &n_forms);
	assert_int_equal(n + n_forms, 0);
	(void)cdr_cdx_tokens(&cdx, &many, &n, &n_forms);
	assert_int_equal(n + n_forms, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cdx_refuses_with_what_to_do),
		cmocka_unit_test(cdx_refuses_every_length_but_its_own),
		cmocka_unit_test(cdx_verifying_names_the_damaged_section),
		cmocka_unit_test(cdx_tables_of_sections_that_cannot_be_are_refused),
		cmocka_unit_test(cdx_places_out_of_bounds_read_as_nothing),
	};
	return cmocka_run_group_tests_name("cdx", tests, load_tables, drop_tables);
}
