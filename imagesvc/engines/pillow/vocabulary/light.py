"""Words of light: which speak for a palette, a time of day, a weather."""

from imagesvc.engines.pillow.vocabulary.grammar import Table

PALETTES: Table = {
    "dusk": "dusk sunset evening dawn sunrise amber autumn* twilit desert canyon sandstone golden hope",
    "night": (
        "night moon* midnight star stars starr* lunar dark* nocturnal shadow* twilight celestial astral constellation"
    ),
    "noon": "noon midday day daylight sunny sunlit sunlight summer spring morning meadow pasture cheerful bright",
    "winter": "winter snow* ice icy frost* frozen glaci* cold blizzard hoarfrost arctic",
    "dungeon": (
        "dungeon crypt labyrinth ruin* slate iron catacomb* vault stone granite prison cellar tomb sewer "
        "undercroft chain* steel"
    ),
    "forest": (
        "emerald jade forest moss* tree* leaf* leaves grove root* fung* wood* jungle herb* druid* elf elven elvish "
        "thicket garden meadow mushroom vine* fern green"
    ),
    "fire": (
        "fire* flame* ember* forge lava infernal volcan* burn* blaz* magma demon* hell* brimstone dragon* scorch* "
        "furnace brazier"
    ),
    "arcane": (
        "arcane magic* rune* spell* crystal* eldritch wizard* sorcer* enchant* portal mystic* warlock mage "
        "tiefling ritual amethyst purple violet"
    ),
    "sea": (
        "sapphire azure cobalt sea harbo* ship* tide* river coast* ocean wave* boat* sail* water* lake* pirate* "
        "shore* island fish* blue lagoon captain sailor"
    ),
    "earth": (
        "tavern oak leather brass market inn bronze copper clay bread wool bakery village ledger farm* parchment "
        "merchant guild* dwarf dwarven wooden hearth"
    ),
    "neon": (
        "neon cyber* city robot* chrome hologra* android* laser* starship spaceship spaceport megacity circuit* "
        "synth* drone* plasma"
    ),
    "plague": (
        "undead rot rotten rotting poison* swamp* skelet* plague* zombie* venom* decay* slime toxic* lich necro* "
        "bog marsh* goblin* orc orcs orcish half-orc ghoul*"
    ),
    "blood": "blood* crimson scarlet wine wax onyx red vampire* ruby rose war warrior* garnet",
}

TIMES: Table = {
    "dawn": "dawn sunrise daybreak first-light early-morning",
    "dusk": "dusk sunset evening twilight autumn* gloaming sundown golden-hour",
    "night": "night nightfall moon* midnight stars starry starlit lunar nocturnal torchlit never-sleeps",
    "day": "day daylight noon midday morning sunny sunlit bright afternoon",
}

WEATHERS: Table = {
    "snow": "snow* winter* blizzard* sleet frozen glaci* icy frost* avalanche",
    "rain": "rain* downpour drizzl* monsoon wet-streets",
    "storm": "storm* thunder* tempest* lightning gale hurricane squall",
    "fog": "fog fogs foggy mist mists misty haze hazy smog steam* vapour* vapor* smoke-filled",
    "wind": "wind winds windy windswept sandstorm dust-storm breez*",
}

# What a place or a thing feels like: it moves light, clouds and trees, and the palette where nothing else does.
MOODS: Table = {
    "grim": "grim grimy bleak desolate ruin* forsaken abandoned war-torn cruel oppressive doom* dread* death dead",
    "eerie": "eerie haunted cursed sinister ghost* unsettling strange otherworldly whisper* uncanny restless",
    "serene": "serene peaceful quiet calm tranquil gentle idyllic sleepy hushed pastoral",
    "festive": "festive festival fair carnival celebrat* feast merry lively bustling cheerful wedding",
    "holy": "holy sacred divine blessed hallowed consecrated saint* angel* heavenly",
}
MOOD_PALETTES = {"grim": "dungeon", "eerie": "plague", "serene": "forest", "festive": "dusk", "holy": "sea"}

# Named colours; `palette.COLOURS` says how each is printed.
COLOURS: Table = {
    "red": "red reddish crimson scarlet ruby vermilion cherry blood-red ruddy garnet carmine blood wine maroon",
    "orange": "orange amber copper coppery rust russet rusty tangerine auburn ginger flame-coloured",
    "yellow": "yellow yellowish lemon saffron flaxen blond blonde straw honey ochre mustard",
    "gold": "gold golden gilded gilt brass brassy brazen",
    "green": "green greenish emerald jade olive verdant lime viridian moss-green mint",
    "teal": "teal turquoise aquamarine cyan verdigris",
    "blue": "blue bluish azure sapphire cobalt navy indigo cerulean ultramarine sky-blue",
    "purple": "purple violet amethyst lavender lilac plum mauve magenta",
    "pink": "pink rose rosy coral salmon fuchsia blush",
    "brown": "brown brownish chestnut hazel mahogany tan tawny bronze bronzed umber sepia chocolate brunette",
    "black": "black blackened ebony jet onyx obsidian raven sable inky charcoal soot-black pitch-black midnight",
    "grey": "grey gray greyish grayish slate ashen silver silvery steel-grey pewter iron-grey gunmetal smoky",
    "white": "white whitish ivory alabaster pearl pearly snowy snow-white bone-white cream creamy milky bleached chalk",
}

# What gives light: a colour named of it is the accent's.
GLOWING = (
    "light lights glow flame flames fire fires lantern lanterns moon sun sky window windows neon crystal crystals lamp "
    "lamps lightning torch torches candle candles magic energy runes sigils eyes gem gems liquid aura"
)
