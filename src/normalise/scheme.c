/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of identifiers there are, what their values look like, and which kind is meant. Check digits are in
 * check-digit.c and check-europe.c. What surprises: a column called "tax number" says less than the number in it, so the
 * kind follows from word, country and value together; and where nothing fits, the word itself stays the scheme.
 *
 * Shapes follow the publications named at the check digits; those without any: OS ID: Open Supply Hub, "OS ID" (country,
 * year, day of the year, six characters; how the last are made is unverified). Companies House, "Company registration
 * numbers: prefixes". UEI: General Services Administration, "UEI technical specifications". EIN: Internal Revenue Service,
 * Publication 1635. D-U-N-S: Dun & Bradstreet (its check digit was given up). UEN: ACRA, "What is UEN". CIN: Ministry of
 * Corporate Affairs of India. PAN: Income-tax Rules, rule 114. RFC: Código Fiscal de la Federación, article 27. HRB:
 * Handelsregisterverordnung; a number is unique at its court only. KVK, KRS, FN, business registration (Hong Kong),
 * enterprise numbers (South Africa): the registers' own pages.
 */
#include "normalise/scheme.h"

#include <string.h>

#define COMPANY CDR_SCHEME_COMPANY
#define TAX CDR_SCHEME_TAX
#define VAT (CDR_SCHEME_VAT | CDR_SCHEME_TAX)
#define BOTH (CDR_SCHEME_COMPANY | CDR_SCHEME_TAX)
#define ALL (CDR_SCHEME_COMPANY | CDR_SCHEME_TAX | CDR_SCHEME_VAT)
#define NO_FIRM NULL, 0, 0

