/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Check digits of numbers used worldwide, in Asia, the Americas and the Pacific; Europe's are in check-europe.c. Each
 * function is given a value whose shape is right (scheme.c sees to that) and only calculates. What surprises: weights
 * stand in text, one character each, a … z for 10 … 35, in the order of the digits they go with.
 *
 * Sources, one for each scheme, by the names their publishers give them, stand at the functions. Rules for which no
 * publication of the issuer was at hand are marked unverified.
 */
#include "normalise/scheme.h"

#include <string.h>

/* ---------------------------------------------------------------------------------------------- what all rules share */

unsigned
cdr_check_digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 10;
	return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') + 10 : 0;
}

unsigned
cdr_check_sum(const char *digits, const char *weights)
{
	unsigned sum = 0;
	for (size_t i = 0; weights[i]; i++)
		sum += cdr_check_digit_value(digits[i]) * cdr_check_digit_value(weights[i]);
	return sum;
}

uint64_t
cdr_check_number(const char *digits, size_t n)
{
	uint64_t number = 0;
	for (size_t i = 0; i < n; i++)
		number = number * 10 + cdr_check_digit_value(digits[i]);
	return number;
}

/* ISO/IEC 7812-1, annex B: from the right every second digit doubled, digits of the products added. */
bool
cdr_check_luhn(const char *digits, size_t n)
{
	unsigned sum = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned value = cdr_check_digit_value(digits[n - 1 - i]) * (i % 2 ? 2 : 1);
		sum += value / 10 + value % 10;
	}
	return sum % 10 == 0;
}

/* ISO/IEC 7064, hybrid system MOD 11,10. */
bool
cdr_check_mod_11_10(const char *digits, size_t n)
{
	unsigned carry = 10;
	for (size_t i = 0; i + 1 < n; i++) {
		unsigned value = (carry + cdr_check_digit_value(digits[i])) % 10;
		carry = (value ? value : 10) * 2 % 11;
	}
	return (carry + cdr_check_digit_value(digits[n - 1])) % 10 == 1;
}

static bool
is_digit_at(struct cdr_str s, size_t i, unsigned expected)
{
	return cdr_check_digit_value(s.p[i]) == expected;
}

/* ----------------------------------------------------------------------------------------------------------- worldwide */

bool
cdr_check_lei(struct cdr_str s)
{
	return cdr_lei_is_valid(s);
}

/* IMO ship numbers (resolution A.1117(30)): weights 7 … 2, last digit of the sum. Company and registered-owner numbers
 * (resolution MSC.160(78)) have as many digits and another sum (8 6 4 2 9 7, modulo 11; unverified), and files call both
 * IMO. */
bool
cdr_check_imo(struct cdr_str s)
{
	return is_digit_at(s, 6, cdr_check_sum(s.p, "765432") % 10) ||
	       is_digit_at(s, 6, (11 - cdr_check_sum(s.p, "864297") % 11) % 10);
}

/* --------------------------------------------------------------------------------------------------------- the Americas */

static unsigned
brazilian_digit(unsigned sum)
{
	return sum % 11 < 2 ? 0 : 11 - sum % 11;
}

/* Receita Federal, Instrução Normativa RFB 2.229/2024: modulo 11; letters, issued from July 2026, count their ASCII code
 * less 48, so "A" is 17. */
static unsigned
cnpj_sum(const char *s, const char *weights)
{
	unsigned sum = 0;
	for (size_t i = 0; weights[i]; i++)
		sum += (unsigned)(s[i] - '0') * cdr_check_digit_value(weights[i]);
	return sum;
}

bool
cdr_check_br_cnpj(struct cdr_str s)
{
	return is_digit_at(s, 12, brazilian_digit(cnpj_sum(s.p, "543298765432"))) &&
	       is_digit_at(s, 13, brazilian_digit(cnpj_sum(s.p, "6543298765432")));
}

/* Receita Federal, Cadastro de Pessoas Físicas: modulo 11 twice. */
bool
cdr_check_br_cpf(struct cdr_str s)
{
	return is_digit_at(s, 9, brazilian_digit(cdr_check_sum(s.p, "a98765432"))) &&
	       is_digit_at(s, 10, brazilian_digit(cdr_check_sum(s.p, "ba98765432")));
}

