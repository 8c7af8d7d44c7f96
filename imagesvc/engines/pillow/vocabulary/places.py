"""Words of places, of the ways to them and of what stands in a room; `scenes/landscape.py` lists who draws each."""

from imagesvc.engines.pillow.vocabulary.grammar import Table

# In the open air.
OUTDOORS: Table = {
    "village": (
        "village hamlet settlement district quarter town* guildhall townhall exterior porch hovel square plaza "
        "street lane avenue alley alleyway suburb neighbourhood neighborhood rooftop* chimney* inn-district "
        "crossroads"
    ),
    "market": "market* bazaar fair fairground marketplace souk trade-post market-square market-street",
    "city": (
        "city skyline metropolis megacity skyscraper* cyber* neon arcology downtown spaceport megastructure "
        "factory refinery power-plant highway expressway"
    ),
    "harbour": (
        "harbo* harbour-town harbor-town port-town port-city fishing-village port dock docks pier quay wharf "
        "marina jetty shipyard"
    ),
    "coast": "coast* sea ocean beach shore* bay cove island cliff* lighthouse lagoon cape reef seaside strand",
    "lake": "lake* river* stream brook pond waterfall* spring ford delta fjord loch riverbank canal bridge",
    "forest": "forest* wood woods grove jungle thicket tree* glade woodland taiga wilderness copse orchard glen",
    "mountains": "mountain* peak* pass summit crag* ridge highland* valley canyon gorge hill* plateau ravine",
    "swamp": "swamp* bog marsh* mire fen wetland* bayou moor quagmire everglade*",
    "desert": "desert dune* sand sands oasis wasteland* barren mesa badlands savanna* steppe outback pyramid*",
    "ruin": (
        "ruin* ruined-temple ruined-castle ruined-city ruined-tower ruined-abbey ruined-village ruined-fort "
        "colonnade amphitheatre amphitheater remains rubble acropolis ziggurat overgrown-temple"
    ),
    "graves": (
        "grave* graveyard cemetery memorial tombstone* headstone* burial barrow churchyard necropolis memorial-walk"
    ),
    "castle": (
        "castle fortress citadel stronghold fort palace tower* bastion gatehouse battlement* keep spire* rampart* "
        "great-wall city-wall kremlin"
    ),
    "farm": (
        "farm* field* meadow pasture barn mill windmill vineyard countryside prairie plain plains ranch garden* "
        "park greenhouse conservatory"
    ),
    "snow": "snowfield* tundra glacier* arctic icefield snow-plain polar frozen-waste* ice-sheet",
    "volcano": "volcano* caldera lava-field* magma volcanic crater",
    "camp": "camp campsite encampment tent tents bivouac caravan expedition-camp shelter lean-to",
    "outpost": (
        "outpost checkpoint post watchtower palisade barricade border trench* battlefield guard-post warning-post "
        "waystation toll"
    ),
    "alien": "alien extraterrestrial exoplanet otherworldly-landscape planet moonscape xeno* planetary",
    "space": "space orbit asteroid* nebula galaxy starfield void cosmos deep-space",
    "ship": "ship deck galleon boat vessel airship longship schooner frigate sloop forecastle",
}