/* Of one country the likelier comes first. */
static const struct cdr_scheme schemes[] = {
	{ "lei", "LEI", "", "********************", "", 0, 0, cdr_check_lei, NO_FIRM },
	{ "imo", "IMO number", "", "#######", "", 0, 0, cdr_check_imo, NO_FIRM },
	{ "os_id", "OS ID", "", "@@#######******", "OSID", 0, 0, NULL, NO_FIRM },
	{ "duns", "D-U-N-S number", "", "#########", "", 0, 7, NULL, NO_FIRM },

	{ "ar_cuit", "CUIT", "AR", "###########", "", BOTH, 0, cdr_check_ar_cuit, NO_FIRM },
	{ "at_fn", "Firmenbuch number", "AT", "######@", "", COMPANY, 2, NULL, NO_FIRM },
	{ "at_uid", "VAT number", "AT", "U########", "AT", VAT, 0, cdr_check_at_uid, NO_FIRM },
	{ "au_abn", "ABN", "AU", "###########", "", BOTH, 0, cdr_check_au_abn, "au_acn", 2, 9 },
	{ "au_acn", "ACN", "AU", "#########", "ARBN", BOTH, 7, cdr_check_au_acn, NO_FIRM },
	{ "be_kbo", "enterprise number", "BE", "##########", "BE|BCE|TVA|BTW|BTWBE|TVABE", ALL, 9, cdr_check_be_kbo,
	  NO_FIRM },
	{ "bg_eik", "EIK", "BG", "#########|#############", "BG|BULSTAT", ALL, 0, cdr_check_bg_eik, "bg_eik", 0, 9 },
	{ "br_cnpj", "CNPJ", "BR", "************##", "", ALL, 13, cdr_check_br_cnpj, "br_cnpj", 0, 8 },
	{ "br_cpf", "CPF", "BR", "###########", "", TAX, 10, cdr_check_br_cpf, NO_FIRM },
	{ "ch_uid", "UID", "CH", "CHE#########", "MWST|TVA|IVA|HR", ALL, 0, cdr_check_ch_uid, NO_FIRM },
	{ "cl_rut", "RUT", "CL", "########*", "", BOTH, 8, cdr_check_cl_rut, NO_FIRM },
	{ "cn_uscc", "unified social credit code", "CN", "**######**********", "", ALL, 0, cdr_check_cn_uscc, NO_FIRM },
	{ "co_nit", "NIT", "CO", "##########|#########", "", BOTH, 0, cdr_check_co_nit, "co_nit", 0, 9, 9 },
	{ "cy_vat", "VAT number", "CY", "########@", "CY", VAT, 0, cdr_check_cy_vat, NO_FIRM },
	{ "cz_ico", "IČO", "CZ", "########", "CZ|DIC|DICCZ", ALL, 6, cdr_check_cz_ico, NO_FIRM },
	{ "de_hrb", "commercial register number", "DE", "", "", COMPANY, 0, NULL, NO_FIRM },
	{ "de_vat", "VAT number", "DE", "#########", "DE|USTID|USTIDDE|USTIDNR", VAT, 0, cdr_check_de_vat, NO_FIRM },
	{ "dk_cvr", "CVR number", "DK", "########", "DK|SE", ALL, 0, cdr_check_dk_cvr, NO_FIRM },
	{ "ee_reg", "register code", "EE", "########", "", COMPANY, 0, cdr_check_ee_reg, NO_FIRM },
	{ "ee_kmkr", "VAT number", "EE", "#########", "EE", VAT, 0, cdr_check_ee_kmkr, NO_FIRM },
	{ "es_nif", "NIF", "ES", "@#######*|########@", "ES|CIF|NIE|DNI", ALL, 0, cdr_check_es_nif, NO_FIRM },
	{ "fi_ytunnus", "business id", "FI", "########", "FI", ALL, 7, cdr_check_fi_ytunnus, NO_FIRM },
	{ "fr_siren", "SIREN", "FR", "#########", "RCS", BOTH, 0, cdr_check_fr_siren, NO_FIRM },
	{ "fr_siret", "SIRET", "FR", "##############", "", BOTH, 13, cdr_check_fr_siret, "fr_siren", 0, 9 },
	{ "fr_vat", "VAT number", "FR", "**#########", "FR|TVA|TVAFR", VAT, 0, cdr_check_fr_vat, "fr_siren", 2, 9 },
	{ "gb_company", "Companies House number", "GB", "########|@@######|R#######|@@#####R|@@#####S|@@####RS", "",
	  COMPANY, 1, NULL, NO_FIRM },
	{ "gb_vat", "VAT number", "GB", "#########|############", "GB|XI", VAT, 0, cdr_check_gb_vat, "gb_vat", 0, 9 },
	{ "gr_afm", "AFM", "GR", "#########", "EL|GR|TIN", ALL, 8, cdr_check_gr_afm, NO_FIRM },
	{ "hk_br", "business registration number", "HK", "########|###########|################", "BRN|BRC", BOTH, 0,
	  NULL, "hk_br", 0, 8 },
	{ "hk_company", "company registration number", "HK", "#######", "CR", COMPANY, 4, NULL, NO_FIRM },
	{ "hr_oib", "OIB", "HR", "###########", "HR", ALL, 0, cdr_check_hr_oib, NO_FIRM },
	{ "hu_tax", "tax number", "HU", "###########|########", "HU", VAT, 0, cdr_check_hu_tax, "hu_tax", 0, 8 },
	{ "ie_vat", "VAT number", "IE", "#######@|#######@@", "IE", VAT, 0, cdr_check_ie_vat, NO_FIRM },
	{ "il_hp", "company number", "IL", "#########", "", ALL, 0, cdr_check_il_hp, NO_FIRM },
	{ "in_gstin", "GSTIN", "IN", "##@@@@@####@***", "GST", VAT, 0, cdr_check_in_gstin, "in_pan", 2, 10 },
	{ "in_pan", "PAN", "IN", "@@@@@####@", "", BOTH, 0, NULL, NO_FIRM },
	{ "in_cin", "CIN", "IN", "L#####@@####@@@######|U#####@@####@@@######", "", COMPANY, 0, NULL, NO_FIRM },
	{ "it_piva", "partita IVA", "IT", "###########", "IT|CF", ALL, 10, cdr_check_it_piva, NO_FIRM },
	{ "jp_corporate_number", "corporate number", "JP", "#############", "T|JCN", ALL, 0,
	  cdr_check_jp_corporate_number, NO_FIRM },
	{ "kr_brn", "business registration number", "KR", "##########", "", BOTH, 0, cdr_check_kr_brn, NO_FIRM },
	{ "lt_pvm", "VAT number", "LT", "#########|############", "LT", VAT, 0, cdr_check_lt_pvm, NO_FIRM },
	{ "lu_tva", "VAT number", "LU", "########", "LU", VAT, 0, cdr_check_lu_tva, NO_FIRM },
	{ "lv_reg", "registration number", "LV", "###########", "LV", ALL, 0, cdr_check_lv_reg, NO_FIRM },
	{ "mt_vat", "VAT number", "MT", "########", "MT", VAT, 0, cdr_check_mt_vat, NO_FIRM },
	{ "mx_rfc", "RFC", "MX", "@@@######***|@@@@######***|@@######***", "", BOTH, 0, NULL, NO_FIRM },
	{ "nl_kvk", "KVK number", "NL", "########", "", COMPANY, 7, NULL, NO_FIRM },
	{ "nl_btw", "VAT number", "NL", "#########B##", "NL", VAT, 0, cdr_check_nl_btw, NO_FIRM },
	{ "no_orgnr", "organisation number", "NO", "#########", "NO|MVA|FORETAKSREGISTERET", ALL, 0, cdr_check_no_orgnr,
	  NO_FIRM },
	{ "nz_nzbn", "NZBN", "NZ", "94###########", "", COMPANY, 0, cdr_check_nz_nzbn, NO_FIRM },
	{ "pe_ruc", "RUC", "PE", "###########", "", BOTH, 0, cdr_check_pe_ruc, NO_FIRM },
	{ "pl_nip", "NIP", "PL", "##########", "PL", VAT, 0, cdr_check_pl_nip, NO_FIRM },
	{ "pl_krs", "KRS number", "PL", "##########", "", COMPANY, 5, NULL, NO_FIRM },
	{ "pl_regon", "REGON", "PL", "#########|##############", "", BOTH, 0, cdr_check_pl_regon, "pl_regon", 0, 9 },
	{ "pt_nif", "NIPC", "PT", "#########", "PT|NIPC", ALL, 0, cdr_check_pt_nif, NO_FIRM },
	{ "ro_cui", "CUI", "RO", "##########", "RO|CIF|RO", ALL, 4, cdr_check_ro_cui, NO_FIRM },
	{ "ru_ogrn", "OGRN", "RU", "#############|###############", "OGRNIP", BOTH, 0, cdr_check_ru_ogrn, NO_FIRM },
	{ "ru_inn", "INN", "RU", "##########|############", "", BOTH, 0, cdr_check_ru_inn, NO_FIRM },
	{ "se_orgnr", "organisation number", "SE", "##########", "SE|16", ALL, 0, cdr_check_se_orgnr, NO_FIRM },
	{ "se_vat", "VAT number", "SE", "##########01", "SE", VAT, 0, cdr_check_se_orgnr, "se_orgnr", 0, 10 },
	{ "sg_uen", "UEN", "SG", "#########@|########@|@##@@####@", "GST", BOTH, 0, NULL, NO_FIRM },
	{ "si_ddv", "VAT number", "SI", "########", "SI", VAT, 0, cdr_check_si_ddv, NO_FIRM },
	{ "sk_ico", "IČO", "SK", "########", "", COMPANY, 6, cdr_check_cz_ico, NO_FIRM },
	{ "sk_dph", "VAT number", "SK", "##########", "SK", VAT, 0, cdr_check_sk_dph, NO_FIRM },
	{ "th_tin", "tax id", "TH", "#############", "", BOTH, 0, cdr_check_th_tin, NO_FIRM },
	{ "tr_vkn", "VKN", "TR", "##########", "", BOTH, 9, cdr_check_tr_vkn, NO_FIRM },
	{ "tw_ubn", "unified business number", "TW", "########", "", ALL, 7, cdr_check_tw_ubn, NO_FIRM },
	{ "ua_edrpou", "EDRPOU", "UA", "########", "", BOTH, 7, cdr_check_ua_edrpou, NO_FIRM },
	{ "us_ein", "EIN", "US", "#########", "", TAX, 8, NULL, NO_FIRM },
	{ "us_uei", "UEI", "US", "************", "", 0, 0, NULL, NO_FIRM },
	{ "vn_mst", "tax code", "VN", "##########|#############", "", BOTH, 9, cdr_check_vn_mst, "vn_mst", 0, 10 },
	{ "za_reg", "enterprise number", "ZA", "############|K##########", "", COMPANY, 0, NULL, NO_FIRM },
};

