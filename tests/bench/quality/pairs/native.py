# SPDX-License-Identifier: Apache-2.0
"""Invented names in their own script with their usual Latin spellings, written by hand.

SCRIPTS[script]: country; `native` two ways to write the full name; `latin` two ways; `stems` rows of native spelling, a
second native spelling of the same word (orthographic variant; the same where there is none), Latin spelling, second Latin
spelling; `activities` rows of native, second native, Latin, second Latin. {s} stands for the stem, {a} for the activity.
"""


def stems(*rows):
    """Rows of three get the native spelling twice."""
    return [(row[0],) + row if len(row) == 3 else row for row in rows]


SCRIPTS = {
    "cyrillic-ru": dict(
        country="RU", native=['ООО «{s}-{a}»', 'Общество с ограниченной ответственностью «{s} {a}»'],
        latin=["OOO {s}-{a}", "{s} {a} LLC"],
        stems=stems(
            ("Жуковейск", "Zhukoveysk", "Jukoveisk"), ("Щербуново", "Shcherbunovo", "Scherbunowo"),
            ("Юрезанье", "Yurezanye", "Jurezan'e"), ("Хвалемир", "Khvalemir", "Hvalemir"),
            ("Цветогорье", "Tsvetogorye", "Cvetogor'e"), ("Чернолучь", "Chernoluch", "Černoluč"),
            ("Яровежье", "Yarovezhye", "Iarovezhie"), ("Эльдымск", "Eldymsk", "Eldimsk"),
            ("Быстрохолм", "Bystrokholm", "Bistroholm"), ("Шёлкопряд", "Шелкопряд", "Shelkopryad", "Shyolkopriad"),
            ("Звёздоград", "Звездоград", "Zvezdograd", "Zvyozdograd"), ("Рябиновцы", "Ryabinovtsy", "Riabinovcy")),
        activities=stems(("Текстиль", "Tekstil", "Textile"), ("Мебель", "Mebel", "Furniture"),
                         ("Лес", "Les", "Timber"), ("Транс", "Trans", "Trans"))),
    "cyrillic-uk": dict(
        country="UA", native=['ТОВ «{s} {a}»', 'Товариство з обмеженою відповідальністю «{s}-{a}»'],
        latin=["TOV {s} {a}", "{s} {a} LLC"],
        stems=stems(
            ("Їжаківка", "Yizhakivka", "Izhakivka"), ("Гайворщина", "Haivorshchyna", "Gayvorshchina"),
            ("Явориччя", "Yavorychchia", "Javorychja"), ("Цвітожар", "Tsvitozhar", "Cvitojar"),
            ("Білохуторівське", "Bilokhutorivske", "Bilohutorivske"), ("Зозулянець", "Zozulianets", "Zozulyanec"),
            ("Ґрунтовир", "Грунтовир", "Gruntovyr", "Hruntovir"), ("Щедропілля", "Shchedropillia", "Schedropillya")),
        activities=stems(("Агро", "Agro", "Agro"), ("Метал", "Metal", "Metal"), ("Меблі", "Mebli", "Furniture"),
                         ("Текстиль", "Tekstyl", "Textile"))),
    "greek": dict(
        country="GR", native=["{s} {a} Α.Ε.", "{s} {a} Ανώνυμη Εταιρεία"], latin=["{s} {a} S.A.", "{s} {a} AE"],
        stems=stems(
            ("Θαλαμώνης", "ΘΑΛΑΜΩΝΗΣ", "Thalamonis", "Thalamones"), ("Ευδρακίδης", "ΕΥΔΡΑΚΙΔΗΣ", "Evdrakidis", "Eudrakidis"),
            ("Ψηλορράχης", "ΨΗΛΟΡΡΑΧΗΣ", "Psilorrachis", "Psilorahis"), ("Χιονάκτης", "ΧΙΟΝΑΚΤΗΣ", "Chionaktis", "Hionaktis"),
            ("Μπελοτσάρης", "ΜΠΕΛΟΤΣΑΡΗΣ", "Belotsaris", "Mpelotsaris"), ("Γκριζωτάκης", "ΓΚΡΙΖΩΤΑΚΗΣ", "Grizotakis", "Gkrizotakis"),
            ("Ξυλογέφυρα", "ΞΥΛΟΓΕΦΥΡΑ", "Xylogefyra", "Ksilogefira"), ("Ουρανέμης", "ΟΥΡΑΝΕΜΗΣ", "Ouranemis", "Uranemis"),
            ("Ντουβαρέλης", "ΝΤΟΥΒΑΡΕΛΗΣ", "Douvarelis", "Ntouvarelis"), ("Αυλοκάμπος", "ΑΥΛΟΚΑΜΠΟΣ", "Avlokampos", "Aulokambos")),
        activities=stems(("Υφαντουργία", "Yfantourgia", "Textiles"), ("Ναυτιλιακή", "Naftiliaki", "Shipping"),
                         ("Κατασκευαστική", "Kataskevastiki", "Construction"), ("Ελαιουργία", "Elaiourgia", "Olive Oil"))),
    "arabic": dict(
        country="AE", native=["شركة {s} {a} ذ.م.م", "{s} {a} شركة ذات مسؤولية محدودة"],
        latin=["{s} {a} LLC", "{s} {a} Limited Liability Company"],
        stems=stems(
            ("الزهيران", "Al Zuhairan", "El Zoheiran"), ("أبو شعيلة", "ابو شعيله", "Abu Shuaila", "Abou Shoaila"),
            ("بيت القنديلي", "بيت القنديلى", "Bait Al Qandili", "Beit El Kandily"),
            ("غيث المروج", "Ghaith Al Murooj", "Ghayth Al-Muruj"),
            ("جوهرة الصبار", "جوهره الصبار", "Jawharat Al Sabbar", "Gawharet El Sabbar"),
            ("الخزاميات", "Al Khuzamiyat", "Alkhozamiat"), ("نسيم طوارق", "Naseem Tawariq", "Nasim Tawareq"),
            ("ضياء الحنينات", "Dhiya Al Hunainat", "Diaa El Honaynat"),
            ("مؤنس اليعسوب", "مونس اليعسوب", "Munis Al Yasub", "Moanes El Yaasoub"),
            ("إشراقة فرقدان", "اشراقة فرقدان", "Ishraqat Farqadan", "Eshraqet Farkadan")),
        activities=stems(("للتجارة", "للتجاره", "Trading", "Trading"), ("للمقاولات", "Contracting", "Contracting"),
                         ("للنسيج", "Textile", "Textiles"), ("للأغذية", "للاغذية", "Foodstuff", "Foodstuffs"))),
    "hebrew": dict(
        country="IL", native=['{s} {a} בע"מ', "{s} {a} בע״מ"], latin=["{s} {a} Ltd.", "{s} {a} Limited"],
        stems=stems(
            ("גלעוז", "Galoz", "Gal-Oz"), ("צוקרים", "Tzukarim", "Zukarim"), ("כרמיתן", "Karmitan", "Carmitan"),
            ("אורחצב", "אור חצב", "Or Hatzav", "Or Chatzav"), ("שחפירון", "Shahafiron", "Shachafiron"),
            ("דולבניר", "דולב ניר", "Dolev Nir", "Dolevnir"), ("יעלבור", "Yaelbor", "Yaalbor"),
            ("חרובלית", "Haruvlit", "Charuvlit"), ("קשתגיא", "קשת גיא", "Keshet Gai", "Keshetgay")),
        activities=stems(("תעשיות", "Industries", "Taasiyot"), ("שיווק", "שווק", "Marketing", "Shivuk"),
                         ("מזון", "Food", "Mazon"), ("טקסטיל", "Textile", "Textil"))),
    "han": dict(
        country="CN", native=["{p}{s}{a}有限公司", "{p}{s}{a}有限责任公司"],
        latin=["{p} {s} {a} Co., Ltd.", "{p} {s} {a} Company Limited"],
        places=[("深圳市", "深圳市", "Shenzhen", "Shenzhen"), ("宁波", "寧波", "Ningbo", "Ningbo"),
                ("东莞市", "東莞市", "Dongguan", "Dongguan"), ("苏州", "蘇州", "Suzhou", "Suzhou")],
        stems=stems(
            ("砾锦", "礫錦", "Lijin", "Li Jin"), ("翎泽", "翎澤", "Lingze", "Ling Ze"), ("棠屿", "棠嶼", "Tangyu", "Tang Yu"),
            ("岚禾", "嵐禾", "Lanhe", "Lan He"), ("砚溪", "硯溪", "Yanxi", "Yan Xi"), ("骁霖", "驍霖", "Xiaolin", "Xiao Lin"),
            ("榕霁", "榕霽", "Rongji", "Rong Ji"), ("鲸垚", "鯨垚", "Jingyao", "Jing Yao"), ("绫渡", "綾渡", "Lingdu", "Ling Du"),
            ("筱舸", "筱舸", "Xiaoge", "Xiao Ge"), ("槿浔", "槿潯", "Jinxun", "Jin Xun"), ("霓峦", "霓巒", "Niluan", "Ni Luan")),
        activities=[("纺织", "紡織", "Textile", "Textiles"), ("电子", "電子", "Electronics", "Electronic"),
                    ("玩具", "玩具", "Toys", "Toy"), ("贸易", "貿易", "Trading", "Trade")]),
    "japanese": dict(
        country="JP", native=["株式会社{s}{a}", "{s}{a}（株）"], latin=["{s} {a} Co., Ltd.", "{s} {a} K.K."],
        stems=stems(
            ("鳴滝沢", "鳴瀧澤", "Narutakizawa", "Naru Takizawa"), ("桐ヶ浜", "桐ケ濱", "Kirigahama", "Kiri-ga-hama"),
            ("桜戸井", "櫻戸井", "Sakuradoi", "Sakura Doi"), ("黒磯辺", "黒磯邊", "Kuroisobe", "Kuro Isobe"),
            ("竜ヶ森", "龍ケ森", "Ryugamori", "Ryūgamori"), ("沢之浦", "澤之浦", "Sawanoura", "Sawa no Ura"),
            ("ミナトール", "ﾐﾅﾄｰﾙ", "Minatoru", "Minatol"), ("ハルネックス", "ﾊﾙﾈｯｸｽ", "Harunex", "Harunekkusu"),
            ("ソラベルグ", "ｿﾗﾍﾞﾙｸﾞ", "Soraberg", "Soraberugu"), ("大槻川", "Otsukigawa", "Ōtsukigawa")),
        activities=stems(("繊維", "纖維", "Seni", "Textile"), ("製作所", "Seisakusho", "Works"), ("食品", "Shokuhin", "Foods"),
                         ("電機", "Denki", "Electric"))),
    "hangul": dict(
        country="KR", native=["주식회사 {s}{a}", "(주){s} {a}"], latin=["{s} {a} Co., Ltd.", "{s} {a} Corporation"],
        stems=stems(
            ("가람솔", "Garamsol", "Karamsol"), ("두레찬", "Durechan", "Doorechan"), ("벼리온", "Byeorion", "Byorion"),
            ("늘봄재", "Neulbomjae", "Nulbomjae"), ("청률원", "Cheongnyurwon", "Chungryulwon"), ("미르샘", "Mireusaem", "Mirsaem"),
            ("해윤조", "Haeyunjo", "Haeyoonjo"), ("도담별", "Dodambyeol", "Dodambyul"), ("우림채", "Urimchae", "Woorimchae"),
            ("누리솔빛", "Nurisolbit", "Noorisolbit")),
        activities=stems(("산업", "Industries", "Industrial"), ("섬유", "Textile", "Seomyu"), ("무역", "Trading", "Muyeok"),
                         ("전자", "Electronics", "Jeonja"))),
    "thai": dict(
        country="TH", native=["บริษัท {s} {a} จำกัด", "บจก. {s}{a}"], latin=["{s} {a} Co., Ltd.", "{s} {a} Company Limited"],
        stems=stems(
            ("ศรีพนาวัน", "Sri Phanawan", "Sripanawan"), ("ทองรุ่งนที", "Thong Rung Nathi", "Tongrungnatee"),
            ("ชัยมหาวารี", "Chai Maha Wari", "Chaimahavaree"), ("สยามเรืองธาร", "Siam Rueang Than", "Siam Ruangtarn"),
            ("บุญธารทิพย์", "Bun Than Thip", "Boontarntip"), ("วิไลกาญจน์นคร", "Wilai Kan Nakhon", "Vilaikarn Nakorn"),
            ("แสงดาวสมุทร", "Saeng Dao Samut", "Sangdaosamut"), ("พรพฤกษ์ไพร", "Phon Phruek Phrai", "Pornprukprai")),
        activities=stems(("สิ่งทอ", "Textile", "Textiles"), ("อาหารทะเล", "Seafood", "Seafoods"), ("พลาสติก", "Plastic", "Plastics"),
                         ("เฟอร์นิเจอร์", "Furniture", "Furniture"))),
    "devanagari": dict(
        country="IN", native=["{s} {a} प्राइवेट लिमिटेड", "{s} {a} प्रा. लि."], latin=["{s} {a} Private Limited", "{s} {a} Pvt. Ltd."],
        stems=stems(
            ("शिवलोचना", "Shivlochana", "Shivalochna"), ("वृंदमणि", "वृन्दमणि", "Vrindmani", "Vrindamani"),
            ("ज्ञानकुंज", "ज्ञानकुञ्ज", "Gyankunj", "Jnanakunj"), ("क्षितिजप्रभा", "Kshitijprabha", "Kshitij Prabha"),
            ("चंद्रवाटिका", "चन्द्रवाटिका", "Chandravatika", "Chandra Vatika"), ("अंबुजेश्वरी", "अम्बुजेश्वरी", "Ambujeshwari", "Ambujeswari"),
            ("सूर्यढाल", "Suryadhal", "Sooryadhaal"), ("हिमपंखी", "हिमपङ्खी", "Himpankhi", "Himapankhi")),
        activities=stems(("टेक्सटाइल्स", "Textiles", "Textiles"), ("एक्सपोर्ट्स", "Exports", "Exports"), ("फूड्स", "Foods", "Foods"),
                         ("इंडस्ट्रीज़", "इंडस्ट्रीज", "Industries", "Industries"))),
    "bengali": dict(
        country="BD", native=["{s} {a} লিমিটেড", "{s} {a} লিঃ"], latin=["{s} {a} Limited", "{s} {a} Ltd."],
        stems=stems(
            ("মেঘদুয়ার", "Meghduar", "Meghduwar"), ("শিউলিতলা", "Shiulitala", "Sheulitola"), ("পদ্মরেখা", "Padmarekha", "Poddorekha"),
            ("বৈশাখীছায়া", "Baishakhichhaya", "Boishakhi Chaya"), ("চন্দনঝিল", "Chandanjhil", "Chondonjheel"),
            ("রূপসাগরী", "Rupsagori", "Rupshagari"), ("স্বর্ণলতিকা", "Swarnalatika", "Shornolotika"), ("কাশবনিয়া", "Kashbonia", "Kashbaniya")),
        activities=stems(("গার্মেন্টস", "Garments", "Garments"), ("নিটওয়্যার", "Knitwear", "Knit Wear"),
                         ("টেক্সটাইল মিলস", "Textile Mills", "Textile Mills"), ("ফ্যাশন", "Fashion", "Fashions"))),
    "sinhala": dict(
        country="LK", native=["{s} {a} (පුද්ගලික) ලිමිටඩ්", "{s} {a} (පෞද්ගලික) සමාගම"],
        latin=["{s} {a} (Private) Limited", "{s} {a} (Pvt) Ltd"],
        stems=stems(
            ("රන්කිරණ", "Rankirana", "Ran Kirana"), ("නෙලුම්වැව", "Nelumwewa", "Nelumweva"), ("සඳමාලිය", "Sandamaliya", "Sandamalia"),
            ("පියුම්ගල", "Piyumgala", "Piumgala"), ("හිමිදිරිතැන්න", "Himidirithenna", "Himidiritanna"), ("දිනාරුව", "Dinaruwa", "Dinaruva"),
            ("මුතුහැල්ල", "Muthuhella", "Mutuhella"), ("කොහොඹවත්ත", "Kohombawatta", "Kohombawaththa")),
        activities=stems(("ගාමන්ට්ස්", "Garments", "Garments"), ("තේ", "Tea", "Teas"), ("ඇපරල්", "Apparel", "Apparels"),
                         ("එක්ස්පෝර්ට්ස්", "Exports", "Exports"))),
}