/* Argentina, AFIP (now ARCA), Clave Única de Identificación Tributaria: modulo 11; 10 is not issued. */
bool
cdr_check_ar_cuit(struct cdr_str s)
{
	return is_digit_at(s, 10, (11 - cdr_check_sum(s.p, "5432765432") % 11) % 11);
}

/* Chile, Servicio de Impuestos Internos, Rol Único Tributario: modulo 11, 10 written K. */
bool
cdr_check_cl_rut(struct cdr_str s)
{
	unsigned digit = (11 - cdr_check_sum(s.p, "32765432") % 11) % 11;
	return digit == 10 ? s.p[8] == 'K' : s.p[8] != 'K' && is_digit_at(s, 8, digit);
}

/* Colombia, DIAN, Orden Administrativa 4 of 1989: primes as weights, modulo 11. */
bool
cdr_check_co_nit(struct cdr_str s)
{
	static const unsigned weights[] = { 41, 37, 29, 23, 19, 17, 13, 7, 3 };
	unsigned sum = 0;
	for (size_t i = 0; i < CDR_LEN(weights); i++)
		sum += weights[i] * cdr_check_digit_value(s.p[i]);
	return is_digit_at(s, 9, sum % 11 < 2 ? sum % 11 : 11 - sum % 11);
}

/* Peru, SUNAT, Registro Único de Contribuyentes: modulo 11, 10 and 11 written 0 and 1. */
bool
cdr_check_pe_ruc(struct cdr_str s)
{
	return is_digit_at(s, 10, (11 - cdr_check_sum(s.p, "5432765432") % 11) % 10);
}

/* -------------------------------------------------------------------------------------------------- Russia and Ukraine */

/* Federal Tax Service of Russia, order MMV-7-6/435@ of 2012: ten digits for firms, twelve for persons. */
bool
cdr_check_ru_inn(struct cdr_str s)
{
	if (s.n == 10)
		return is_digit_at(s, 9, cdr_check_sum(s.p, "24a359468") % 11 % 10);
	return is_digit_at(s, 10, cdr_check_sum(s.p, "724a359468") % 11 % 10) &&
	       is_digit_at(s, 11, cdr_check_sum(s.p, "3724a359468") % 11 % 10);
}

/* Ministry of Finance of Russia, order 165n of 2017: the number before its last digit, modulo 11 (firms) or 13 (sole
 * traders), last digit of that. */
bool
cdr_check_ru_ogrn(struct cdr_str s)
{
	uint64_t number = cdr_check_number(s.p, s.n - 1);
	return is_digit_at(s, s.n - 1, (unsigned)(number % (s.n == 13 ? 11 : 13) % 10));
}

/* Ukraine, Unified State Register of Enterprises and Organisations: weights depend on the range the code is in
 * (unverified). */
bool
cdr_check_ua_edrpou(struct cdr_str s)
{
	bool middle = s.p[0] >= '3' && s.p[0] <= '5';
	unsigned digit = cdr_check_sum(s.p, middle ? "7123456" : "1234567") % 11;
	if (digit == 10)
		digit = cdr_check_sum(s.p, middle ? "9345678" : "3456789") % 11 % 10;
	return is_digit_at(s, 7, digit);
}

/* --------------------------------------------------------------------------------------------------------------- Asia */

/* GB 32100-2015: 31 characters without I, O, S, V, Z; weights are powers of 3 modulo 31. */
bool
cdr_check_cn_uscc(struct cdr_str s)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	unsigned sum = 0, weight = 1;
	for (size_t i = 0; i < s.n; i++) {
		const char *at = memchr(alphabet, s.p[i], sizeof(alphabet) - 1);
		if (!at)
			return false;
		sum += weight * (unsigned)(at - alphabet);
		weight = i + 2 < s.n ? weight * 3 % 31 : 1;
	}
	return sum % 31 == 0;
}

