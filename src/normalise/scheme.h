/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Kinds of identifiers, and the check digits of those that have some. Shared by identifier.c, scheme.c, check-digit.c and
 * check-europe.c. */

#include "candor/normalise.h"

/* What a column without the name of a scheme may mean. */
enum cdr_scheme_kind { CDR_SCHEME_COMPANY = 1, CDR_SCHEME_TAX = 2, CDR_SCHEME_VAT = 4 };

#define CDR_SCHEME_MAX_BYTES 64 /* of a value in canonical form */

struct cdr_scheme {
	const char *name, *title;
	const char *country; /* alpha-2; "" when issued worldwide */
	const char *shape;   /* by '|': '#' a digit, '@' a letter, '*' either, all else itself */
	const char *affixes; /* by '|': what may stand before or behind the number; the end of the name always may */
	uint8_t kinds;
	uint8_t pad_from; /* shorter values of so many characters at least get zeros before their first digit, up to
	                   * the length of the first shape; 0: none do */
	bool (*check)(struct cdr_str canonical); /* NULL: none is published, or it is not known for certain */
	const char *firm; /* scheme of the part that names the firm, not its branch or state; NULL: the whole does */
	uint8_t from, n;  /* where in the canonical form it stands */
	uint8_t bare;     /* length in which it is also written without its check digit; 0: none */
};

/* A value understood. */
struct cdr_scheme_reading {
	const struct cdr_scheme *scheme; /* NULL: none is known */
	char text[CDR_SCHEME_MAX_BYTES]; /* canonical */
	size_t n;
	enum cdr_identifier_check check;
	bool shaped; /* the text is of the scheme's shape */
	bool padded;
};

/* The scheme of that name or usual word, NULL when none is. */
const struct cdr_scheme *
cdr_scheme_find(struct cdr_str word);
/* Reads `value`, folded to words, as of a scheme. */
void
cdr_scheme_read(const struct cdr_scheme *scheme, struct cdr_str words, struct cdr_scheme_reading *ret);
/* The scheme that is meant by a word, a country (may be empty) and the value itself. */
void
cdr_scheme_resolve(struct cdr_str word, struct cdr_str country, struct cdr_str words, struct cdr_scheme_reading *ret);
/* The i-th scheme, NULL behind the last. */
const struct cdr_scheme *
cdr_scheme_at(size_t i);

/* -------------------------------------------------------------------------------------------------------- check digits */

/* Value of a digit or letter, letters of either case from 10 on; the sum of values times weights, the latter written
 * the same way; the number that digits make. */
unsigned
cdr_check_digit_value(char c);
unsigned
cdr_check_sum(const char *digits, const char *weights);
uint64_t
cdr_check_number(const char *digits, size_t n);
bool
cdr_check_luhn(const char *digits, size_t n);
bool
cdr_check_mod_11_10(const char *digits, size_t n);

/* One for each scheme; the text is of its shape. */
bool
cdr_check_lei(struct cdr_str s);
bool
cdr_check_imo(struct cdr_str s);
bool
cdr_check_br_cnpj(struct cdr_str s);
bool
cdr_check_br_cpf(struct cdr_str s);
bool
cdr_check_ar_cuit(struct cdr_str s);
bool
cdr_check_cl_rut(struct cdr_str s);
bool
cdr_check_co_nit(struct cdr_str s);
bool
cdr_check_pe_ruc(struct cdr_str s);
bool
cdr_check_ru_inn(struct cdr_str s);
bool
cdr_check_ru_ogrn(struct cdr_str s);
bool
cdr_check_ua_edrpou(struct cdr_str s);
bool
cdr_check_cn_uscc(struct cdr_str s);
bool
cdr_check_in_gstin(struct cdr_str s);
bool
cdr_check_tw_ubn(struct cdr_str s);
bool
cdr_check_jp_corporate_number(struct cdr_str s);
bool
cdr_check_kr_brn(struct cdr_str s);
bool
cdr_check_tr_vkn(struct cdr_str s);
bool
cdr_check_th_tin(struct cdr_str s);
bool
cdr_check_vn_mst(struct cdr_str s);
bool
cdr_check_il_hp(struct cdr_str s);
bool
cdr_check_au_abn(struct cdr_str s);
bool
cdr_check_au_acn(struct cdr_str s);
bool
cdr_check_nz_nzbn(struct cdr_str s);
bool
cdr_check_gb_vat(struct cdr_str s);
bool
cdr_check_es_nif(struct cdr_str s);
bool
cdr_check_it_piva(struct cdr_str s);
bool
cdr_check_fr_siren(struct cdr_str s);
bool
cdr_check_fr_siret(struct cdr_str s);
bool
cdr_check_fr_vat(struct cdr_str s);
bool
cdr_check_de_vat(struct cdr_str s);
bool
cdr_check_be_kbo(struct cdr_str s);
bool
cdr_check_nl_btw(struct cdr_str s);
bool
cdr_check_pl_nip(struct cdr_str s);
bool
cdr_check_pl_regon(struct cdr_str s);
bool
cdr_check_ch_uid(struct cdr_str s);
bool
cdr_check_at_uid(struct cdr_str s);
bool
cdr_check_se_orgnr(struct cdr_str s);
bool
cdr_check_no_orgnr(struct cdr_str s);
bool
cdr_check_dk_cvr(struct cdr_str s);
bool
cdr_check_fi_ytunnus(struct cdr_str s);
bool
cdr_check_cz_ico(struct cdr_str s);
bool
cdr_check_sk_dph(struct cdr_str s);
bool
cdr_check_ro_cui(struct cdr_str s);
bool
cdr_check_hu_tax(struct cdr_str s);
bool
cdr_check_gr_afm(struct cdr_str s);
bool
cdr_check_bg_eik(struct cdr_str s);
bool
cdr_check_hr_oib(struct cdr_str s);
bool
cdr_check_pt_nif(struct cdr_str s);
bool
cdr_check_ee_kmkr(struct cdr_str s);
bool
cdr_check_ee_reg(struct cdr_str s);
bool
cdr_check_ie_vat(struct cdr_str s);
bool
cdr_check_lu_tva(struct cdr_str s);
bool
cdr_check_si_ddv(struct cdr_str s);
bool
cdr_check_mt_vat(struct cdr_str s);
bool
cdr_check_lt_pvm(struct cdr_str s);
bool
cdr_check_cy_vat(struct cdr_str s);
bool
cdr_check_lv_reg(struct cdr_str s);
