# SPDX-License-Identifier: Apache-2.0
"""Pairs that no rule makes well: each written by hand. Rows are left | right | country; the stem is the first invented
word of the left name, lower case. Families named in MATCH are the same firm, those in DIFFERENT are two firms."""

MATCH = {
    "tokens-joined": """
Bright Loomer Apparel Ltd|Brightloomer Apparel Ltd|GB
Man Foundry Co|Manfoundry Co|US
SilverQuill Textiles Pvt Ltd|Silver Quill Textiles Pvt Ltd|IN
Redthatch Sea Foods Ltd|Red Thatch Seafoods Ltd|GB
North Velbury Knit Wear Ltd|Northvelbury Knitwear Ltd|BD
Osprey Marrow Ship Yard Inc|Ospreymarrow Shipyard Inc|US
Golden Peepal Rice Mill Ltd|Goldenpeepal Ricemill Limited|BD
BlueTamarack Foot Wear LLC|Blue Tamarack Footwear LLC|US
Green Wicker Leaf Tea Estate|GreenWicker Leaf Tea Estate|LK
Hai Long Dieu Garment JSC|Hailongdieu Garment JSC|VN
Stoneharbour Glassworks Ltd|Stone Harbour Glass Works Ltd|GB
Jade Pavilionn Handicraft Co|Jadepavilionn Handicraft Co|CN
Sun Kestrel Agro Chem Ltd|Sunkestrel Agrochem Ltd|IN
Whitemoss Steel Works GmbH|White Moss Steelworks GmbH|DE
Copper Lantern Hand Bags SL|Copperlantern Handbags SL|ES
Fern Gully Cross Freight Ltd|Ferngully Cross Freight Ltd|AU
Tri Kamala Plast Pvt Ltd|Trikamala Plast Pvt Ltd|IN
Lotus Vimean Sports Wear Co|Lotusvimean Sportswear Co|KH
Nor Brygga Fiske AS|Norbrygga Fiske AS|NO
Alta Serrana Wood Craft SA|Altaserrana Woodcraft SA|PE
Ever Bramley Tex Ltd|EverBramley-Tex Ltd|HK
Dragon Orchard Elec Tronics Ltd|Dragon Orchard Electronics Ltd|HK
Pan Ostrava Verde Trade Sro|Panostrava Verde Trade Sro|CZ
Cloud Thistle Soft Toys Ltd|Cloudthistle Softtoys Ltd|CN
""",
    "transliteration": """
Muhammad Qasirani Trading Est|Mohamed Kasirany Trading Est|SA
Yousef Al Dhubaibi Foods|Yusuf Al-Zubaibi Foods|KW
Abdul Rahman Shuweiti Contracting|Abdelrahman Chouaiti Contracting|JO
Zhukovatskiy Metallprom|Zhukovatsky Metalprom|RU
Shchelkanovo Tekstil OOO|Schelkanowo Textil OOO|RU
Chernyshkin Les|Tchernychkine Les|RU
Khoshnavar Carpet Co|Hoshnawar Carpet Co|IR
Ghulam Hussain Barlas Rugs|Gholam Hossein Barlas Rugs|PK
Tsingtau Haifulong Foods|Qingdao Haifulong Foods|CN
Peking Lanyushan Toys|Beijing Lanyushan Toys|CN
Canton Meilizhou Garment Co|Guangzhou Meilizhou Garment Co|CN
Chungking Bowentao Motors|Chongqing Bowentao Motors|CN
Amoy Shuixiantai Tea|Xiamen Shuixiantai Tea|CN
Calcutta Neelambari Jute Mills|Kolkata Neelambari Jute Mills|IN
Bombay Tridhatu Castings|Mumbai Tridhatu Castings|IN
Rangoon Myathazin Teak|Yangon Myathazin Teak|MM
Saigon Hoabangmai Lacquer|Ho Chi Minh City Hoabangmai Lacquer|VN
Chittagong Sagorbala Shipbreakers|Chattogram Sagorbala Shipbreakers|BD
Dacca Kuheliya Fabrics|Dhaka Kuheliya Fabrics|BD
Lakshmi Vaikuntara Mills|Laxmi Vaikunthara Mills|IN
Shri Gneshwari Spices|Sri Gnaneshwari Spices|IN
Oleksandr Hrymailenko Agro|Aleksandr Grimaylenko Agro|UA
Dnipro Yavirtrans|Dnepr Yavirtrans|UA
Kharkiv Sonyashnykol Oil|Kharkov Sonyashnikol Oil|UA
Hsinchu Kwanghwei Optics|Xinzhu Guanghui Optics|TW
Takahashiro Ohkurasawa Seiko|Takahashiro Okurasawa Seiko|JP
Jeong Garyuldong Ceramics|Jung Galyuldong Ceramics|KR
Choi Bamsaewol Food|Choe Bamsaewol Food|KR
""",
    "person-in-firm": """
Joh. Grellbacher & Söhne KG|Johannes Grellbacher und Söhne KG|DE
J. A. Quennardier SARL|Jean-Antoine Quennardier SARL|FR
Wm. Hathersedge & Co Ltd|William Hathersedge & Co Ltd|GB
Thos. Brindlecombe & Sons|Thomas Brindlecombe and Sons|GB
Chas Ollerwick Shipping|Charles Ollerwick Shipping|GB
Fa. Pieter Zwaluwdonk|P. Zwaluwdonk|NL
Gebr. Halmstetter Holzbau|Gebrüder Halmstetter Holzbau|DE
Ditta Giuseppe Marlancetti|Marlancetti Giuseppe|IT
F.lli Scarpinelli-Orvo Pelletteria|Fratelli Scarpinelli-Orvo Pelletteria|IT
Hnos. Castrovelles Calzados|Hermanos Castrovelles Calzados|ES
Md. Rafiqul Tarafnabi Trading|Mohammad Rafiqul Tarafnabi Trading|BD
Mohd. Iskandarul Bahrin Enterprise|Mohamad Iskandarul Bahrin Enterprise|MY
M/s Gopaldas Thakurmal Jhaveriya|Gopaldas Thakurmal Jhaveriya|IN
Messrs. Hormusji Bilimorwala|Hormusji Bilimorwala|IN
Dr. Ing. Kasimir Drahowetz Apparatebau|Kasimir Drahowetz Apparatebau|AT
Chen Weiqiaolin Toy Factory|Weiqiaolin Chen Toy Factory|CN
Nguyen Thi Bachdiep Handicrafts|Bachdiep Nguyen Thi Handicrafts|VN
Eliz. Farthingstow Knits|Elizabeth Farthingstow Knits|GB
Robt. McAllandry & Son|Robert MacAllandry & Son|GB
Veuve Clémence Tavernoux|Vve. Clémence Tavernoux|FR
Ets. Maurice Belcastagne|Etablissements Maurice Belcastagne|FR
Heirs of Antonis Kavourmadis Bros|Antonis Kavourmadis Bros|GR
A. B. Svensgrenarp Åkeri|Anders Bertil Svensgrenarp Åkeri|SE
Haji Abdul Karim Zarghunwal Rice|Haji A. Karim Zarghunwal Rice|AF
""",
    "phonetic": """
Filbrookson Phabrics Ltd|Philbrookson Fabrics Ltd|GB
Kwikvale Logistix Inc|Quickvale Logistics Inc|US
Sandycroftleigh Foods|Sandicroftley Foods|GB
Christalbeck Glass|Krystalbek Glass|GB
Majestickle Toys Co|Magestickal Toys Co|HK
Lyghtenhouse Electrics|Litenhouse Electrics|GB
Trusteel Nayls Ltd|Troosteel Nails Ltd|GB
Seabreeze Olwen Fisheries|Ceabreeze Olwin Fisheries|IE
Whittelsham Cotton|Wittlesham Cotton|GB
Chandrapraksh Exporters|Chandraprakash Exportars|IN
Jahangirnogor Denim|Jahangirnagar Denim|BD
Zeneethal Motors|Zenithal Motors|IN
Koronettle Dairy|Coronettle Dairy|ZA
Rhinestadt Optik|Reinstadt Optik|DE
Celestyne Cosmeticks|Selestine Cosmetics|FR
Kaleidaskope Prints|Calaidoscope Prints|GB
Feenix Orrery Tools|Phoenix Orrery Tools|US
Xelator Plastiks|Zelator Plastics|US
Mischellena Shoes|Michellena Shoes|IT
Neumatick Valvorn|Pneumatic Valvorn|GB
""",
    "facility-local": """
Công ty TNHH May Thuyvantra|Thuyvantra Garment Co., Ltd.|VN
Công ty Cổ phần Dệt Lamquynhphat|Lamquynhphat Textile JSC|VN
Công ty TNHH Giày Hoangdiepsa|Hoangdiepsa Footwear Company Limited|VN
Công ty TNHH Gỗ Trucmaikha|Trucmaikha Wood Co Ltd|VN
PT Garmen Suryakelapin|PT Suryakelapin Garment|ID
PT Tekstil Wanasarimbi|PT Wanasarimbi Textile|ID
PT Sepatu Merpatijoyo|PT Merpatijoyo Shoes|ID
CV Mebel Jatilohgawe|CV Jatilohgawe Furniture|ID
Çınarbuğra Tekstil San. ve Tic. Ltd. Şti.|Cinarbugra Textile Ltd|TR
Gülpınarlı Konfeksiyon San. Tic. A.Ş.|Gulpinarli Garment Inc. Co.|TR
Karameşeli Deri Sanayi ve Ticaret Limited Şirketi|Karameseli Leather Co. Ltd.|TR
Söğütyazı Örme Kumaş San. ve Tic. Ltd. Şti.|Sogutyazi Knit Fabric Ltd.|TR
Confecções Ribeiralva Lda|Ribeiralva Garments Lda|PT
Calçados Serrafrondosa Ltda|Serrafrondosa Footwear Ltda|BR
Têxteis Montevouga S.A.|Montevouga Textiles S.A.|PT
Curtidora Valdelienzo S.A. de C.V.|Valdelienzo Tannery S.A. de C.V.|MX
Confecciones Altocañamo S.A.C.|Altocanamo Apparel SAC|PE
Tessitura Brunaccorsa S.r.l.|Brunaccorsa Weaving S.r.l.|IT
Calzaturificio Pratolungo Vedrà S.p.A.|Pratolungo Vedra Shoe Factory SpA|IT
Maglificio Torrebiancola S.n.c.|Torrebiancola Knitwear Snc|IT
Filature Grandchanvrier SARL|Grandchanvrier Spinning SARL|FR
Weberei Hagenfurtner GmbH|Hagenfurtner Weaving GmbH|DE
Szwalnia Modrzewicka Sp. z o.o.|Modrzewicka Sewing Factory Sp. z o.o.|PL
Fábrica de Muebles Roblenuevo S.L.|Roblenuevo Furniture Factory SL|ES
""",
    "facility-list": """
Shalbonika Fashions Ltd. (Unit-2)|SHALBONIKA FASHIONS LIMITED UNIT 2|BD
Torulota Knit Composite Ltd.|Torulota Knit Composite Limited, Kashimpur, Gazipur|BD
M/S Meghbaran Sweaters Limited|Meghbaran Sweaters Ltd|BD
Kusumdighi Apparels (Pvt) Ltd, Savar|Kusumdighi Apparels Private Limited|BD
Dongguan Yufenghe Shoes Co.,Ltd|Yufenghe Shoes (Dongguan) Co Ltd|CN
Ningbo City Haishuli Garment Factory|Ningbo Haishuli Garments Factory|CN
Jiangmen Xinhuigang Leatherware Manufactory Ltd|Xinhuigang Leatherware Manufactory Ltd. Jiangmen|CN
Foshan Nanhai Baozhiling Footwear Co., Ltd|Foshan Nanhai Bao Zhi Ling Footwear Co Ltd|CN
Shenzhen Tianquemei Electronic Co., Ltd (Factory)|Shenzhen Tianquemei Electronics Co Ltd|CN
Wenzhou Oulaifa Shoe Industry Co Ltd|Wenzhou Oulaifa Shoes Co., Ltd.|CN
Varnikapuri Exports - Unit II|Varnikapuri Exports Unit 2|IN
Kovaimalar Spinners India Pvt Ltd|Kovaimalar Spinners (India) Private Limited|IN
Sangamitran Clothing Company, Tirupur|Sangamitran Clothing Co.|IN
Rayalvettai Knit Garments (A Unit of Rayalvettai Group)|Rayalvettai Knit Garments|IN
Horana Senkadawara Apparel (Pvt) Ltd|Senkadawara Apparel Pvt Ltd - Horana|LK
Kelani Madurupitiya Industries Plc - Factory|Kelani Madurupitiya Industries PLC|LK
Chaktomukara Garment Factory (Cambodia) Ltd|Chaktomukara Garment (Cambodia) Ltd.|KH
Rattanaphumi Apparel Co., Ltd. Branch 1|Rattanaphumi Apparel Co Ltd (Branch 1)|TH
Yangkhinlay Garment Manufacturing Co.Ltd|Yangkhinlay Garments Mfg. Company Limited|MM
Sialvadi Sports Wear (Pvt.) Ltd. Sialkot|Sialvadi Sportswear Private Limited|PK
Masood Farishtani Textile Mills Ltd (Unit No. 3)|Masood Farishtani Textile Mills Limited Unit-III|PK
Alexandria Nilkarnavi for Ready Made Garments|Nilkarnavi Readymade Garments Co.|EG
Societe Maghribana Confection SARL|Ste Maghribana Confection|MA
Industrias Quetzalmayo, S.A. Planta 2|Industrias Quetzalmayo SA Plant 2|GT
""",
    "former-name": """
Harvestoria Foods Ltd (formerly Grainwick Foods Ltd)|Grainwick Foods Ltd|GB
Lumetrane GmbH (vormals Glühdraht Ostermark GmbH)|Glühdraht Ostermark GmbH|DE
Axelonde SA (anciennement Filature Rouvresac SA)|Filature Rouvresac SA|FR
Trimarando S.A. (antes Pesquera Coralinda S.A.)|Pesquera Coralinda S.A.|PE
Vistoria S.p.A. (già Tessitura Malvorana S.p.A.)|Tessitura Malvorana S.p.A.|IT
Kestrova Inc, f/k/a Pinebarrel Lumber Inc|Pinebarrel Lumber Inc|US
Ostrelia Pty Ltd (previously known as Wattlegum Meats Pty Ltd)|Wattlegum Meats Pty Ltd|AU
Meridonia Ltd fka Jutebarn Sacks Ltd|Jutebarn Sacks Ltd|BD
Sirocandor LLC ex Palmwell Dates LLC|Palmwell Dates LLC|AE
Unavento B.V. (voorheen Tulpenrijck B.V.)|Tulpenrijck B.V.|NL
Qiandeli Co Ltd (former name: Bamboowharf Toys Co Ltd)|Bamboowharf Toys Co Ltd|CN
Nordvanta AB (tidigare Älvspinneriet AB)|Älvspinneriet AB|SE
Polmirex Sp. z o.o. (dawniej Lniarnia Kosobrzeg Sp. z o.o.)|Lniarnia Kosobrzeg Sp. z o.o.|PL
Zentiqua Ltd (name changed from Cottongrove Yarns Ltd)|Cottongrove Yarns Ltd|IN
Ardentiva Lda (antiga Cortiçaria Sobrelmo Lda)|Cortiçaria Sobrelmo Lda|PT
Kyoraku Namisho KK (formerly Kamegafuchi Ceramics KK)|Kamegafuchi Ceramics KK|JP
Tenzoria A.Ş. (eski unvan: Pamuksaray Dokuma A.Ş.)|Pamuksaray Dokuma A.Ş.|TR
Oravelle Ltd, formerly trading as Mossbarn Candles|Mossbarn Candles|GB
Delvantis PLC (until 2019 Teakharbor PLC)|Teakharbor PLC|LK
Fluminex S.A. (ehemals Rübenzucker Altfelden AG)|Rübenzucker Altfelden AG|DE
""",
}