/* Other words for schemes, without blanks and marks. */
static const struct {
	const char *word, *name;
} words_for[] = {
	{ "leicode", "lei" },      { "leinumber", "lei" },      { "legalentityidentifier", "lei" },
	{ "imonumber", "imo" },    { "oshub", "os_id" },        { "oshubid", "os_id" },
	{ "oarid", "os_id" },      { "dunsnumber", "duns" },    { "dunscode", "duns" },
	{ "uei", "us_uei" },       { "ein", "us_ein" },         { "fein", "us_ein" },
	{ "cnpj", "br_cnpj" },     { "cpf", "br_cpf" },         { "inn", "ru_inn" },
	{ "inncode", "ru_inn" },   { "ogrn", "ru_ogrn" },       { "ogrncode", "ru_ogrn" },
	{ "ogrnip", "ru_ogrn" },   { "abn", "au_abn" },         { "acn", "au_acn" },
	{ "nzbn", "nz_nzbn" },     { "uen", "sg_uen" },         { "cin", "in_cin" },
	{ "gstin", "in_gstin" },   { "uscc", "cn_uscc" },       { "uscccode", "cn_uscc" },
	{ "usci", "cn_uscc" },     { "ubn", "tw_ubn" },         { "vkn", "tr_vkn" },
	{ "rfc", "mx_rfc" },       { "cuit", "ar_cuit" },       { "siren", "fr_siren" },
	{ "siret", "fr_siret" },   { "hrb", "de_hrb" },         { "hra", "de_hrb" },
	{ "kbo", "be_kbo" },       { "kvk", "nl_kvk" },         { "krs", "pl_krs" },
	{ "regon", "pl_regon" },   { "cvr", "dk_cvr" },         { "ytunnus", "fi_ytunnus" },
	{ "afm", "gr_afm" },       { "eik", "bg_eik" },         { "oib", "hr_oib" },
	{ "edrpou", "ua_edrpou" }, { "partitaiva", "it_piva" }, { "piva", "it_piva" },
};

