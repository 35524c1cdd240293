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
