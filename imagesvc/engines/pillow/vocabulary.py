"""The vocabulary, as data: which words speak for which palette, object, place, weather or feature.

To teach the engine a word, add it here. Words are lower case; `star*` matches every word that begins with it. A plural
in -s is found by its singular. The order of a table's rows means nothing: ties go to the first name in the alphabet.
"""

Table = dict[str, str]

PALETTES: Table = {
    "dusk": "dusk sunset evening dawn sunrise amber autumn* twilit desert canyon sandstone golden hope",
    "night": (
        "night moon* midnight star stars starr* lunar dark* nocturnal shadow* twilight celestial astral constellation"
    ),
    "winter": "winter snow* ice icy frost* frozen glaci* cold blizzard hoarfrost arctic",
    "dungeon": (
        "dungeon crypt labyrinth ruin* slate iron catacomb* vault stone granite prison cellar tomb sewer "
        "undercroft chain* steel"
    ),
    "forest": (
        "emerald jade forest moss* tree* leaf* leaves grove root* "
        "fung* wood* jungle herb* druid* elf elven elvish thicket "
        "garden meadow mushroom vine* fern green"
    ),
    "fire": (
        "fire* flame* ember* forge lava infernal volcan* burn* blaz* magma demon* hell* brimstone dragon* "
        "scorch* furnace brazier"
    ),
    "arcane": (
        "arcane magic* rune* spell* crystal* eldritch wizard* sorcer* enchant* portal mystic* warlock mage "
        "tiefling ritual amethyst purple violet"
    ),
    "sea": (
        "sapphire azure cobalt sea harbo* ship* tide* river coast* "
        "ocean wave* boat* sail* water* lake* pirate* shore* island fish* "
        "blue lagoon captain sailor"
    ),
    "earth": (
        "tavern oak leather brass market inn bronze copper clay bread wool bakery village ledger farm* "
        "parchment merchant guild* dwarf dwarven wooden hearth"
    ),
    "neon": (
        "neon cyber* city robot* chrome hologra* android* laser* starship spaceship spaceport megacity "
        "circuit* synth* drone* plasma"
    ),
    "plague": (
        "undead rot* poison* swamp* skelet* plague* zombie* venom* decay* slime toxic* lich necro* bog marsh* "
        "goblin* orc orcs orcish half-orc ghoul*"
    ),
    "blood": "blood* crimson scarlet wine wax onyx red vampire* ruby rose war warrior* garnet",
}

TIMES: Table = {
    "dusk": "dusk sunset evening dawn sunrise twilight autumn",
    "night": "night moon* midnight stars starry starlit lunar nocturnal",
    "day": "day daylight noon morning sunny bright afternoon",
}

WEATHERS: Table = {
    "snow": "snow snowy snowfall snowing winter blizzard snowdrift* frozen glaci* icy frost*",
    "rain": "rain* storm* thunder* downpour drizzl* monsoon tempest",
    "fog": "fog* mist* haze hazy smog steam*",
}

SETTINGS: Table = {
    "tavern": (
        "tavern inn room common-room hall hearth kitchen alehouse pub office study library dormitory bedroom "
        "quarters chamber house home shop storeroom barracks cabin cottage smithy forge workshop refectory"
    ),
    "vault": (
        "corridor tunnel* hallway passage* crypt catacomb* sewer* cellar vault* dungeon undercroft temple "
        "cathedral church shrine chapel nave monastery gallery prison jail cell basement labyrinth maze "
        "mausoleum tomb cistern bunker deck"
    ),
    "cave": (
        "cave* cavern* grotto mine mines mineshaft underground depth* sinkhole abyss underdark den lair "
        "burrow stair* pit chasm hollow"
    ),
    "village": (
        "village town* street square market* hamlet district settlement hall guildhall exterior porch outpost "
        "camp checkpoint bazaar farm* hovel alley plaza quarter"
    ),
    "city": "city skyline metropolis megacity tower* skyscraper* cyber* neon arcology spaceport downtown rooftop*",
    "graves": "grave* graveyard cemetery memorial tombstone* headstone* burial barrow mourn*",
    "forest": "forest wood woods grove jungle thicket tree* glade woodland taiga wilderness copse",
    "water": "sea harbo* ocean coast* lake* river* shore* beach pier dock* bay island lagoon port ship wharf",
    "castle": (
        "castle fortress keep citadel stronghold fort palace tower* bastion gatehouse wall battlement* ruin* spire*"
    ),
    "mountains": "mountain* peak* pass cliff* summit crag* ridge highland* valley canyon gorge hill*",
    "desert": "desert dune* sand* oasis wasteland barren mesa",
    "swamp": "swamp* bog marsh* mire fen wetland* bayou",
    "mushrooms": "mushroom* fung* mycel* spore* toadstool* twilight-depth*",
}

# The palette of a place whose words speak for none.
SETTING_PALETTES = {
    "tavern": "earth",
    "vault": "dungeon",
    "cave": "night",
    "village": "earth",
    "city": "neon",
    "graves": "dungeon",
    "forest": "forest",
    "water": "sea",
    "castle": "dusk",
    "mountains": "winter",
    "desert": "dusk",
    "swamp": "plague",
    "mushrooms": "night",
}