/* Words that name no scheme but what a number is for. */
static const struct {
	const char *word;
	uint8_t kinds;
} general[] = {
	{ "companynumber", COMPANY },
	{ "companyno", COMPANY },
	{ "registrationnumber", BOTH },
	{ "registrationno", BOTH },
	{ "companyregistration", COMPANY },
	{ "businessregistration", BOTH },
	{ "taxid", TAX },
	{ "taxnumber", TAX },
	{ "tin", TAX },
	{ "vat", VAT },
	{ "vatcode", VAT },
	{ "vatnumber", VAT },
	{ "vatid", VAT },
	{ "euvat", VAT },
	{ "identifier", ALL },
	/* Words several countries have for their own. */
	{ "nit", BOTH },
	{ "rut", BOTH },
	{ "ruc", BOTH },
	{ "nif", BOTH },
	{ "cif", BOTH },
	{ "nip", BOTH },
	{ "ico", BOTH },
	{ "uid", ALL },
	{ "pan", BOTH },
	{ "brn", BOTH },
	{ "crn", COMPANY },
	{ "cui", BOTH },
	{ "gst", VAT },
	{ "orgnr", BOTH },
};

/* ------------------------------------------------------------------------------------------------------------- finding */

const struct cdr_scheme *
cdr_scheme_at(size_t i)
{
	return i < CDR_LEN(schemes) ? &schemes[i] : NULL;
}

static const struct cdr_scheme *
by_name(struct cdr_str name)
{
	for (size_t i = 0; i < CDR_LEN(schemes); i++)
		if (cdr_str_equal(name, cdr_str_from(schemes[i].name)))
			return &schemes[i];
	return NULL;
}