DIFFERENT = {
    "homophone": """
Knightfold Freight Ltd|Nightfold Freight Ltd|GB
Sailwright Cloth Ltd|Salewright Cloth Ltd|GB
Flourbridge Mills Ltd|Flowerbridge Mills Ltd|GB
Steelmoor Bars Ltd|Stealmoor Bars Ltd|GB
Bearbrook Timber Inc|Barebrook Timber Inc|US
Harelip Creek Wool Inc|Hairlip Creek Wool Inc|US
Rootvale Exports Ltd|Routevale Exports Ltd|AU
Pearlgate Buttons Ltd|Purlgate Buttons Ltd|HK
Beechmarket Tools Ltd|Beachmarket Tools Ltd|GB
Whalesend Foods Ltd|Walesend Foods Ltd|GB
Tidewell Ropes Ltd|Tiedwell Ropes Ltd|GB
Fairwick Tickets Ltd|Farewick Tickets Ltd|GB
Sunmarch Bakeries Ltd|Sonmarch Bakeries Ltd|GB
Kernelbase Nuts Inc|Colonelbase Nuts Inc|US
Leekfield Farms BV|Leakfield Farms BV|NL
Paleford Pipes Ltd|Pailford Pipes Ltd|GB
Mainlander Hair Ltd|Manelander Hair Ltd|IN
Dewbank Finance Ltd|Duebank Finance Ltd|GB
Rainholme Tack Ltd|Reinholme Tack Ltd|GB
Yewgate Wools Ltd|Ewegate Wools Ltd|GB
Plumbwell Metals Ltd|Plumwell Metals Ltd|GB
Sealcrest Wax Ltd|Ceilcrest Wax Ltd|GB
Meatstone Packers Inc|Meetstone Packers Inc|US
Cerealine Hosts Ltd|Serialine Hosts Ltd|IE
""",
    "near-string": """
Marblethwaite Works Ltd|Maplethwaite Works Ltd|GB
Pinecordia Leather Ltd|Finecordia Leather Ltd|IN
Goldmeric Jewels Ltd|Boldmeric Jewels Ltd|IN
Silverduct Tubes Inc|Silverduck Tubes Inc|US
Lionhaze Steel Ltd|Zionhaze Steel Ltd|IN
Grapewell Trading Inc|Grapewall Trading Inc|US
Moonbasin Tiles Ltd|Moonraisin Tiles Ltd|BD
Cropland Vesper Foods|Cropsand Vesper Foods|ZA
Sandgate Quorly Cement|Landgate Quorly Cement|AE
Winterholt Knits|Winterthorn Knits|GB
Hartenstein Optik GmbH|Karstenstein Optik GmbH|DE
Rosenfeldner Kaffee GmbH|Hasenfeldner Kaffee GmbH|DE
Bellemare Savons SARL|Bellegare Savons SARL|FR
Montfleur Vanneaux SA|Montfleuve Vanneaux SA|FR
Casaverdina Frutas SA|Casaverbena Frutas SA|CL
Solmarino Pesca SL|Salmarino Pesca SL|ES
Lianhuadao Toys Co Ltd|Lianhuagao Toys Co Ltd|CN
Jinfengwu Textile Co Ltd|Jinfenghu Textile Co Ltd|CN
Xingrunhao Shoes Co Ltd|Xinrunhao Shoes Co Ltd|CN
Huatongli Metal Co Ltd|Huadongli Metal Co Ltd|CN
Yongshenglu Bags Co Ltd|Yongchenglu Bags Co Ltd|CN
Shivanandam Mills Ltd|Shivakandam Mills Ltd|IN
Karnalika Foods Ltd|Kamalakara Foods Ltd|IN
Minhandat Garment JSC|Minhandao Garment JSC|VN
Altındereli Tekstil AS|Altıntepeli Tekstil AS|TR
Orlandique Perfumes SA|Islandique Perfumes SA|FR
Bremmerich Stahl AG|Dammerich Stahl AG|DE
Vistalmar Marine Ltd|Vistalmer Martin Ltd|CY
""",
    "near-word": """
Copper Heronry Supplies Ltd|Copper Heathery Supplies Ltd|GB
North Alderbeck Metals Ltd|North Elderbeck Metals Ltd|GB
Pacific Marlinda Foods Inc|Pacific Merlinda Foods Inc|US
Royal Kettering Gowns Ltd|Royal Kestering Gowns Ltd|GB
Sunrise Tamarindo Exports Ltd|Sunrise Tamarisco Exports Ltd|IN
Delta Morvenna Shipping SA|Delta Corvenna Shipping SA|GR
Global Brindanza Textiles Ltd|Global Brigandza Textiles Ltd|BD
Eastern Pallavina Traders|Eastern Pallavira Traders|IN
Green Corviston Paper Ltd|Green Norviston Paper Ltd|KE
Jade Linshuo Garment Co Ltd|Jade Linshao Garment Co Ltd|CN
Bright Wenlihua Toys Ltd|Bright Wenlihai Toys Ltd|HK
Union Haskelby Tools Ltd|Union Hackelby Tools Ltd|GB
Grand Solvetta Moda Srl|Grand Salvetta Moda Srl|IT
Prime Darvishan Carpets|Prime Darvishad Carpets|IR
Atlas Quintorra Mining SA|Atlas Quintarra Mining SA|PE
Crown Fellmark Hides Ltd|Crown Fallmark Hides Ltd|NZ
Trans Bergwald Logistik GmbH|Trans Burgwald Logistik GmbH|DE
First Okonjala Farms Ltd|First Okonjola Farms Ltd|NG
Star Menakshi Yarns Ltd|Star Menakali Yarns Ltd|IN
Inter Vallorbe Horlogerie SA|Inter Vallorge Horlogerie SA|CH
Neo Castrellon Calzados SL|Neo Castrillon Calzados SL|ES
Ever Ruixiang Plastics Ltd|Ever Ruixing Plastics Ltd|CN
Gold Antemira Jewels Ltd|Gold Artemira Jewels Ltd|TH
South Pellerine Wines Ltd|South Pellegine Wines Ltd|ZA
""",
    "other-given-name": """
Alan Thistlebury Butchers Ltd|Brian Thistlebury Butchers Ltd|GB
Greta Holzkirchmann Moden|Ingrid Holzkirchmann Moden|DE
Giovanni Bracciovento Calzature|Marcello Bracciovento Calzature|IT
Pablo Quintaverde Frutas|Ernesto Quintaverde Frutas|ES
Rajesh Chaurangwala & Sons|Sunil Chaurangwala & Sons|IN
Mehmet Karabukoğlan Tekstil|Ahmet Karabukoğlan Tekstil|TR
Wang Meishuang Toy Factory|Wang Guoqiang Toy Factory|CN
Nguyen Van Thachbinh Furniture|Nguyen Thi Hongyen Furniture|VN
Olga Pribrezhnova Les|Irina Pribrezhnova Les|RU
Kamal Uddin Sarkhel Garments|Nasir Uddin Sarkhel Garments|BD
Peter Windlestrae Haulage|Simon Windlestrae Haulage|GB
Jacques Fontbrisson Traiteur|Lucien Fontbrisson Traiteur|FR
Khalid Al Mirwahi Trading|Hamad Al Mirwahi Trading|OM
Kenji Asamurada Shoten|Takeshi Asamurada Shoten|JP
Park Junseolho Ceramics|Park Minaeryun Ceramics|KR
Somchai Phetrungwat Rice|Prasert Phetrungwat Rice|TH
João Albergardo Cortiças|Rui Albergardo Cortiças|PT
Lars Fjordhusvik Fisk|Nils Fjordhusvik Fisk|NO
Jan Kowalczerski Meble|Piotr Kowalczerski Meble|PL
Fatima Benchaouri Tapis|Khadija Benchaouri Tapis|MA
Kofi Amponsareh Cocoa|Yaw Amponsareh Cocoa|GH
Budi Santolaksana Batik|Agus Santolaksana Batik|ID
Edward Lockerstile Tannery|Edwin Lockerstile Tannery|GB
Maria Velcherino Ceramiche|Mario Velcherino Ceramiche|IT
""",
    "generic-only": """
Textile Mills Ltd|Textile Trading Ltd|BD
The Trading Company Limited|The Supply Company Limited|GB
General Services Ltd|General Supplies Ltd|KE
International Garments Ltd|National Garments Ltd|BD
Global Foods Export Co|Universal Foods Export Co|TH
Import Export Company LLC|Import Distribution Company LLC|AE
Industrial Products Inc|Agricultural Products Inc|US
First Garment Factory|Second Garment Factory|VN
Plastics Manufacturing Co Ltd|Metals Manufacturing Co Ltd|CN
Toys & Gifts Company Ltd|Bags & Gifts Company Ltd|HK
Handicraft Exporters Association|Leather Exporters Association|IN
Fishers Cooperative Society|Weavers Cooperative Society|KE
Construction and Trade LLC|Transport and Trade LLC|UZ
Best Quality Shoes Ltd|Best Price Shoes Ltd|IN
State Tea Farm Office|State Coal Mine Office|KP
Company Limited|Enterprise Limited|GB
Holding AG|Verwaltung AG|CH
Comercial e Industrial SA|Comercial e Agrícola SA|BR
Société Générique de Commerce|Société Générique de Transport|CI
Dış Ticaret Limited Şirketi|İç Ticaret Limited Şirketi|TR
Eastern Seafood Processing|Southern Seafood Processing|TH
Electronic Components Factory|Electronic Equipment Factory|CN
Fresh Fruit Packers Ltd|Fresh Fish Packers Ltd|ZA
Shipping Agency Ltd|Travel Agency Ltd|MT
""",
}


def rows(table):
    """(family, left, right, country) of every line."""
    for family, text in table.items():
        for line in text.strip().splitlines():
            left, right, country = line.split("|")
            yield family, left, right, country