WAYS: Table = {
    "portal": (
        "portal magic* rift gate-of unknown void dream* vortex teleport* beyond folly dimension* planar "
        "eldritch ethereal astral fey nexus mirror wormhole"
    ),
    "vault": (
        "tunnel* cellar sewer* crypt corridor dungeon stair* down below depth* passage* catacomb* mine* cave* "
        "underground vault* hallway shaft labyrinth descend* undercroft basement"
    ),
    "arch": (
        "road path street square market garden forest outside exterior gate door* field* town village city "
        "courtyard bridge harbor trail district inn tavern room hall mountain* sea"
    ),
}

ITEMS: Table = {
    "blade": (
        "sword longsword shortsword greatsword broadsword blade dagger knife rapier sabre saber scimitar "
        "katana dirk stiletto machete cutlass claymore falchion boot-dagger spike lightsaber shiv"
    ),
    "axe": "axe greataxe battleaxe hatchet tomahawk cleaver pickaxe halberd",
    "hammer": "hammer warhammer mace maul club flail morningstar sledgehammer mallet gavel",
    "spear": "spear javelin lance pike trident harpoon polearm glaive",
    "bottle": (
        "potion bottle vial phial flask elixir draught tonic poison antidote philter ink perfume ampoule "
        "wineskin waterskin canteen remedy"
    ),
    "jar": "jar mushroom specimen* urn vase amphora pickle preserve* cabinet",
    "book": "book tome ledger journal grimoire diary spellbook codex manual notebook bible registry volume almanac",
    "scroll": (
        "scroll map chart* letter parchment deed contract atlas blueprint note paper document* writ case quiver missive"
    ),
    "ring": "ring signet band",
    "pendant": (
        "amulet pendant necklace locket medallion talisman charm brooch badge monocle holy-symbol beads "
        "rosary compass astrolabe whistle spectacles glasses lens"
    ),
    "coin": "coin* chit token money penny ducat shilling medal",
    "lantern": "lantern lamp candle torch light flashlight",
    "keys": "key keys keyring lockpick* skeleton-key keycard",
    "pouch": (
        "pouch purse bag sack satchel backpack pack kit belt rations bundle wineskin herbs component* instruments"
    ),
    "cloak": (
        "cloak robe robes cape tabard scarf shawl mantle coat tunic garment dress ribbon armband sash banner "
        "shirt vest clothes clothing"
    ),
    "armour": (
        "armor armour chainmail hauberk cuirass breastplate gambeson mail plate brigandine jerkin harness exosuit"
    ),
    "shield": "shield buckler aegis targe",
    "helm": "helm helmet hat hood cap mask crown circlet visor tiara",
    "boots": "boot boots shoe shoes sandal* crampon* slipper* greaves",
    "gloves": "glove gloves gauntlet gauntlets mitten* bracer* vambrace*",
    "bow": "bow longbow shortbow crossbow slingshot",
    "staff": "staff rod wand stave cane sceptre scepter quarterstaff stick walking-stick spoon",
    "gun": "gun pistol rifle blaster revolver musket shotgun phaser raygun laser-pistol carbine",
    "pot": "pot cauldron kettle pan cookpot bowl goblet cup mug chalice tankard stein",
    "bell": "bell horn gong chime handbell",
    "gem": (
        "gem gemstone crystal ruby emerald sapphire diamond shard jewel opal amethyst pearl orb stone "
        "rune-stone runestone"
    ),
    "rope": "rope cord coil chain wire cable whip lasso",
    "wheel": "wheel gear cog grinding-wheel grindstone millstone clock mechanism device gadget",
    "dice": "dice die cube box chest casket crate",
    "bread": "bread loaf cheese food meal meat jerky fruit apple",
    "skull": "skull bone bones fang tooth claw relic",
}

SCENERY: Table = {
    "fire": "brazier fire campfire bonfire hearth pyre cook-fire forge firepit beacon furnace kiln torch",
    "stone": (
        "stone stele monolith obelisk slab memorial boulder rock marker menhir pillar column gravestone "
        "tombstone headstone tablet phenomenon stele milestone cairn"
    ),
    "statue": "statue sculpture idol effigy bust gargoyle golem monument colossus figure",
    "tree": "tree oak willow stump roots ash pine yew sapling",
    "fountain": "fountain well basin pool cistern spring trough font birdbath",
    "table": "table bench desk workbench altar workstation counter anvil bed throne chair seat stool pew loom press",
    "board": (
        "board sign signpost noticeboard billboard notice tally placard frame easel painting banner tapestry map-board"
    ),
    "post": "post stake pole lamppost lantern signpost staff spear guidepost ring staple totem mast",
    "chest": "chest crate barrel box trunk coffer casket coffin sarcophagus cask crates barrels",
    "stall": "stall awning tent canopy cart wagon pavilion booth market-stall shelter kitchen",
    "shrine": "shrine niche alcove altar chapel reliquary gate arch archway doorway portal doors door",
    "crystal": "crystal crystals geode shard obelisk-of-light machine console terminal reactor device orb",
    "mushroom": "mushroom mushrooms fungus fungi toadstool spore*",
}

