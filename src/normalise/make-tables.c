/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes tables while the project is built: letters with their case and diacritics folded, Han characters with their
 * representative and their reading, names of countries. No part of the library. What surprises: ICU's readings take half a
 * second to open and to ask, so they are asked here, once, and become constants that every process shares.
 */
#include "normalise/kanji-readings.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

#define HAN_FIRST 0x3400
#define HAN_END 0xA000
#define N_HAN (HAN_END - HAN_FIRST)
#define MAX_SYLLABLES 600
#define DOTTED_I 0x0130 /* Turkish; folds to i and a mark */
#define LEN(array) ((int)(sizeof(array) / sizeof((array)[0])))

struct spelt {
	UChar32 letter;
	const char *latin; /* at most two */
};
/* Latin letters that have no decomposition, as they are printed where they cannot be. */
static const struct spelt undecomposed[] = {
	{ 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" }, { 0x00FE, "th" }, { 0x0111, "d" },  { 0x0127, "h" },
	{ 0x0131, "i" },  { 0x0138, "k" }, { 0x0142, "l" }, { 0x014B, "n" },  { 0x0153, "oe" }, { 0x0167, "t" },
	{ 0x0180, "b" },  { 0x0188, "c" }, { 0x0192, "f" }, { 0x0199, "k" },  { 0x019A, "l" },  { 0x01A5, "p" },
	{ 0x01B4, "y" },  { 0x01B6, "z" }, { 0x01DD, "e" }, { 0x0225, "z" },  { 0x023C, "c" },  { 0x0247, "e" },
	{ 0x0249, "j" },  { 0x024D, "r" }, { 0x024F, "y" }, { 0x0253, "b" },  { 0x0254, "o" },  { 0x0256, "d" },
	{ 0x0257, "d" },  { 0x0259, "a" }, { 0x025B, "e" }, { 0x0260, "g" },  { 0x0263, "g" },  { 0x0268, "i" },
	{ 0x0269, "i" },  { 0x026B, "l" }, { 0x0272, "n" }, { 0x0289, "u" },  { 0x028B, "v" },
};

/* Japanese new forms and other forms of one character: form, then what it is held to be (before simplification). */
static const char *const same_character[] = {
	"国國", "広廣", "沢澤", "桜櫻", "会會", "髙高", "辺邊", "邉邊", "浜濱", "竜龍", "滝瀧", "斎齋", "斉齊", "渋澁",
	"関關", "鉄鐵", "塩鹽", "円圓", "芸藝", "栄榮", "営營", "駅驛", "黒黑", "経經", "継繼", "軽輕", "県縣", "検檢",
	"険險", "験驗", "剣劍", "圏圈", "権權", "厳嚴", "効效", "恒恆", "鉱鑛", "号號", "砕碎", "済濟", "剤劑", "歳歲",
	"桟棧", "蚕蠶", "残殘", "児兒", "実實", "釈釋", "収收", "従從", "渓溪", "粛肅", "処處", "緒緖", "諸諸", "将將",
	"焼燒", "証證", "条條", "乗乘", "浄淨", "剰剩", "畳疊", "縄繩", "壌壤", "嬢孃", "譲讓", "醸釀", "触觸", "真眞",
	"慎愼", "図圖", "粋粹", "穂穗", "随隨", "枢樞", "数數", "瀬瀨", "声聲", "静靜", "摂攝", "専專", "浅淺", "戦戰",
	"銭錢", "潜潛", "践踐", "繊纖", "禅禪", "双雙", "壮壯", "荘莊", "捜搜", "挿插", "巣巢", "総總", "蔵藏", "臓臟",
	"属屬", "続續", "堕墮", "対對", "帯帶", "滞滯", "択擇", "担擔", "単單", "団團", "弾彈", "断斷", "遅遲", "昼晝",
	"虫蟲", "鋳鑄", "庁廳", "徴徵", "聴聽", "勅敕", "鎮鎭", "逓遞", "転轉", "点點", "伝傳", "党黨", "灯燈", "当當",
	"盗盜", "稲稻", "闘鬪", "徳德", "独獨", "読讀", "届屆", "弐貳", "悩惱", "脳腦", "覇霸", "拝拜", "売賣", "麦麥",
	"発發", "髪髮", "抜拔", "蛮蠻", "秘祕", "瓶甁", "払拂", "仏佛", "併倂", "並竝", "変變", "弁辨", "歩步", "宝寶",
	"豊豐", "没沒", "毎每", "万萬", "満滿", "黙默", "訳譯", "薬藥", "与與", "余餘", "誉譽", "揺搖", "様樣", "謡謠",
	"来來", "頼賴", "乱亂", "覧覽", "両兩", "猟獵", "緑綠", "塁壘", "励勵", "礼禮", "隷隸", "霊靈", "齢齡", "恋戀",
	"炉爐", "労勞", "楼樓", "録錄", "湾灣", "亜亞", "悪惡", "圧壓", "囲圍", "為爲", "壱壹", "隠隱", "衛衞", "鋭銳",
	"園薗", "応應", "欧歐", "殴毆", "奥奧", "価價", "仮假", "絵繪", "拡擴", "殻殼", "覚覺", "学學", "岳嶽", "楽樂",
	"勧勸", "巻卷", "寛寬", "歓歡", "観觀", "陥陷", "顔顏", "帰歸", "気氣", "戯戲", "犠犧", "旧舊", "拠據", "挙擧",
	"峡峽", "挟挾", "郷鄕", "暁曉", "区區", "駆驅", "勲勳", "薫薰", "恵惠", "掲揭", "鶏鷄", "撃擊", "倹儉", "顕顯",
	"献獻", "称稱", "参參", "惨慘", "糸絲", "歯齒", "写寫", "寿壽", "縦縱", "叙敍", "奨獎", "状狀", "尽盡", "酔醉",
	"髄髓", "台臺", "体體", "沖冲", "槙槇", "籠篭", "桧檜", "嶋島", "嶌島", "峯峰", "崎﨑", "冨富", "舘館", "舖鋪",
	"舗鋪", "淵渕", "鴎鷗", "麺麵", "穐秋", "龝秋", "凜凛", "曽曾", "曻昇", "柏栢", "吉𠮷", "濵濱", "裡裏", "裏裡",
	"綫線", "線綫", "羣群", "牀床", "滙匯", "匯彙", "汇匯", "昇升", "陞升", "贊赞", "敎教", "潁颖", "淸清", "靑青",
	"衆眾", "产産", "産產", "説說", "温溫", "録録", "税稅", "戸户", "戶户", "涛濤", "爾尔", "迩邇", "黄黃", "横橫",
	"虚虛", "呉吳", "娯娛", "誤誤", "内內", "鎭镇", "眞真", "愼慎", "姫姬", "巌巖", "岩巖", "壷壺", "弥彌", "祢禰",
	"豊丰", "頬頰", "撹攪", "掻搔", "隣鄰", "鄰邻", "竈灶", "竃灶", "蔭荫", "檪櫟", "砺礪", "蛎蠣", "麹麴", "侭儘",
	"繍繡", "醤醬", "騨驒", "箪簞", "顛顚", "祷禱", "涜瀆", "嚢囊", "溌潑", "醗醱", "蝋蠟", "莱萊", "頚頸", "鹸鹼",
	"諌諫", "潅灌", "焔焰", "穣穰", "亀龜", "瀧泷", "喫吃", "凉涼", "决決", "减減", "况況", "凑湊", "净淨", "叶葉",
	"圡土", "德徳",
};

/* Readings that ICU lists behind a rarer one, or that names use where texts use another. */
static const struct spelt read_as[] = {
	{ 0x957F, "chang" }, { 0x9577, "chang" }, { 0x90FD, "du" },   { 0x5730, "di" },    { 0x548C, "he" },
	{ 0x53D1, "fa" },    { 0x767C, "fa" },    { 0x4F1A, "hui" },  { 0x6703, "hui" },   { 0x66FE, "zeng" },
	{ 0x4E50, "le" },    { 0x6A02, "le" },    { 0x53A6, "xia" },  { 0x5EC8, "xia" },   { 0x76DB, "sheng" },
	{ 0x4F20, "chuan" }, { 0x50B3, "chuan" }, { 0x5174, "xing" }, { 0x8208, "xing" },  { 0x5382, "chang" },
	{ 0x5EE0, "chang" }, { 0x4E07, "wan" },   { 0x4FDE, "yu" },   { 0x6C88, "shen" },  { 0x91CD, "zhong" },
	{ 0x884C, "xing" },  { 0x839E, "guan" },  { 0x57D4, "pu" },   { 0x6F84, "cheng" }, { 0x5927, "da" },
	{ 0x6C5F, "jiang" }, { 0x8F66, "che" },   { 0x8ECA, "che" },  { 0x77F3, "shi" },   { 0x6280, "ji" },
	{ 0x98DF, "shi" },   { 0x6D4E, "ji" },    { 0x6FDF, "ji" },   { 0x6CCA, "bo" },    { 0x963F, "a" },
	{ 0x5355, "dan" },   { 0x6C47, "hui" },   { 0x532F, "hui" },  { 0x4E3D, "li" },    { 0x9E97, "li" },
	{ 0x65BD, "shi" },   { 0x5409, "ji" },    { 0x7CFB, "xi" },   { 0x79CD, "zhong" },
};

static char syllables[MAX_SYLLABLES][8];
static int n_syllables;
static uint16_t reading[N_HAN];
static uint16_t variant[N_HAN];

static const char *
find(const struct spelt *table, int n, UChar32 letter)
{
	for (int i = 0; i < n; i++)
		if (table[i].letter == letter)
			return table[i].latin;
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------------- letters */

enum kind { KIND_UNKNOWN, KIND_LATIN, KIND_FOREIGN, KIND_NATIVE, KIND_MARK };

/* The letter under the diacritics. */
static UChar32
base_letter(const UNormalizer2 *nfkd, UChar32 c)
{
	UChar parts[32];
	UErrorCode status = U_ZERO_ERROR;
	UChar source[2] = { (UChar)c, 0 };
	int32_t n = unorm2_normalize(nfkd, source, 1, parts, LEN(parts), &status);
	return U_FAILURE(status) || n < 1 ? c : parts[0];
}

static void
write_letter(const UNormalizer2 *nfkc, const UNormalizer2 *nfkd, UChar32 c)
{
	UChar source[2] = { (UChar)c, 0 }, folded[32];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = unorm2_normalize(nfkc, source, 1, folded, LEN(folded), &status);
	UScriptCode script = n > 0 ? uscript_getScript(folded[0], &status) : USCRIPT_COMMON;
	enum kind kind = KIND_UNKNOWN;
	if (!U_FAILURE(status) && n == 1 && (folded[0] == c || folded[0] == ' ') && !u_isalnum(c) &&
	    u_charType(c) != U_NON_SPACING_MARK && u_charType(c) != U_ENCLOSING_MARK)
		kind = KIND_MARK;
	else if (!U_FAILURE(status) && n > 0 && n <= 2 && u_isalpha(folded[0]) &&
	         (n == 1 || u_isalpha(folded[1]) || c == DOTTED_I) && u_isalpha(c))
		kind = script == USCRIPT_LATIN                                 ? KIND_LATIN
		       : script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC ? KIND_FOREIGN
		                                                               : KIND_NATIVE;
	if (kind == KIND_UNKNOWN)
		n = 0;
	UChar32 base[2] = { 0, 0 };
	if (n == 1 && kind != KIND_NATIVE && kind != KIND_MARK) {
		base[0] = base_letter(nfkd, folded[0]);
		const char *latin = find(undecomposed, LEN(undecomposed), base[0]);
		if (latin) {
			base[0] = latin[0];
			base[1] = latin[1];
		}
	} else if (n == 2 && kind == KIND_LATIN) {
		base[0] = base_letter(nfkd, folded[0]);
		base[1] = c == DOTTED_I ? 0 : base_letter(nfkd, folded[1]);
	} else {
		base[0] = n > 0 ? folded[0] : 0;
		base[1] = n > 1 ? folded[1] : 0;
	}
	(void)printf("{{%d,%d},{%d,%d},%d},\n", n > 0 ? folded[0] : 0, n > 1 ? folded[1] : 0, (int)base[0],
	             (int)base[1], (int)kind);
}

static void
write_letters(const UNormalizer2 *nfkc, const UNormalizer2 *nfkd, const char *name, UChar32 first, UChar32 end)
{
	(void)printf("static const struct letter %s[%d] = {\n", name, (int)(end - first));
	for (UChar32 c = first; c < end; c++)
		write_letter(nfkc, nfkd, c);
	(void)printf("};\n");
}

/* -------------------------------------------------------------------------------------------------------------- Han */

static int
syllable_number(const char *syllable)
{
	for (int i = 0; i < n_syllables; i++)
		if (strcmp(syllables[i], syllable) == 0)
			return i;
	if (n_syllables == MAX_SYLLABLES || strlen(syllable) >= sizeof(syllables[0]))
		return 0;
	(void)snprintf(syllables[n_syllables], sizeof(syllables[0]), "%s", syllable);
	return n_syllables++;
}

/* Of a reading with tone marks its letters, "ü" as "u"; 0 when it is none. */
static int
read_character(const UTransliterator *latin, const UNormalizer2 *nfkd, UChar32 c)
{
	const char *known = find(read_as, LEN(read_as), c);
	if (known)
		return syllable_number(known);
	UChar text[64] = { (UChar)c, 0 }, parts[64];
	int32_t length = 1, limit = 1;
	UErrorCode status = U_ZERO_ERROR;
	utrans_transUChars(latin, text, &length, LEN(text), 0, &limit, &status);
	int32_t n = unorm2_normalize(nfkd, text, length, parts, LEN(parts), &status);
	char syllable[8] = "";
	int used = 0;
	for (int32_t i = 0; i < n && U_SUCCESS(status); i++) {
		if (parts[i] >= 'a' && parts[i] <= 'z' && used < 7)
			syllable[used++] = (char)parts[i];
		else if (parts[i] >= 0x3400)
			return 0;
	}
	syllable[used] = '\0';
	return used ? syllable_number(syllable) : 0;
}

static UChar32
simplify(const UTransliterator *simplified, UChar32 c)
{
	UChar text[8] = { (UChar)c, 0 };
	int32_t length = 1, limit = 1;
	UErrorCode status = U_ZERO_ERROR;
	utrans_transUChars(simplified, text, &length, LEN(text), 0, &limit, &status);
	return U_SUCCESS(status) && length == 1 ? text[0] : c;
}

static int
is_basic(UChar32 c)
{
	return c >= HAN_FIRST && c < HAN_END;
}

/* The last form of a chain of forms; chains end after four steps at the latest. */
static UChar32
representative(UChar32 c)
{
	for (int step = 0; step < 4 && is_basic(c) && variant[c - HAN_FIRST]; step++)
		c = variant[c - HAN_FIRST];
	return c;
}

static void
add_same(const UTransliterator *simplified)
{
	for (int i = 0; i < LEN(same_character); i++) {
		int32_t at = 0;
		UChar32 form, old;
		U8_NEXT(same_character[i], at, -1, form);
		U8_NEXT(same_character[i], at, -1, old);
		if (!is_basic(form) || !is_basic(old))
			continue;
		UChar32 from = representative(simplify(simplified, form));
		UChar32 to = representative(simplify(simplified, old));
		if (from != to && is_basic(from))
			variant[from - HAN_FIRST] = (uint16_t)to;
	}
}

/* One row a representative, ascending; the rows of two forms of one character are told behind each other. */
static void
write_kanji(void)
{
	(void)printf("static const struct kanji kanji[] = {\n");
	for (UChar32 c = HAN_FIRST; c < HAN_END; c++) {
		int told = 0;
		for (int i = 0; i < LEN(kanji_readings); i++) {
			int32_t at = 0;
			UChar32 character;
			U8_NEXT(kanji_readings[i], at, -1, character);
			if (representative(character) != c)
				continue;
			if (told++)
				(void)printf(" %s", kanji_readings[i] + at + 1);
			else
				(void)printf("{0x%X,\"%s", (unsigned)c, kanji_readings[i] + at + 1);
		}
		if (told)
			(void)printf("\"},\n");
	}
	(void)printf("};\n");
}

static void
write_han(const UTransliterator *latin, const UTransliterator *simplified, const UNormalizer2 *nfkd)
{
	(void)syllable_number("");
	for (UChar32 c = HAN_FIRST; c < HAN_END; c++) {
		UChar32 simple = simplify(simplified, c);
		variant[c - HAN_FIRST] = simple == c || !is_basic(simple) ? 0 : (uint16_t)simple;
		reading[c - HAN_FIRST] = (uint16_t)read_character(latin, nfkd, c);
	}
	add_same(simplified);
	(void)printf("static const char han_syllables[%d][8] = {\n", n_syllables);
	for (int i = 0; i < n_syllables; i++)
		(void)printf("\"%s\",\n", syllables[i]);
	(void)printf("};\nstatic const struct han_character han_characters[%d] = {\n", N_HAN);
	for (UChar32 c = HAN_FIRST; c < HAN_END; c++)
		(void)printf("{%d,%d},\n", (int)representative(c), reading[c - HAN_FIRST]);
	(void)printf("};\n");
	write_kanji();
}

/* --------------------------------------------------------------------------------------------------------- countries */

#define NAME_BYTES 128

/* Codes ICU lists that ISO 3166-1 does not assign. */
static const char *const not_countries[] = { "AC", "CP", "CQ", "DG", "EA", "IC", "TA" };

static int
is_country(const char *alpha2)
{
	for (int i = 0; i < LEN(not_countries); i++)
		if (strcmp(alpha2, not_countries[i]) == 0)
			return 0;
	return 1;
}

/* ICU's name of a country in a language; 0 when it has none. */
static int
display_name(const char *locale, const char *language, char out[NAME_BYTES])
{
	UChar wide[NAME_BYTES / 2];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;
	int32_t n_wide = uloc_getDisplayCountry(locale, language, wide, LEN(wide), &status);
	if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING)
		return 0;
	u_strToUTF8(out, NAME_BYTES, &n, wide, n_wide, &status);
	return U_SUCCESS(status) && n > 0 && n < NAME_BYTES;
}

/* As numbers: a literal of so many bytes is more than compilers have to take. */
static void
write_bytes(const char *text)
{
	for (; *text; text++)
		(void)printf("%d,", *text);
}

static void
write_country(const char *alpha2, const char *alpha3, const char *name)
{
	write_bytes(alpha2);
	write_bytes(alpha3);
	write_bytes(name);
	(void)printf("'\\n',\n");
}

/* Returns whether all went well. */
static int
write_countries(void)
{
	static const char *const languages[] = { "en", "fr", "es", "pt", "de", "it", "nl", "zh", "vi", "id", "tr" };
	char name[NAME_BYTES], locale[16];
	(void)printf("static const char country_codes[] = {\n");
	for (const char *const *code = uloc_getISOCountries(); *code; code++) {
		(void)snprintf(locale, sizeof(locale), "und_%s", *code);
		const char *alpha3 = uloc_getISO3Country(locale);
		if (is_country(*code) && strlen(alpha3) != 3)
			return 0;
		if (is_country(*code))
			write_country(*code, alpha3, display_name(locale, "en", name) ? name : *code);
	}
	(void)printf("};\nstatic const char country_names[] = {\n");
	for (int i = 0; i < LEN(languages); i++) {
		for (const char *const *code = uloc_getISOCountries(); *code; code++) {
			(void)snprintf(locale, sizeof(locale), "und_%s", *code);
			if (is_country(*code) && display_name(locale, languages[i], name))
				write_country(*code, "", name);
		}
	}
	(void)printf("};\n");
	return 1;
}

static UTransliterator *
open_transliterator(const char *id)
{
	UChar wide[64];
	UErrorCode status = U_ZERO_ERROR;
	u_uastrcpy(wide, id);
	UTransliterator *opened = utrans_openU(wide, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	return U_FAILURE(status) ? NULL : opened;
}

int
main(int argc, char **argv)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	if (U_FAILURE(status) || argc != 2)
		return 1;
	if (strcmp(argv[1], "letters") == 0) {
		write_letters(nfkc, nfkd, "low_letters", 0x80, 0x590);
		write_letters(nfkc, nfkd, "additional_letters", 0x1E00, 0x2060);
		return 0;
	}
	if (strcmp(argv[1], "countries") == 0)
		return !write_countries();
	UTransliterator *latin = open_transliterator("Han-Latin");
	UTransliterator *simplified = open_transliterator("Traditional-Simplified");
	if (latin && simplified)
		write_han(latin, simplified, nfkd);
	int failed = !latin || !simplified;
	utrans_close(latin);
	utrans_close(simplified);
	u_cleanup();
	return failed;
}
