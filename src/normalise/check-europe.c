/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Check digits of European company and tax numbers; shapes are in scheme.c, the sums they share in check-digit.c. What
 * surprises: many are modulo 11 and differ only in what becomes of a remainder of 10.
 *
 * Issuers are named at the functions. VAT numbers follow the algorithms that the member states gave the European
 * Commission for its VAT Information Exchange System (VIES).
 */
#include "normalise/scheme.h"

#include <string.h>

static unsigned
value_at(struct cdr_str s, size_t i)
{
	return cdr_check_digit_value(s.p[i]);
}

static bool
last_is(struct cdr_str s, unsigned expected)
{
	return value_at(s, s.n - 1) == expected;
}

/* 11 less the remainder, 11 written 0; 10 fits no digit. */
static unsigned
complement(unsigned sum)
{
	return (11 - sum % 11) % 11;
}

/* HM Revenue and Customs: the weighted sum and the last two digits divisible by 97, since 2010 also 55 more. Behind nine
 * digits may follow a branch of three. */
bool
cdr_check_gb_vat(struct cdr_str s)
{
	unsigned sum = cdr_check_sum(s.p, "8765432") + (unsigned)cdr_check_number(s.p + 7, 2);
	return sum % 97 == 0 || (sum + 55) % 97 == 0;
}

/* Spain, Royal Decree 1065/2007, orders EHA/451/2008 and INT/2058/2008: letter of a firm and its control, or a person's
 * number modulo 23. */
bool
cdr_check_es_nif(struct cdr_str s)
{
	static const char persons[] = "TRWAGMYFPDXBNJZSQVHLCKE", controls[] = "JABCDEFGHI";
	bool digits = s.p[0] >= '0' && s.p[0] <= '9';
	if (digits || memchr("KLMXYZ", s.p[0], 6)) {
		unsigned first = digits ? value_at(s, 0) : s.p[0] >= 'X' ? (unsigned)(s.p[0] - 'X') : 0;
		return s.p[8] == persons[((uint64_t)first * 10000000 + cdr_check_number(s.p + 1, 7)) % 23];
	}
	unsigned sum = 0;
	for (size_t i = 1; i < 8; i++) {
		unsigned value = value_at(s, i) * (i % 2 ? 2 : 1);
		sum += value / 10 + value % 10;
	}
	unsigned control = (10 - sum % 10) % 10;
	bool as_digit = s.p[8] == (char)('0' + control), as_letter = s.p[8] == controls[control];
	if (memchr("ABEH", s.p[0], 4))
		return as_digit;
	return as_letter || (as_digit && !memchr("PQRSNW", s.p[0], 6));
}

/* Italy, Ministry of Finance decree of 23 December 1976: Luhn over eleven digits. */
bool
cdr_check_it_piva(struct cdr_str s)
{
	return cdr_check_luhn(s.p, s.n);
}

/* France, INSEE, répertoire Sirene: Luhn. */
bool
cdr_check_fr_siren(struct cdr_str s)
{
	return cdr_check_luhn(s.p, 9);
}

/* Establishments: Luhn over fourteen digits; those of La Poste outgrew it, their digits sum to a multiple of 5. */
bool
cdr_check_fr_siret(struct cdr_str s)
{
	if (!cdr_check_luhn(s.p, 9))
		return false;
	if (cdr_check_luhn(s.p, 14))
		return true;
	return memcmp(s.p, "356000000", 9) == 0 && cdr_check_sum(s.p, "11111111111111") % 5 == 0;
}

/* Two digits over the SIREN; letters there are issued, too, and are not checked further than the SIREN. */
bool
cdr_check_fr_vat(struct cdr_str s)
{
	if (!cdr_check_luhn(s.p + 2, 9))
		return false;
	if (s.p[0] > '9' || s.p[1] > '9')
		return true;
	return cdr_check_number(s.p, 2) == (12 + 3 * (cdr_check_number(s.p + 2, 9) % 97)) % 97;
}

/* Federal Central Tax Office of Germany: ISO/IEC 7064 MOD 11,10. */
bool
cdr_check_de_vat(struct cdr_str s)
{
	return cdr_check_mod_11_10(s.p, 9);
}