FACES: Table = {
    "woman": (
        "woman she her hers female lady girl queen princess matron priestess witch sorceress mother sister "
        "duchess lass maiden huntress empress wife widow daughter enchantress"
    ),
    "man": (
        "man he his him male boy king prince father brother lord baron husband son wizard monk knight duke emperor"
    ),
    "old": (
        "old elderly aged ancient grizzled wizened weathered wrinkled sixties seventies venerable elder "
        "grandmother grandfather matron crone fifties"
    ),
    "young": "young youth boy girl child teen* lad lass youthful twenties",
    "elf": "elf elven elvish half-elf drow fey fairy",
    "gnome": "gnome gnomish halfling hobbit",
    "dwarf": "dwarf dwarven dwarvish",
    "orc": "orc orcish half-orc ogre troll bugbear hobgoblin",
    "goblin": "goblin kobold imp",
    "tiefling": "tiefling demon* devil* horned horn horns satyr faun minotaur infernal",
    "skeleton": "skeleton skeletal lich revenant wight undead",
    "robot": "robot android droid cyborg automaton machine construct golem warforged synth",
    "beard": "beard bearded stubble stubbled goatee whiskers moustache mustache bewhiskered",
    "stubble": "stubble stubbled unshaven",
    "bald": "bald balding shaved shaven hairless",
    "long": "long flowing waist-length tresses mane",
    "braids": "braid braids braided plait plaits dreadlocks",
    "bun": "bun knot topknot tied bound pinned",
    "wild": "wild tousled unruly messy shaggy mane curly curls frizzy unkempt",
    "hood": "hood hooded cowl cowled shrouded",
    "helm": "helm helmet helmeted guard guards soldier sentinel knight legionary guardsman",
    "crown": "crown crowned king queen prince princess emperor empress circlet tiara royal",
    "hat": "hat wide-brimmed wizard witch",
    "spectacles": "spectacles glasses monocle goggles lenses",
    "scar": "scar scars scarred burn",
    "patch": "eyepatch eye-patch one-eyed pirate",
    "glow": "glowing glow glows luminous pinprick* burning golden-eyed baleful",
    "mail": (
        "mail chainmail armor armour plate guard guards knight soldier warrior fighter sentinel paladin "
        "captain enforcer"
    ),
    "robe": "robe robes cleric priest* monk mage wizard sorcer* warlock scholar acolyte brother witch sage druid",
    "apron": "apron cook smith weaponsmith blacksmith baker butcher innkeeper alchemist barkeep",
    "stern": "stern grim scowl* severe fierce cold hard warlord brute enforcer barbarian hostile menacing cruel",
    "kind": "kind warm gentle smil* cheer* friendly merry jovial laugh* hearty mothers",
    "stout": "stout stocky heavyset heavy broad massive burly plump fat portly towering",
    "lean": "lean thin slender gaunt slight wiry bony willowy",
    "pale": "pale white ivory porcelain fair ashen",
    "dark": "dark-skinned ebony brown-skinned swarthy black-skinned mahogany",
}

PERSONS = (
    "man woman boy girl knight wizard witch king queen elf dwarf orc goblin guard warrior merchant priest "
    "soldier pirate portrait person character hero heroine thief rogue mage monk ranger captain tiefling "
    "gnome halfling android cyborg robot vampire face lady lord prince princess sorcerer sorceress "
    "adventurer bard hunter assassin druid paladin cleric innkeeper blacksmith child old-man villain she "
    "he"
)

STOP_WORDS = frozenset(
    {"of", "with", "in", "on", "from", "for", "to", "by", "at", "that", "which", "who", "and", "near", "beside"}
)

HAIR_NOUNS = (
    "hair haired beard braids braid stubble mane locks curls tresses bun knot topknot dreadlocks whiskers goatee"
)
SKIN_NOUNS = "skin skinned face complexion flesh scales hide"

HAIR_COLOURS: Table = {
    "dark": "black dark raven jet* ebony",
    "grey": "silver* white grey* gray* iron* ash* snow* platinum",
    "fair": "blond* golden flaxen fair straw honey yellow gold",
    "red": "red* auburn ginger copper* russet crimson fiery orange",
    "brown": "brown* brunette chestnut hazel mousy",
}

HAIR_WORDS: Table = {
    "fair": "blond* flaxen golden-haired fair-haired",
    "red": "redhead* auburn ginger red-haired red-headed",
    "brown": "brunette brown-haired",
    "dark": "black-haired dark-haired raven-haired",
    "grey": "silver-haired white-haired grey-haired gray-haired silver-maned",
}

SKIN_COLOURS: Table = {
    "grey": "grey* gray* slate* charcoal* ashen stone*",
    "green": "green* olive* grey-green",
    "dark": "dark* brown* ebony black* mahogany bronze swarthy tan*",
    "pale": "pale white ivory porcelain fair",
    "accent": "red* crimson blue* purple* golden violet orange lavender",
}