/* Lower case, letters and digits only; empty when it does not fit. */
static struct cdr_str
plain_word(struct cdr_str word, char *out, size_t cap)
{
	size_t n = 0;
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			continue;
		if (n == cap)
			return (struct cdr_str){ NULL, 0 };
		out[n++] = c;
	}
	return (struct cdr_str){ out, n };
}

const struct cdr_scheme *
cdr_scheme_find(struct cdr_str word)
{
	char plain[CDR_SCHEME_MAX_BYTES];
	const struct cdr_scheme *named = by_name(word);
	struct cdr_str key = plain_word(word, plain, sizeof(plain));
	for (size_t i = 0; !named && key.n && i < CDR_LEN(words_for); i++)
		if (cdr_str_equal(key, cdr_str_from(words_for[i].word)))
			named = by_name(cdr_str_from(words_for[i].name));
	return named;
}

static uint8_t
kinds_of(struct cdr_str word)
{
	char plain[CDR_SCHEME_MAX_BYTES];
	struct cdr_str key = plain_word(word, plain, sizeof(plain));
	for (size_t i = 0; key.n && i < CDR_LEN(general); i++)
		if (cdr_str_equal(key, cdr_str_from(general[i].word)))
			return general[i].kinds;
	return 0;
}

/* ------------------------------------------------------------------------------------------------------------- reading */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
fits_one(struct cdr_str shape, struct cdr_str text)
{
	if (!shape.n || shape.n != text.n)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char asked = shape.p[i], c = text.p[i];
		if (asked == '#'   ? !is_digit(c)
		    : asked == '@' ? !is_letter(c)
		    : asked == '*' ? !is_digit(c) && !is_letter(c)
		                   : asked != c)
			return false;
	}
	return true;
}

static bool
fits(const struct cdr_scheme *scheme, struct cdr_str text)
{
	struct cdr_str rest = cdr_str_from(scheme->shape), shape;
	while (cdr_str_split(&rest, '|', &shape))
		if (fits_one(shape, text))
			return true;
	return false;
}

/* Without one of the affixes at that end; the longest goes. */
static struct cdr_str
without_affix(const struct cdr_scheme *scheme, struct cdr_str text, bool before)
{
	char own[CDR_SCHEME_MAX_BYTES];
	struct cdr_str name = cdr_str_from(scheme->name), rest = cdr_str_from(scheme->affixes), affix;
	size_t start = name.n > 3 && name.p[2] == '_' ? 3 : 0, longest = 0;
	struct cdr_str word = plain_word((struct cdr_str){ name.p + start, name.n - start }, own, sizeof(own));
	for (size_t i = 0; i < word.n; i++)
		own[i] = is_digit(own[i]) ? own[i] : (char)(own[i] - 'a' + 'A');
	if (before ? cdr_str_starts_with(text, word) : cdr_str_ends_with(text, word))
		longest = word.n;
	while (cdr_str_split(&rest, '|', &affix))
		if (affix.n > longest && (before ? cdr_str_starts_with(text, affix) : cdr_str_ends_with(text, affix)))
			longest = affix.n;
	return (struct cdr_str){ text.p + (before ? longest : 0), text.n - longest };
}

/* Zeros before the first digit that a spreadsheet took away. */
static void
pad(const struct cdr_scheme *scheme, struct cdr_str text, struct cdr_scheme_reading *ret)
{
	struct cdr_str rest = cdr_str_from(scheme->shape), shape;
	if (!scheme->pad_from || text.n < scheme->pad_from || !cdr_str_split(&rest, '|', &shape) || text.n >= shape.n)
		return;
	size_t at = 0, n_zeros = shape.n - text.n;
	while (at < text.n && !is_digit(text.p[at]))
		at++;
	if (at == text.n)
		return;
	char out[CDR_SCHEME_MAX_BYTES];
	memcpy(out, text.p, at);
	memset(out + at, '0', n_zeros);
	memcpy(out + at + n_zeros, text.p + at, text.n - at);
	ret->shaped = ret->padded = fits(scheme, (struct cdr_str){ out, shape.n });
	if (ret->shaped) {
		memcpy(ret->text, out, shape.n);
		ret->n = shape.n;
	}
}