/* Belgium, Crossroads Bank for Enterprises: 97 less the first eight digits modulo 97. */
bool
cdr_check_be_kbo(struct cdr_str s)
{
	return cdr_check_number(s.p + 8, 2) == 97 - cdr_check_number(s.p, 8) % 97;
}

/* Netherlands, Belastingdienst: modulo 11 over nine digits, or since 2020 MOD 97-10 over the whole with NL as 2321 and
 * B as 11. */
bool
cdr_check_nl_btw(struct cdr_str s)
{
	if (cdr_check_sum(s.p, "98765432") % 11 == value_at(s, 8))
		return true;
	uint64_t remainder = (UINT64_C(2321) * 1000000000 + cdr_check_number(s.p, 9)) % 97;
	return (remainder * 10000 + 1100 + cdr_check_number(s.p + 10, 2)) % 97 == 1;
}

/* Poland, Ministry of Finance: modulo 11, 10 is not issued. */
bool
cdr_check_pl_nip(struct cdr_str s)
{
	return last_is(s, cdr_check_sum(s.p, "657234567") % 11);
}

/* Statistics Poland: nine digits for the firm, fourteen for its local unit. */
bool
cdr_check_pl_regon(struct cdr_str s)
{
	if (value_at(s, 8) != cdr_check_sum(s.p, "89234567") % 11 % 10)
		return false;
	return s.n == 9 || last_is(s, cdr_check_sum(s.p, "2485097361248") % 11 % 10);
}

/* Swiss Federal Statistical Office, UID register: CHE and nine digits, modulo 11. */
bool
cdr_check_ch_uid(struct cdr_str s)
{
	return last_is(s, complement(cdr_check_sum(s.p + 3, "54327654")));
}

/* Austria, Ministry of Finance: U and eight digits. */
bool
cdr_check_at_uid(struct cdr_str s)
{
	unsigned sum = 4;
	for (size_t i = 1; i < 8; i++) {
		unsigned value = value_at(s, i) * (i % 2 ? 1 : 2);
		sum += value / 10 + value % 10;
	}
	return last_is(s, (10 - sum % 10) % 10);
}

/* Sweden, Tax Agency, SKV 709: Luhn over ten digits. */
bool
cdr_check_se_orgnr(struct cdr_str s)
{
	return cdr_check_luhn(s.p, 10);
}

/* Norway, Brønnøysund Register Centre: modulo 11. */
bool
cdr_check_no_orgnr(struct cdr_str s)
{
	return last_is(s, complement(cdr_check_sum(s.p, "32765432")));
}

/* Denmark, Central Business Register: the weighted sum divisible by 11. */
bool
cdr_check_dk_cvr(struct cdr_str s)
{
	return cdr_check_sum(s.p, "27654321") % 11 == 0;
}

/* Finland, Business Information System: modulo 11; a remainder of 1 is not issued. */
bool
cdr_check_fi_ytunnus(struct cdr_str s)
{
	return last_is(s, complement(cdr_check_sum(s.p, "79a5842")));
}

/* Czech Republic, Statistical Office: modulo 11; Slovak IČO alike. */
bool
cdr_check_cz_ico(struct cdr_str s)
{
	return last_is(s, (11 - cdr_check_sum(s.p, "8765432") % 11) % 10);
}

/* Slovakia, Financial Directorate: ten digits divisible by 11. */
bool
cdr_check_sk_dph(struct cdr_str s)
{
	return cdr_check_number(s.p, 10) % 11 == 0;
}

/* Romania, Ministry of Finance: ten times the sum, modulo 11. */
bool
cdr_check_ro_cui(struct cdr_str s)
{
	return last_is(s, cdr_check_sum(s.p, "753217532") * 10 % 11 % 10);
}

/* Hungary, Tax Administration: eight digits, behind which the kind of VAT and the county may follow. */
bool
cdr_check_hu_tax(struct cdr_str s)
{
	return value_at(s, 7) == (10 - cdr_check_sum(s.p, "9731973") % 10) % 10;
}

/* Greece, Independent Authority for Public Revenue: powers of two, modulo 11. */
bool
cdr_check_gr_afm(struct cdr_str s)
{
	unsigned sum = 0;
	for (unsigned i = 0; i < 8; i++)
		sum += value_at(s, i) << (8 - i);
	return last_is(s, sum % 11 % 10);
}