# Between walls, and under the ground.
INDOORS: Table = {
    "tavern": "tavern inn common-room alehouse pub taproom bar saloon brewery canteen mess-hall refectory",
    "room": (
        "room chamber house home cabin cottage parlour parlor lounge attic loft hut waiting-room apartment suite "
        "foyer lobby gatehouse-room cosy-room"
    ),
    "boards": "notice-board noticeboard notice-boards bulletin-board job-board quest-board board-area",
    "library": "library archive* scriptorium bookshop bookstore reading-room study-hall",
    "study": "study office master-office headquarters bureau counting-house classroom",
    "bedroom": "bedroom dormitory quarters bunkhouse barracks sickroom infirmary hospital ward nursery cot cots",
    "storeroom": (
        "storeroom storehouse warehouse shop store supply pantry armory armoury cellar-store stockroom emporium "
        "apothecary boutique vault-store"
    ),
    "kitchen": "kitchen bakery scullery galley cookhouse",
    "smithy": "smithy forge workshop foundry smelter smith blacksmith garage",
    "hall": "hall great-hall feast-hall mead-hall bathhouse baths ballroom longhouse courtroom council",
    "throne": "throne throne-room audience-chamber court",
    "temple": "temple cathedral church shrine chapel nave monastery sanctuary sanctum abbey basilica mosque altar",
    "laboratory": "laborator* lab alchemist-workshop observatory workroom research",
    "prison": "prison jail gaol cell cells oubliette dungeon-cell brig stockade",
    "station": (
        "station hydroponics-bay cargo-bay med-bay medical-bay hydroponic* colony-ship generation-ship server-room "
        "data-center datacenter spaceship station-interior starship bridge-of cockpit airlock space-station "
        "engine-room control-room command bunker reactor module habitat facility hangar cryo*"
    ),
    "corridor": (
        "corridor subway metro platform underpass tunnel* hallway passage* gallery bunker-corridor basement "
        "labyrinth maze undercroft dungeon"
    ),
    "sewer": "sewer* cistern aqueduct drain culvert",
    "crypt": "crypt catacomb* tomb mausoleum ossuary vault sepulchre sepulcher cellar burial-chamber",
    "cave": "cave* cavern* grotto underground depth* underdark den lair burrow hollow underworld",
    "mine": "mine mines mineshaft quarry excavation dig",
    "chasm": "chasm abyss pit sinkhole maw shaft well-shaft bottomless",
    "stairs": "stair stairs staircase stairway stairwell sinking-stairs descent switchback-stairs",
    "mushrooms": "mushroom* fung* mycel* spore* toadstool* twilight-depth biolum*",
}

SETTINGS: Table = {**OUTDOORS, **INDOORS}

# The palette of a place whose words speak for none.
SETTING_PALETTES = {
    "village": "noon",
    "market": "dusk",
    "city": "neon",
    "harbour": "sea",
    "coast": "sea",
    "lake": "sea",
    "forest": "forest",
    "mountains": "winter",
    "swamp": "plague",
    "desert": "dusk",
    "ruin": "dungeon",
    "graves": "dungeon",
    "castle": "dusk",
    "farm": "noon",
    "snow": "winter",
    "volcano": "fire",
    "camp": "dusk",
    "outpost": "noon",
    "alien": "arcane",
    "space": "night",
    "ship": "sea",
    "tavern": "earth",
    "room": "earth",
    "boards": "earth",
    "library": "forest",
    "study": "blood",
    "bedroom": "night",
    "storeroom": "earth",
    "kitchen": "earth",
    "smithy": "fire",
    "hall": "blood",
    "throne": "blood",
    "temple": "sea",
    "laboratory": "plague",
    "prison": "dungeon",
    "station": "neon",
    "corridor": "dungeon",
    "sewer": "plague",
    "crypt": "dungeon",
    "cave": "night",
    "mine": "earth",
    "chasm": "night",
    "stairs": "night",
    "mushrooms": "night",
}

# By what means an exit leads on, named before "to": "a wooden door to the cellar".
WAYS: Table = {
    "portal": "portal rift teleport* wormhole stargate vortex gateway-of-light magic-circle mirror",
    "door": "door doors doorway entrance entry threshold double-doors",
    "gate": "gate gates portcullis gatehouse drawbridge bars",
    "hatch": "blast-door bay-door bulkhead-door hatch airlock bulkhead elevator lift pod",
    "trapdoor": "trapdoor trap-door manhole well hole grate cellar-door",
    "stairs": "stair stairs staircase stairway steps",
    "ladder": "ladder rope rungs",
    "cavemouth": "cave-mouth mouth opening crevice crack fissure cleft cavern-entrance",
    "tunnel": "tunnel passage corridor hallway shaft pipe culvert",
    "road": "road path trail track street way-out pass lane route highway ford river footpath gangway",
    "bridge": "bridge footbridge rope-bridge causeway walkway catwalk gantry",
    "arch": "arch archway vault gallery",
}

# Where no means is named.
DIRECTIONS: Table = {
    "stairs": "up upstairs upward upwards",
    "trapdoor": "down downstairs downward downwards below",
    "road": "north south east west northward southward eastward westward onward ahead outside out",
}

# What a room is built of, and what light falls into it.
WALLS: Table = {
    "stone": "stone granite marble slate brick* dungeon crypt barracks prison basalt masonry rock castle cellar",
    "wood": "wood* oak timber* log cabin plank* pine mahogany tavern inn guild* ship cabin cottage",
    "metal": (
        "bulkhead* hull spaceship starship spacecraft chrome titanium space-station metal-walls steel-walls cyber*"
    ),
}
