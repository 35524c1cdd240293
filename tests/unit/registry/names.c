/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#include "registry/registry-impl.h"

#define NAMES_HEAD                                                                                                     \
	HEAD "format: {type: csv}\nfields: {name: N, status: {value: x}}\nidentity: [N]\n"                             \
	     "statuses: [{word: x, status: valid}]\n"
/* The patterns below are those of two definitions shipped; the definitions' own samples are another test. */
#define LIST_RULES                                                                                                     \
	NAMES_HEAD "names:\n"                                                                                          \
		   "  shapes:\n"                                                                                       \
		   "    - {match: '^Ship:\\s*(.+)$', keep: '$1', type: vessel}\n"                                      \
		   "    - {match: '^Catch of (.+)$', keep: '$1', split: [',\\s*or\\s+', ',\\s*'], type: unsaid}\n"     \
		   "    - {match: '^All\\s', type: goods}\n"                                                           \
		   "  split: [';\\s*', '(?:(?<=Ltd\\.)|(?<=Inc))\\s+and\\s+(?=.*\\b(?:Ltd|Inc)\\.?$)']\n"              \
		   "  alias: [',?\\s*\\ba/k/a\\s+(.+?)(?=,?\\s*\\ba/k/a\\s|$)']\n"                                     \
		   "  variants: [{match: '(\\S+)\\s*\\(or\\s+([^()]+)\\)', forms: ['$1', '$2']}]\n"
#define BRACKET_RULES                                                                                                  \
	NAMES_HEAD "names:\n"                                                                                          \
		   "  replace: {\"`\": \"'\"}\n"                                                                       \
		   "  alias: ['\\s*\\((?i:formerly|for[.:]|for(?=\\s))\\s*:?\\s*((?:[^()]|\\([^()]*\\))*)\\)?']\n"     \
		   "  cut_at: 75\n"

struct wanted {
	const char *cell;
	/* firms by '#', each "name=alias=alias", as in "A=a=b#C" */
	const char *split;
};

static void
append(struct cdr_buf *buf, const struct registry_name_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		cdr_buf_printf(buf, "%s%.*s", i ? "#" : "", CDR_STR_ARG(list->items[i].name));
		for (size_t k = 0; k < list->items[i].aliases.n; k++)
			cdr_buf_printf(buf, "=%.*s", CDR_STR_ARG(list->items[i].aliases.items[k]));
	}
	cdr_buf_putc(buf, '\0');
}

static void
check_table(const char *yaml, const struct wanted *table, size_t n)
{
	cdr_owned(cdr_registry) registry = load_registry(yaml);
	for (size_t i = 0; i < n; i++) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
		cdr_auto(cdr_buf) got = CDR_BUF_INIT;
		struct registry_name_list list;
		struct cdr_error err = { 0 };
		assert_int_equal(registry_split_names(&registry->private->names, NULL, cdr_str_from(table[i].cell),
		                                      arena, &list, &err),
		                 CDR_OK);
		append(&got, &list);
		assert_string_equal(got.p, table[i].split);
	}
}