/* Bulgaria, Registry Agency: modulo 11, a remainder of 10 asks for other weights; branches have four digits more. */
bool
cdr_check_bg_eik(struct cdr_str s)
{
	unsigned digit = cdr_check_sum(s.p, "12345678") % 11;
	if (digit == 10)
		digit = cdr_check_sum(s.p, "3456789a") % 11 % 10;
	if (value_at(s, 8) != digit)
		return false;
	if (s.n == 9)
		return true;
	digit = cdr_check_sum(s.p + 8, "2735") % 11;
	if (digit == 10)
		digit = cdr_check_sum(s.p + 8, "4957") % 11 % 10;
	return last_is(s, digit);
}

/* Croatia, Tax Administration: ISO/IEC 7064 MOD 11,10. */
bool
cdr_check_hr_oib(struct cdr_str s)
{
	return cdr_check_mod_11_10(s.p, 11);
}

/* Portugal, Tax and Customs Authority: modulo 11, 10 written 0. */
bool
cdr_check_pt_nif(struct cdr_str s)
{
	return last_is(s, complement(cdr_check_sum(s.p, "98765432")) % 10);
}

/* Estonia, Tax and Customs Board and Business Register. */
bool
cdr_check_ee_kmkr(struct cdr_str s)
{
	return cdr_check_sum(s.p, "371371371") % 10 == 0;
}

bool
cdr_check_ee_reg(struct cdr_str s)
{
	unsigned digit = cdr_check_sum(s.p, "1234567") % 11;
	if (digit == 10)
		digit = cdr_check_sum(s.p, "3456789") % 11 % 10;
	return last_is(s, digit);
}

/* Ireland, Revenue Commissioners: a letter of 23, the ninth character counted nine times. */
bool
cdr_check_ie_vat(struct cdr_str s)
{
	static const char letters[] = "WABCDEFGHIJKLMNOPQRSTUV";
	unsigned sum = cdr_check_sum(s.p, "8765432");
	if (s.n == 9 && s.p[8] != 'W')
		sum += 9 * (unsigned)(s.p[8] - 'A' + 1);
	return s.p[7] == letters[sum % 23];
}

/* Luxembourg: the first six digits modulo 89. */
bool
cdr_check_lu_tva(struct cdr_str s)
{
	return cdr_check_number(s.p, 6) % 89 == cdr_check_number(s.p + 6, 2);
}

/* Slovenia, Financial Administration: modulo 11, 10 written 0. */
bool
cdr_check_si_ddv(struct cdr_str s)
{
	unsigned rest = 11 - cdr_check_sum(s.p, "8765432") % 11;
	return rest != 11 && last_is(s, rest % 10);
}

/* Malta: 37 less the sum modulo 37. */
bool
cdr_check_mt_vat(struct cdr_str s)
{
	return cdr_check_number(s.p + 6, 2) == 37 - cdr_check_sum(s.p, "346789") % 37;
}

/* Lithuania, State Tax Inspectorate: like the Estonian sum over nine or twelve digits. */
bool
cdr_check_lt_pvm(struct cdr_str s)
{
	const char *first = s.n == 9 ? "12345678" : "12345678912", *second = s.n == 9 ? "34567891" : "34567891234";
	unsigned digit = cdr_check_sum(s.p, first) % 11;
	if (digit == 10)
		digit = cdr_check_sum(s.p, second) % 11 % 10;
	return last_is(s, digit);
}

/* Cyprus: digits in odd places are exchanged, the sum modulo 26 is a letter. */
bool
cdr_check_cy_vat(struct cdr_str s)
{
	static const unsigned exchanged[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21 };
	unsigned sum = 0;
	for (size_t i = 0; i < 8; i++)
		sum += i % 2 ? value_at(s, i) : exchanged[value_at(s, i)];
	return s.p[8] == (char)('A' + sum % 26);
}

/* Latvia, Register of Enterprises, for firms, whose numbers begin with 4 or more: modulo 11 from 3. */
bool
cdr_check_lv_reg(struct cdr_str s)
{
	return s.p[0] > '3' && last_is(s, (14 - cdr_check_sum(s.p, "91483a2576") % 11) % 11);
}