/* A German register number: kind, number, letter and court; "Amtsgericht Musterstadt, HRB 1234 B" is
 * "HRB1234BMUSTERSTADT". A number without its court belongs to many firms. */
static void
read_german(struct cdr_str words, struct cdr_scheme_reading *ret)
{
	static const char *const kinds[] = { "hra", "hrb", "gnr", "vr", "pr", "gsr" };
	static const char *const empty[] = { "amtsgericht", "ag",       "registergericht", "handelsregister",
		                             "local",       "district", "court",           "of",
		                             "register",    "germany" };
	char number[16], court[CDR_SCHEME_MAX_BYTES];
	size_t n_number = 0, n_court = 0;
	const char *kind = NULL;
	struct cdr_str rest = words, word;
	bool behind_number = false;
	while (cdr_str_split(&rest, ' ', &word)) {
		for (size_t i = 0; !kind && i < CDR_LEN(kinds); i++)
			if (cdr_str_starts_with(word, cdr_str_from(kinds[i])) &&
			    (word.n == strlen(kinds[i]) || is_digit(word.p[strlen(kinds[i])]))) {
				kind = kinds[i];
				word.p += strlen(kind);
				word.n -= strlen(kind);
			}
		bool numeric = word.n && is_digit(word.p[0]), letter = word.n == 1 && behind_number;
		bool is_empty = !word.n;
		for (size_t i = 0; i < CDR_LEN(empty); i++)
			is_empty = is_empty || cdr_str_equal(word, cdr_str_from(empty[i]));
		behind_number = numeric;
		if (is_empty || (!numeric && !letter && n_court + word.n > 32) ||
		    ((numeric || letter) && n_number + word.n > sizeof(number)))
			continue;
		memcpy(numeric || letter ? number + n_number : court + n_court, word.p, word.n);
		*(numeric || letter ? &n_number : &n_court) += word.n;
	}
	for (const char *k = kind; k && *k; k++)
		ret->text[ret->n++] = (char)(*k - 'a' + 'A');
	memcpy(ret->text + ret->n, number, n_number);
	memcpy(ret->text + ret->n + n_number, court, n_court);
	ret->n += n_number + n_court;
	for (size_t i = 0; i < ret->n; i++)
		if (ret->text[i] >= 'a' && ret->text[i] <= 'z')
			ret->text[i] = (char)(ret->text[i] - 'a' + 'A');
	ret->shaped = kind && n_number;
	ret->check = ret->shaped && n_court ? CDR_IDENTIFIER_UNCHECKED : CDR_IDENTIFIER_INVALID;
}

static bool
is_one_digit_repeated(struct cdr_str text)
{
	for (size_t i = 1; i < text.n; i++)
		if (text.p[i] != text.p[0])
			return false;
	return text.n >= 6 && is_digit(text.p[0]);
}

static enum cdr_identifier_check
check(const struct cdr_scheme *scheme, const struct cdr_scheme_reading *reading)
{
	struct cdr_str text = { reading->text, reading->n };
	if (!reading->shaped || is_one_digit_repeated(text))
		return CDR_IDENTIFIER_INVALID;
	if (!scheme->check || text.n == scheme->bare)
		return CDR_IDENTIFIER_UNCHECKED;
	return scheme->check(text) ? CDR_IDENTIFIER_VALID : CDR_IDENTIFIER_INVALID;
}

