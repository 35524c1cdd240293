#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes legal-forms-iso20275.csv from a list of ISO 20275 legal forms as GLEIF publishes it (CSV).

    make-legal-forms.py ELF-CODE-LIST.csv [OUTPUT.csv]

Every active code gives its local name, its transliterated name and its abbreviations. What generic class a form has is
decided by the rules below, which are ours; the names are the publisher's. The same list gives the same file, byte by byte.
"""
import collections
import csv
import pathlib
import re
import sys
import unicodedata

CODE, COUNTRY, NAME, LANGUAGE, LATIN, SHORT, SHORT_LATIN, STATUS = (0, 2, 5, 7, 8, 9, 10, 12)

# What a body does is no part of its legal form for us: "Savings Bank" and "Insurance Company" tell firms apart. Such forms,
# and all of the classes not in EATEN, are `words: keep`: the class is noted and the words still count.
ACTIVITY = re.compile(
    r"bank|banco|banca|banque|spar(?:kass|besk)|sporiteln|savings|insur|assur|segur|versicher|verzeker|forsakring|forsikring"
    r"|vakuutus|poist|pojist|biztosit|fund\b|funds\b|fond\b|fonds\b|fondo|fundo|fondy|fonlar|fondlar|pensi|penzij|pojist|nyugdij|elake"
    r"|school|skol|universit|uczelni|hospital|sjukhus|nemocni|health|zdrav|housing|bostad|bolig|asunto|asumis|borett|boende"
    r"|rail|telephone|electric|water|vatten|vesi|agric|agrar|agri|landbo|polno|sel.?sko|skog|metsa|forest|fish|kalastus|pesc"
    r"|religi|church|kirch|kerk|eglise|kirk|kyrko|parish|paroisse|parroqu|cemetery|burial|credit|kredit|loan|pret|prestamo"
    r"|hypote|mortgage|invest|inves|immobili|real estate|vivienda|hous|chamber|handelskammar|kauppakamar|political|party"
    r"|partij|erakond|union|sindicat|ametiuhing|lawyer|medic|profession|bencom|exploration|miniere|mining|transport|marit"
    r"|reder|laiva|simpl|symplo|financ|exchange|bors|boers|burza|theat|museum|muse|sport|cultur|kultur|social|charit|financ"
    r"|studen|research|vyzkum|vyskum|consum|kuluttaj|consorti|produc|werkne|medarbejder|unemploy|arbetslos|tyotto|work"
    r"|develop|educat|internation|overseas|youth|alberta|labuan|nt\b|scottish|building|ecclesi|fraternal|business|trust\b|trusts\b"
    r"|indigenous|domestic|confed|komora|congreg|mutua|mutuel|syndic|condomin"
    r"|warehous|captive|reit\b|trust co|trust corp|trustee|fiduci|hunting|jagd|ganader|ejid|rancher|farm|bond|bursatil de")

# First rule that is found in the comparable text of the Latin name decides.
CLASSES = [
    ("plc", r"^s a (?:b |p i |de c v)|^s a\b.*sofom|^sociedad anonima\b"),
    ("branch", r"branch|succursale|sucursal|zweigniederlassung|filial|podruznic|organizacn[ai] zloz|oddzial|sivuliike|foreign|etrang|strani|zahran|zahr\b|kulfoldi|ulkom|utland|auslan|extranjer|estrange|reprezent|predstavni|huaj|gaikoku"),
    ("partnership", r"partner(?!ship limited by shares)|kommandit(?!.{0,12}aktie|.{0,3}ag\b)|komandit|komandytowa\b|commandite simple|commandite special|commandite$|comandita simple|accomandita semplice|comanditair|commanditair|offene|nom collectif|nome collettivo|nombre colectivo|colectiva|firma|vennootschap onder|maatschap|burgerlichen rechts|einfache gesell|civile?\b|handelsbolag|handelsselskab|interessent|ansvarlig|jawna|cywilna|verejna obchodn|javno trgovsk|javno drust|kkt|beteti|kozkereseti|bendrij|yhtyma|avoin|omorr|eterorr|taisuhing|usaldusuhing|pilnsabiedriba|komanditsabiedriba|polnoe tovar|tovarishchestvo na vere|goshi|gomei|gousi|goumei|habja|habmyeong|samlagsfelag|sameign|joint venture|gie\b|interest group|interes econom|interet econom|interessenvereinigung|kollekti|hehuo|he huo|tam ortakl|persekutuan|societe en participation"),
    ("sole", r"sole (?:prop|trader|owner)|einzel|eenmans|enkelt(?:mand|person)|enskild|individu(?:al|ell?e?) (?:ent|emp|trad|pred|prop)|(?:empresa|empresario|comerciante|ditta|impresa|entreprise|entrepreneur) individu|predprinimatel|predpriemac|fyzick|zivnost|egyeni|toiminimi|fuusik|fie\b|pessoa singular|persona fisica|persoana fizica|obrt|preduzetnik|yeke|gaein|samostatn|kaufmann|kauffrau|fysieke|physique|yksityinen|selbstandig"),
    ("coop", r"co ?oper|coop|cooper|kooper|genossenschaft|andels(?!bank)|osuuskunta|samvirke|spoldzieln|druzstv|zadrug|szovetkezet|koperasi|uhistu|ekonomisk forening|synetair|sinetair|samvinnu|produktionsgen|kooperat"),
    ("foundation", r"foundation|fondation|fundacion|fundacio|fundacao|fondazione|stiftung|stichting|stiftels|saatio|fundacj|nadac|alapitvany|zaklad|fondaci|fundacij|fondatsi|yayasan|sihtasutus|treuhand|treuunter|trust|fideicom|fiducie|anstalt|waqf|vakif|charit"),
    ("state", r"state owned|state ent|state inst|public (?:body|agency|inst|law|auth|sector|entity)|government|unitar|gosudarst|derzhav|derzavn|federal|municip|kommun|comune|commune|kunta|obec|gemeinde|obcin|onkorm|gmin|statli|statens|statsforetak|statn|stat\b|panstw|valstyb|valtion|allami|koztest|kozalapit|kozpont|koltsegv|(?:droit|diritto|derecho) pub|offentlig|offentlich|rechtlich.{0,12}korper|korperschaft|javn|javno|publicke|verejn|riigi|avalik|collectivit|departem|region|canton|kanton|bund|district|distr|bezirk|ministr|ministe|ministry|etat\b|estado|estatal|provinc|autorit|administrac|administrat|etablissement public|ente |entidad|empresa public|organismo|persero|perum|agence|council|crown|royal|komunal|ustanov|uchrezhd|instituc|institut"),
    ("association", r"associat|associac|asociac|associaz|asociat|asocij|assoz|verein|vereniging|verening|forening|stowarzysz|sdruzen|zdruzen|egyesul|spolek|yhdist|udruzen|udrug|uhing|liit\b|\bbiedrib|dernek|dernegi|sans but|sin fin|senza scopo|winstoogmerk|nonprofit|non profit|not for profit|society|sociedad(?:es)? de (?:benef|fomento)|club|mutual|mutue|mutua|gegenseitig|onderling|omsesidig|gjensidig|keskinai|samenwerk|congregac|congreg|federac|confeder|syndicat|condomin|company limited by guarantee|owners|obednanny|obshchestvenn|asotsiats|savez|soyuz|league|komora"),
    ("plc", r"public (?:limited|company|joint)|joint stock|aktien|aktie|aksje|akts|akci|akcij|aktsi|akcion|aktsion|acciones|azioni|actions?\b|acoes|anonim|anonym|anonyme|anonima|naamloze|reszven|societas europaea|europa(?:bolag|gesell)|europaische gesell|europeenne|europea\b|europeia|delnisk|dionick|shoqeri aksion|berhad|perseroan terbatas|kabu|chusik|jusik|julkinen|hlutafelag|companhia|limited by shares|gufen|gu fen|variable capital|investimento a capital|sicav|sicaf|\bse\b|evropsk|europaeisk|evropufelag|eurooppayhti"),
    ("inc", r"corporation|corporac|incorporat|business corp|corp\b|inc\b|close corp|personne morale|gesellschaft mit variabl"),
    ("ltd", r"limit|responsab|beschrankt|beskrank|ansvarsbegr|ogranich|obmezh|abmezh|ogranicen|ograniczon|obmedzen|omezen|omejen|ierobez|korlatolt|beperkte|besloten|gesellschaft m|ges m b h|anparts|osakeyhtio|osauhing|aktsiaselts|uzdaroji|kufizuar|quotas|yugen|yuhan|goudou|godo|teoranta|cyfyngedig|llc|raspundere|periorism|sendirian|proprietary|private company|mehdud|mas.?uliyy|einkahluta|designated activity|unlimited|neomezen|unternehmergesellschaft|simplifiee|simplificada|simplified|free zone|protected cell|kefalaiouch|exempt|international business|designated"),
]
NATIVE = [
    ("partnership", "合伙|合夥|合資|合名|합자|합명|توصية|تضامن"), ("sole", "个体|個人|개인사업자|ឯកបុគ្គល"),
    ("coop", "合作"), ("foundation", "基金会|재단|财团|財団"), ("plc", "股份|株式|주식회사|公眾|មហាជន|مساهمة|ش م ع|ش م خ"),
    ("ltd", "有限|유한|無限|ឯកជន|合同会社|محدودة|ذ م م|擔保"),
    ("branch", "外国|港澳|非香港|បរទេស|فرع"), ("association", "社団|社会团体|工会|协会|사단"),
    ("state", "机关|機関|国|公共|公証|公证|军|공공|국가|事业|委员会|居委|村|乡|法院"),
]
EATEN = ("partnership", "sole", "coop", "foundation", "association", "plc", "inc", "ltd")
ORDER = EATEN + ("branch", "state", "other")

# Say "firm" and nothing about its kind; an abbreviation of many different codes.
GENERAL = {"co", "company", "business", "firma", "compagnie", "companhia", "société", "societe", "ste", "org", "enterprise", "chartered"}
# Short forms that are ordinary words, given names or parts of brands: believed as the last word only and then kept as a word.
ORDINARY = set("""aa abv aam af alf as ass ba bab bb bc bi bn brl cb cic clf clg cn co cpt ct cti ctr da dba dp ed eg ei ek elp emc ep epp esv et eu
ev f fa fab fcr fie fof fon fund gag gar gas gen giu giz go gp i icc ii iic ik iks imp is izw jp jv kb kd ko la lc lca lf lg los lv mb mbe
ml ms na nbs nl np nr ns ofb ofe ofp og oi ok on one op or org os oth other others pa pac pc pcc per pfi pl pp pr prof ps psc ptc ra rb
reit region sa sac sam sat sb sc scm scr sd sdc se series sf si sic siz slm smc soc son sp spc spr sr ss ssb ste stg tda tp tr trust
tsf tu tub up us vba vi vs zat zub fo municipal undivided chartered bund kanton canton commune comune district embassy railroad
business state company society""".split())


def comparable(text):
    """As src/normalise/fold.c reads it, but native letters stay native: case folded, Latin letters without marks, no dots."""
    text = unicodedata.normalize("NFKC", text).casefold()
    out = []
    for ch in unicodedata.normalize("NFD", text):
        if unicodedata.combining(ch) and out and ("a" <= out[-1] <= "z"):
            continue
        out.append(ch)
    text = unicodedata.normalize("NFC", "".join(out))
    text = re.sub(r"(?<=\w)['’`´‘](?=\w)", "", text)
    kept = (ch if unicodedata.category(ch)[0] in "LMN" else " " for ch in text)
    return " ".join("".join(kept).split())


def class_of(name, latin):
    for text, rules in ((latin, CLASSES), (name, CLASSES), (name, NATIVE)):
        for generic, pattern in rules:
            if re.search(pattern, text):
                return generic
    return "other"


def spellings(cell, language, is_name):
    """The cell as it stands, and its parts where several are listed in it."""
    found = []
    for part in [cell] if is_name else re.split(r"[;\n]", cell):
        found.append(part)
        found.append(re.sub(r"\([^)]*\)", " ", part))
        if is_name:
            found += re.findall(r"\(([A-Z][A-Z. ]{2,10})\)", part)
            continue
        found += re.split(r'" "| / ', part)
        if language == "en":
            found += re.split(r",| or ", part)
    return [text for text in (comparable(part) for part in found) if text]


def read(path):
    """form -> what the codes that have it say."""
    forms = {}
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    for row in rows:
        if row[STATUS] != "ACTV" or not row[COUNTRY]:
            continue
        name, latin = comparable(row[NAME]), comparable(row[LATIN])
        generic = class_of(name, latin)
        for column in (NAME, LATIN, SHORT, SHORT_LATIN):
            is_name = column in (NAME, LATIN)
            for text in spellings(row[column], row[LANGUAGE], is_name):
                form = forms.setdefault(text, {"classes": collections.Counter(), "countries": set(), "codes": set(),
                                               "is_name": False})
                # A spelling that says its class itself is believed more than the code it stands under.
                said = class_of(text, text)
                form["classes"][said if said != "other" else generic] += 1
                form["countries"].add(row[COUNTRY])
                form["codes"].add(row[CODE])
                form["is_name"] |= is_name
    return forms


def place_and_words(text, generic, is_name):
    """Where the form is believed, and whether its words then still count."""
    letters = text.replace(" ", "")
    if generic not in EATEN or letters in ORDINARY or ACTIVITY.search(text) or re.match(r"[ivx] ", text):
        return "tail", "keep"
    if not letters.isascii():
        return ("edges", "drop") if len(letters) >= 3 else ("tail", "keep")
    if len(letters) <= 4 and not is_name:
        return "tail", "drop"
    if " " in text and is_name:
        return "edges", "drop"
    return "end", "drop"


def is_harmful(text):
    letters = text.replace(" ", "")
    return (len(letters) < 2 or letters.isdigit() or letters in ("ii", "iii", "iv", "vi", "others", "other")
            or len(text.encode()) > 500)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.strip())
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else pathlib.Path(__file__).with_name("legal-forms-iso20275.csv")
    forms = read(sys.argv[1])
    left_out = sorted(text for text in forms if is_harmful(text))
    lines = []
    for text in sorted(forms, key=lambda form: form.encode()):
        if text in left_out:
            continue
        form = forms[text]
        generic = max(ORDER, key=lambda name: (form["classes"][name], -ORDER.index(name)))
        generic = "other" if text in GENERAL else generic
        place, words = place_and_words(text, generic, form["is_name"])
        lines.append(",".join((text, generic, place, words, " ".join(sorted(form["countries"])), " ".join(sorted(form["codes"])[:4]))))
    head = [
        "# Legal forms after ISO 20275, from the Entity Legal Form code list that GLEIF (www.gleif.org) maintains and publishes",
        "# free of charge. Written by make-legal-forms.py; do not edit: what legal-forms.yaml and words.yaml say wins.",
        f"# {len(lines)} forms; {len(left_out)} left out as harmful in any place (lone letters, numerals, \"other\").",
        "# place: tail (only behind everything else), end, edges; words: drop (no part of the name's identity) or keep (they",
        "# still count as words, the class is noted beside them). codes: the first four.",
        "form,class,place,words,jurisdictions,codes",
    ]
    target.write_text("\n".join(head + lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} forms, left out: {' | '.join(left_out)}")


if __name__ == "__main__":
    main()