static void
names_are_split_into_firms_and_aliases(void **state)
{
	(void)state;
	static const struct wanted table[] = {
		{ "Plain Works", "Plain Works" },
		{ "  Two   Blanks ", "Two Blanks" },
		{ "Works, Imagined City, Province", "Works, Imagined City, Province" },
		{ "A Works, a/k/a B Works", "A Works=B Works" },
		{ "A Works, a/k/a B Works, a/k/a C Works", "A Works=B Works=C Works" },
		{ "A Works a/k/a A Works", "A Works" },
		{ "A Works, a/k/a B, a/k/a B", "A Works=B" },
		{ "A Works; B Works", "A Works#B Works" },
		{ "A Works, a/k/a X; B Works, a/k/a Y", "A Works=X#B Works=Y" },
		{ "A Co., Ltd. and B Co., Ltd.", "A Co., Ltd.#B Co., Ltd." },
		{ "A Farming, Industry, and Trade Co., Ltd.", "A Farming, Industry, and Trade Co., Ltd." },
		{ "A Trade and Business Co., Ltd.", "A Trade and Business Co., Ltd." },
		{ "A Co., Ltd. and friends", "A Co., Ltd. and friends" },
		{ "North Xing (or Xin) (New Day) Plant", "North Xing (New Day) Plant=North Xin (New Day) Plant" },
		{ "Tong (or Tong) Fittings", "Tong Fittings" },
		{ "A, a/k/a North Xing (or Xin) Plant", "A=North Xing Plant=North Xin Plant" },
		{ "Catch of Wang, Li 8, or Far Shore", "Wang#Li 8#Far Shore" },
		{ "Ship: Wang 1", "Wang 1" },
		{ "All gold; mined, a/k/a anywhere", "All gold; mined, a/k/a anywhere" },
		{ "; ;", "; ;" },
		{ "a/k/a Only Alias", "Only Alias" },
	};
	check_table(LIST_RULES, table, CDR_LEN(table));
}

static void
names_in_brackets_become_aliases(void **state)
{
	(void)state;
	static const struct wanted table[] = {
		{ "A INC (FORMERLY B INC)", "A INC=B INC" },  { "A INC (formerly B INC)", "A INC=B INC" },
		{ "A INC (FORMERLY B MANP", "A INC=B MANP" }, { "A INC (FOR. B INC)", "A INC=B INC" },
		{ "A INC (FOR:B INC)", "A INC=B INC" },       { "A INC (FOR B INC", "A INC=B INC" },
		{ "A (FORAI) INC", "A (FORAI) INC" },         { "A INC (FORMERLY B (X) INC)", "A INC=B (X) INC" },
		{ "A (FORMERLY B) INC", "A INC=B" },          { "3 K`S INT`L.", "3 K'S INT'L." },
	};
	check_table(BRACKET_RULES, table, CDR_LEN(table));
}

static void
names_tell_what_sort_of_party_they_are(void **state)
{
	(void)state;
	static const struct {
		const char *cell, *type;
		bool says;
	} table[] = {
		{ "Ship: Wang 1", "vessel", true },
		{ "Catch of Wang, or Li", "", true },
		{ "All cotton", "goods", true },
		{ "Plain Works", "", false },
	};
	cdr_owned(cdr_registry) registry = load_registry(LIST_RULES);
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
	for (size_t i = 0; i < CDR_LEN(table); i++) {
		struct registry_name_list list;
		assert_int_equal(registry_split_names(&registry->private->names, NULL, cdr_str_from(table[i].cell),
		                                      arena, &list, NULL),
		                 CDR_OK);
		assert_int_equal(list.items[0].says_type, table[i].says);
		assert_true(cdr_str_equal(list.items[0].party_type, cdr_str_from(table[i].type)) ||
		            (!list.items[0].party_type.p && !*table[i].type));
	}
}

static void
names_beyond_the_limit_are_refused(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(LIST_RULES);
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
	cdr_auto(cdr_buf) cell = CDR_BUF_INIT;
	struct registry_name_list list = { .n = 7 };
	struct cdr_error err = { 0 };
	for (int i = 0; i <= REGISTRY_MAX_PIECES; i++)
		cdr_buf_printf(&cell, "Firm %d; ", i);
	assert_int_equal(registry_split_names(&registry->private->names, NULL, cdr_buf_str(&cell), arena, &list, &err),
	                 CDR_ELIMIT);
	assert_int_equal(list.n, 7);
}

static void
names_survive_an_alias_pattern_that_matches_blanks(void **state)
{
	(void)state;
	static const struct wanted table[] = { { "A B", "A B" } };
	check_table(NAMES_HEAD "names: {alias: ['\\s']}\n", table, CDR_LEN(table));
}