void
cdr_scheme_read(const struct cdr_scheme *scheme, struct cdr_str words, struct cdr_scheme_reading *ret)
{
	*ret = (struct cdr_scheme_reading){ .scheme = scheme };
	if (!*scheme->shape) {
		read_german(words, ret);
		return;
	}
	for (size_t i = 0; i < words.n && ret->n < sizeof(ret->text); i++)
		if (words.p[i] != ' ')
			ret->text[ret->n++] =
				words.p[i] >= 'a' && words.p[i] <= 'z' ? (char)(words.p[i] - 'a' + 'A') : words.p[i];
	struct cdr_str whole = { ret->text, ret->n }, bare = whole;
	ret->shaped = fits(scheme, whole);
	if (!ret->shaped) {
		struct cdr_str front = without_affix(scheme, whole, true), back = without_affix(scheme, whole, false);
		bare = without_affix(scheme, front, false);
		const struct cdr_str tries[] = { bare, front, back };
		for (size_t i = 0; !ret->shaped && i < CDR_LEN(tries); i++)
			if (fits(scheme, tries[i])) {
				ret->shaped = true;
				bare = tries[i];
			}
		memmove(ret->text, bare.p, bare.n);
		ret->n = bare.n;
		if (!ret->shaped)
			pad(scheme, (struct cdr_str){ ret->text, ret->n }, ret);
	}
	ret->check = check(scheme, ret);
}

/* ------------------------------------------------------------------------------------------------------------ choosing */

/* How well a reading answers: check digits that hold, then a shape without any, then check digits that fail. A failure
 * that needed zeros put in front says only that the number is another. */
static int
fitness(const struct cdr_scheme_reading *reading)
{
	if (!reading->shaped)
		return 0;
	if (reading->check == CDR_IDENTIFIER_VALID)
		return 3;
	if (reading->check == CDR_IDENTIFIER_UNCHECKED)
		return 2;
	return reading->padded ? 0 : 1;
}

/* A VAT number begins with its country, Greece's with EL and Northern Ireland's with XI. */
static struct cdr_str
country_of_vat(struct cdr_str words)
{
	static const char *const prefixes[][2] = { { "el", "GR" }, { "xi", "GB" }, { "che", "CH" } };
	for (size_t i = 0; i < CDR_LEN(prefixes); i++)
		if (cdr_str_starts_with(words, cdr_str_from(prefixes[i][0])))
			return cdr_str_from(prefixes[i][1]);
	for (size_t i = 0; i < CDR_LEN(schemes) && words.n > 2; i++)
		if (schemes[i].kinds & CDR_SCHEME_VAT &&
		    cdr_str_equal_nocase((struct cdr_str){ words.p, 2 }, cdr_str_from(schemes[i].country)))
			return cdr_str_from(schemes[i].country);
	return (struct cdr_str){ NULL, 0 };
}

static void
choose(uint8_t kinds, struct cdr_str country, struct cdr_str words, struct cdr_scheme_reading *best)
{
	for (size_t i = 0; country.n && i < CDR_LEN(schemes); i++) {
		struct cdr_scheme_reading reading;
		if (!(schemes[i].kinds & kinds) || !cdr_str_equal_nocase(country, cdr_str_from(schemes[i].country)))
			continue;
		cdr_scheme_read(&schemes[i], words, &reading);
		if (fitness(&reading) > (best->scheme ? fitness(best) : 0))
			*best = reading;
	}
}

void
cdr_scheme_resolve(struct cdr_str word, struct cdr_str country, struct cdr_str words, struct cdr_scheme_reading *ret)
{
	*ret = (struct cdr_scheme_reading){ .scheme = NULL };
	if (cdr_str_starts_with(word, CDR_STR("licence")))
		return;
	const struct cdr_scheme *named = cdr_scheme_find(word);
	/* A bare word may be another country's word for something else. */
	bool foreign = named && *named->country && country.n && !by_name(word) &&
	               !cdr_str_equal_nocase(country, cdr_str_from(named->country));
	if (named && !foreign) {
		cdr_scheme_read(named, words, ret);
		return;
	}
	uint8_t kinds = foreign ? named->kinds : kinds_of(word);
	if (!kinds)
		return;
	choose(kinds, country, words, ret);
	struct cdr_str printed = country_of_vat(words);
	if (kinds & CDR_SCHEME_TAX && !cdr_str_equal_nocase(printed, country) && fitness(ret) < 3) {
		struct cdr_scheme_reading abroad = { .scheme = NULL };
		choose(CDR_SCHEME_VAT, printed, words, &abroad);
		if (abroad.scheme && fitness(&abroad) == 3)
			*ret = abroad;
	}
}