/* Goods and Services Tax Network of India: base 36, every second value doubled, digits of the products added. */
bool
cdr_check_in_gstin(struct cdr_str s)
{
	unsigned sum = 0;
	for (size_t i = 0; i < 14; i++) {
		unsigned value = cdr_check_digit_value(s.p[i]) * (i % 2 ? 2 : 1);
		sum += value / 36 + value % 36;
	}
	return is_digit_at(s, 14, (36 - sum % 36) % 36);
}

/* Taiwan, Ministry of Finance: digits of the products added; divisible by 10, or by 5 since April 2023. A 7 in the
 * seventh place may count one more. */
bool
cdr_check_tw_ubn(struct cdr_str s)
{
	static const char weights[] = "12121241";
	unsigned sum = 0;
	for (size_t i = 0; i < 8; i++) {
		unsigned value = cdr_check_digit_value(s.p[i]) * cdr_check_digit_value(weights[i]);
		sum += i == 6 && s.p[6] == '7' ? 0 : value / 10 + value % 10;
	}
	/* 7 * 4 = 28, 2 + 8 = 10, whose digits make 1, or 0 by the other reading. */
	return sum % 5 == 0 || (s.p[6] == '7' && (sum + 1) % 5 == 0);
}

/* Japan, Ministry of Finance ordinance 70 of 2014: the first digit is 9 less the sum modulo 9, weights 1 and 2 in turn
 * from the right. */
bool
cdr_check_jp_corporate_number(struct cdr_str s)
{
	return is_digit_at(s, 0, 9 - cdr_check_sum(s.p + 1, "212121212121") % 9);
}

/* Korea, National Tax Service, business registration number (unverified). */
bool
cdr_check_kr_brn(struct cdr_str s)
{
	unsigned sum = cdr_check_sum(s.p, "137137135") + cdr_check_digit_value(s.p[8]) * 5 / 10;
	return is_digit_at(s, 9, (10 - sum % 10) % 10);
}

/* Türkiye, Revenue Administration, vergi kimlik numarası (unverified). */
bool
cdr_check_tr_vkn(struct cdr_str s)
{
	unsigned sum = 0;
	for (unsigned i = 0; i < 9; i++) {
		unsigned value = (cdr_check_digit_value(s.p[i]) + 9 - i) % 10;
		unsigned product = value * (1U << (9 - i)) % 9;
		sum += value && !product ? 9 : product;
	}
	return is_digit_at(s, 9, (10 - sum % 10) % 10);
}

/* Thailand, Revenue Department: thirteen digits, weights 13 … 2, modulo 11. */
bool
cdr_check_th_tin(struct cdr_str s)
{
	return is_digit_at(s, 12, (11 - cdr_check_sum(s.p, "dcba98765432") % 11) % 10);
}

/* Viet Nam, Ministry of Finance, mã số thuế: 10 less the sum modulo 11; behind ten digits may follow a branch. */
bool
cdr_check_vn_mst(struct cdr_str s)
{
	return is_digit_at(s, 9, 10 - cdr_check_sum(s.p, "vtnjhd753") % 11);
}

/* Israel, Registrar of Companies: Luhn. */
bool
cdr_check_il_hp(struct cdr_str s)
{
	return cdr_check_luhn(s.p, s.n);
}

/* -------------------------------------------------------------------------------------------------------- the Pacific */

/* Australian Business Register: the first digit less 1, the weighted sum divisible by 89. */
bool
cdr_check_au_abn(struct cdr_str s)
{
	return s.p[0] != '0' && (cdr_check_sum(s.p, "a13579bdfhj") - 10) % 89 == 0;
}

/* Australian Securities and Investments Commission: weights 8 … 1, ten's complement. */
bool
cdr_check_au_acn(struct cdr_str s)
{
	return is_digit_at(s, 8, (10 - cdr_check_sum(s.p, "87654321") % 10) % 10);
}

/* New Zealand Business Number: a GS1 Global Location Number (GS1 General Specifications, 7.9), prefix 94. */
bool
cdr_check_nz_nzbn(struct cdr_str s)
{
	return is_digit_at(s, 12, (10 - cdr_check_sum(s.p, "131313131313") % 10) % 10);
}
