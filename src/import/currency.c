/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Currency codes in use or lately in use, and their minor digits, after ISO 4217:2015 (list one, and list three where
 * files of past years still carry the code). Metals, bond units and the testing code are left out: nobody pays in them.
 */
#include "candor/import.h"

#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

/* Everything not named in the two exceptions below has two minor digits. */
static const char codes[] =
	"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
	"CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
	"GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD "
	"KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR "
	"NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN "
	"SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD "
	"XOF XPF YER ZAR ZMW ZWL";
static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
static const char three[] = "BHD IQD JOD KWD LYD OMR TND";
static const char four[] = "CLF UYW";

/* Whether a three-letter code is in a list of such codes parted by single blanks. */
static bool
listed(const char *list, struct cdr_str code)
{
	for (const char *p = list;; p += 4) {
		if (memcmp(p, code.p, 3) == 0)
			return true;
		if (p[3] == '\0')
			return false;
	}
}

int
cdr_import_currency_digits(struct cdr_str code)
{
	if (code.n != 3 || !listed(codes, code))
		return -1;
	if (listed(none, code))
		return 0;
	if (listed(three, code))
		return 3;
	return listed(four, code) ? 4 : 2;
}