#define COUNTED_RULES                                                                                                  \
	NAMES_HEAD "names:\n"                                                                                          \
		   "  alias_lists:\n"                                                                                  \
		   "    - {match: '\\s*\\((?:and|including) (\\w+) alias(?:es)?: ([^()]*)\\)',\n"                      \
		   "       split: ['\\s*;\\s*(?:and\\s+)?', '\\s+and\\s+']}\n"                                         \
		   "    - {match: ',? also ([^,]+)$', split: ['\\s*/\\s*']}\n"                                         \
		   "  asides:\n"                                                                                       \
		   "    - {match: '\\s+and its (\\w+ \\S+-based subsidiaries)', attribute: group}\n"                   \
		   "    - {match: '\\s+and its (affiliates)', attribute: group}\n"

/* The cell's first name, its aliases, its asides ("=" and "@" before each), and "!" for each doubt. */
static void
check_counted(const struct cdr_normaliser *normaliser, const struct wanted *table, size_t n)
{
	cdr_owned(cdr_registry) registry = load_registry(COUNTED_RULES);
	for (size_t i = 0; i < n; i++) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
		cdr_auto(cdr_buf) got = CDR_BUF_INIT;
		struct registry_name_list list;
		assert_int_equal(registry_split_names(&registry->private->names, normaliser,
		                                      cdr_str_from(table[i].cell), arena, &list, NULL),
		                 CDR_OK);
		append(&got, &list);
		got.n--;
		for (size_t k = 0; k < list.items[0].n_asides; k++)
			cdr_buf_printf(&got, "@%.*s:%.*s", CDR_STR_ARG(list.items[0].asides[k].name),
			               CDR_STR_ARG(list.items[0].asides[k].value));
		for (size_t k = 0; k < list.doubts.n; k++)
			cdr_buf_putc(&got, '!');
		cdr_buf_putc(&got, '\0');
		assert_string_equal(got.p, table[i].split);
	}
}

static void
names_take_as_many_aliases_as_are_said(void **state)
{
	(void)state;
	static const struct wanted table[] = {
		{ "A Co. (including two aliases: B Co. and C Co.)", "A Co.=B Co.=C Co." },
		{ "A Co. (including 2 aliases: B Co. and C Co.)", "A Co.=B Co.=C Co." },
		{ "A Co. (and one alias: Dyeing and Printing)", "A Co.=Dyeing and Printing" },
		{ "A Co. (and three aliases: B; C and D; and E)", "A Co.=B=C and D=E" },
		{ "A Co. (and two aliases: B and C and D)", "A Co.=B and C and D!" },
		{ "A Co. (including several aliases: B and C)", "A Co.=B=C" },
		{ "A Co., also B / C", "A Co.=B=C" },
		{ "A Co., also B", "A Co.=B" },
		{ "A (including two aliases: A and B)", "A=B" },
	};
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	check_counted(normaliser, table, CDR_LEN(table));
	static const struct wanted unsaid[] = { { "A (and two aliases: B; C and D; and E)", "A=B=C and D=E" } };
	check_counted(NULL, unsaid, 1); /* without a normaliser a number in words says nothing */
}

static void
names_keep_remarks_beside_them(void **state)
{
	(void)state;
	static const struct wanted table[] = {
		{ "A Corp. and its eight Riverton-based subsidiaries",
		  "A Corp.@group:eight Riverton-based subsidiaries" },
		{ "A Corp. and its affiliates and its two X-based subsidiaries",
		  "A Corp.@group:two X-based subsidiaries@group:affiliates" },
		{ "A Corp. and its people", "A Corp. and its people" },
	};
	check_counted(NULL, table, CDR_LEN(table));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_split_into_firms_and_aliases),
		cmocka_unit_test(names_in_brackets_become_aliases),
		cmocka_unit_test(names_tell_what_sort_of_party_they_are),
		cmocka_unit_test(names_survive_an_alias_pattern_that_matches_blanks),
		cmocka_unit_test(names_beyond_the_limit_are_refused),
		cmocka_unit_test(names_take_as_many_aliases_as_are_said),
		cmocka_unit_test(names_keep_remarks_beside_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
