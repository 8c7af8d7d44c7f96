"""Words of things: what items and scenery are, what they are made of, how they fared and how precious they are.

One line names a family; its drawing is the function of that name in `scenes`. The last word of a thing's name that
stands here decides what is drawn; two words joined ("map-case") say more than the second alone.
"""

from imagesvc.engines.pillow.vocabulary.grammar import Table

ITEMS: Table = {
    # Arms
    "sword": (
        "sword longsword shortsword greatsword broadsword blade rapier sabre saber scimitar katana cutlass "
        "claymore falchion lightsaber swords blades estoc tachi wakizashi smallsword vibroblade energy-blade "
        "plasma-blade"
    ),
    "dagger": (
        "dagger knife dirk stiletto machete boot-dagger spike shiv kukri piton razor scalpel cleaver daggers "
        "knives jambiya poniard kunai shuriken"
    ),
    "axe": "axe greataxe battleaxe hatchet tomahawk handaxe labrys axes",
    "hammer": "hammer warhammer maul sledgehammer mallet gavel",
    "mace": "mace club morningstar cudgel bludgeon shillelagh",
    "flail": "flail nunchaku",
    "spear": "spear javelin lance pike trident harpoon spears pitchfork assegai",
    "polearm": "polearm glaive halberd naginata scythe guandao sickle bardiche",
    "bow": "bow longbow shortbow bowstring",
    "crossbow": "crossbow arbalest",
    "quiver": "quiver arrow arrows bolt bolts dart darts",
    "sling": "sling slingshot",
    "pistol": "gun pistol blaster revolver phaser raygun laser-pistol handgun flintlock sidearm",
    "rifle": "rifle musket shotgun carbine arquebus blunderbuss sniper-rifle plasma-rifle",
    "bomb": "bomb grenade dynamite explosive* bombs firecracker",
    "shield": "shield buckler aegis targe pavise",
    # Armour and clothes
    "helmet": "helm helmet visor sallet bascinet spacesuit-helmet",
    "breastplate": (
        "armor armour cuirass breastplate gambeson plate brigandine jerkin harness exosuit plate-mail "
        "leather-armor leather-armour spacesuit"
    ),
    "mail": "chainmail hauberk mail byrnie chain-mail scale-mail",
    "gauntlet": "gauntlet gauntlets bracer bracers vambrace* knuckles",
    "boots": "boot boots shoe shoes sandal* crampon* slipper* greaves clog clogs",
    "gloves": "glove gloves mitten* handwraps",
    "cloak": "cloak cape mantle hood cowl poncho",
    "robe": "robe robes dress gown vestment* habit cassock kimono toga",
    "tunic": (
        "tunic shirt coat tabard vest jacket doublet uniform blouse garment clothes clothing outfit jumpsuit "
        "costume surcoat sweater"
    ),
    "trousers": "trousers pants breeches leggings skirt kilt",
    "belt": "belt girdle bandolier",
    "hat": "hat cap bonnet fedora tricorne beret headwear",
    "scarf": "scarf shawl ribbon armband sash brassard bandana stole headband",
    "mask": "mask masque visage",
    "spectacles": "spectacles glasses goggles monocle eyeglass* eyepiece loupe",
    # Precious things
    "ring": "ring signet band rings iron-ring",
    "pendant": "amulet pendant necklace locket medallion talisman charm holy-symbol symbol torc collar choker",
    "beads": "beads rosary pearls prayer-beads",
    "crown": "crown circlet tiara diadem coronet",
    "badge": "badge brooch medal insignia pin emblem",
    "coins": "coin coins chit token tokens money penny ducat* shilling credits",
    "gem": "gem gemstone ruby emerald sapphire diamond jewel opal amethyst pearl topaz onyx garnet gems jewels",
    "crystal": "crystal shard shards crystals geode prism quartz",
    "rune-stone": "stone rune-stone runestone pebble tablet rune sigil-stone",
    "mirror": "mirror looking-glass",
    "figurine": "figurine idol statuette carving totem effigy fetish",
    # Magic
    "staff": "staff stave cane quarterstaff stick walking-stick crook rod",
    "wand": "wand sceptre scepter",
    "orb": "orb sphere globe crystal-ball palantir",
    "cards": "card cards deck tarot",
    # Vessels
    "bottle": (
        "potion bottle elixir draught tonic poison antidote philter perfume remedy healing-potion oil liquor "
        "rum wine whiskey medicine potions bottles brew decanter carafe brandy gin vodka holy-water "
        "water-bottle"
    ),
    "vial": "vial phial ampoule syringe injector serum stimpack vials tincture",
    "jar": "jar specimen* pickle preserves jars",
    "flask": "wineskin waterskin flask canteen hip-flask",
    "mug": "mug tankard stein ale beer mead tea cup teacup coffee",
    "goblet": "goblet chalice grail",
    "bowl": "bowl plate dish stew soup mortar porridge platter pestle tray",
    "pot": "pot cauldron kettle pan cookpot skillet teapot",
    "urn": "urn vase amphora jug pitcher ewer ashes",
    # Paper
    "book": (
        "book tome ledger journal grimoire diary spellbook codex manual notebook bible registry volume "
        "almanac books cookbook logbook encyclopedia atlas"
    ),
    "scroll": "scroll parchment scrolls poem decree prophecy",
    "map": "map chart* blueprint maps",
    "map-case": "map-case scroll-case scroll-tube",
    "letter": (
        "letter note ticket paper document* writ missive deed contract envelope certificate permit invitation "
        "notes poster receipt pamphlet newspaper photograph photo"
    ),
    "quill": "quill ink pen inkwell inkpot pencil brush chalk",
    # What holds other things
    "pouch": "pouch purse bag sack pouches component-pouch coin-purse",
    "satchel": "satchel kit haversack healer-kit messenger-bag field-kit saddlebag*",
    "backpack": "backpack pack rucksack knapsack bedroll",
    "tool-roll": "tools lockpick* picks thieves-tools toolkit roll field-instruments",
    "chest": "chest box casket coffer lockbox strongbox trunk crate treasure",
    "case": "case briefcase suitcase toolbox surveyor-case",
    "cabinet": "cabinet cupboard",
    "basket": "basket hamper",
    # Tools and lights
    "keys": "key keys keyring skeleton-key keycard access-card",
    "rope": (
        "rope cord coil chain wire cable whip lasso chains shackle* manacle* twine thread-coil net handcuffs cuffs"
    ),
    "hook": "hook grapple grappling-hook anchor fishhook",
    "lantern": "lantern lamp flashlight glowrod lanterns",
    "candle": "candle candles taper",
    "torch": "torch firebrand",
    "pickaxe": "pickaxe pick mattock",
    "shovel": "shovel spade broom rake hoe trowel",
    "saw": "saw hacksaw",
    "spoon": "spoon ladle fork spatula",
    "tongs": "tongs scissors shears pliers wrench spanner tweezers forceps",
    "needle": "needle thread spool yarn wool spindle",
    "pipe": "pipe tobacco-pipe smoking-pipe hookah",
    "umbrella": "umbrella parasol",
    "fishing-rod": "fishing-rod fishing-pole angling-rod",
    "grindstone": "grindstone whetstone grinding-wheel millstone sharpening-stone",
    "wheel": "wheel wagon-wheel",
    "gears": "gear gears cog cogs mechanism clockwork cogwheel gearbox",
    "trap": "trap snare bear-trap",
    # Food and what grows
    "bread": "bread loaf pie cake biscuit* pastry hardtack baguette tart roll-of-bread lembas waybread sandwich",
    "cheese": "cheese cheese-wheel",
    "meat": "meat jerky ham steak sausage* bacon drumstick haunch venison",
    "fish": "fish trout salmon herring eel cod",
    "fruit": (
        "fruit apple grape* berry berries pear plum carrot* vegetable* turnip potato* onion* orange peach cherries"
    ),
    "mushroom": "mushroom mushrooms fungus toadstool truffle",
    "herbs": "herb herbs leaf leaves sprig moss plant root roots weed thistle nettle mandrake",
    "flower": "flower rose lily petal petals blossom lotus bouquet orchid daisy",
    "egg": "egg eggs",
    "rations": "rations food meal provisions lunch supplies ration",
    "powder": "powder dust salt spice sand ash seeds beans rice gunpowder reagent sulfur",
    # Music and measure
    "lute": "lute guitar fiddle violin harp lyre mandolin banjo viola instrument",
    "flute": "flute whistle pipes panpipes ocarina recorder bagpipe bagpipes",
    "drum": "drum tambourine drums bongo",
    "horn": "horn trumpet bugle",
    "bell": "bell handbell chime gong",
    "hourglass": "hourglass sandglass timer",
    "clock": "clock watch pocketwatch timepiece chronometer",
    "compass": "compass astrolabe sextant orrery armillary sundial",
    "spyglass": "telescope spyglass binoculars scope",
    "scales": "scales balance weights",
    "magnifier": "magnifier lens magnifying-glass",
    # A world to come
    "chip": "chip microchip data-chip datachip circuit* processor implant memory-stick chipset",
    "scanner": "scanner device gadget radio communicator detector tricorder transmitter receiver sensor remote",
    "cell": "cell battery fuel-cell power-cell energy-cell capacitor fuel-rod",
    "medkit": "medkit first-aid-kit medpack first-aid aid-kit",
    "drone": "drone probe robot bot",
    "tablet": "datapad computer laptop hologram projector holodisc data-pad disc phone terminal",
    "machine-part": "engine piston valve part component machine-part pump gasket pistons",
    # What is left of creatures, raw stuffs, playthings
    "skull": "skull skulls",
    "bones": "bone bones rib femur",
    "claw": "claw tooth fang talon tusk antler teeth fangs claws antlers",
    "feather": "feather plume feathers",
    "hide": "hide pelt fur skin dragon-scale dragon-scales serpent-scale",
    "ingot": "ingot bar bars ingots bullion",
    "ore": "ore rock coal nugget log lumber firewood charcoal",
    "bandage": "bandage* cloth fabric silk linen gauze blanket towel rag bolt-of-cloth",
    "dice": "dice die",
    "chess": "chess chessboard pawn game board-game",
    "doll": "doll toy puppet teddy toys marionette",
    "ball": "ball",
    "wax": "wax soap seal-stamp",
}

SCENERY: Table = {
    # Fire
    "brazier": "brazier beacon firepit fire-bowl coals",
    "campfire": "campfire bonfire pyre fire cook-fire",
    "hearth": "hearth fireplace chimney",
    "forge": "forge smithy",
    "stove": "oven stove furnace kiln",
    "great-cauldron": "cauldron",
    "torch-stand": "torch torches candelabr* candlestick sconce candles",
    # Stones for ever
    "stone": (
        "stone stele monolith slab memorial marker menhir tablet milestone megalith runestone stones "
        "boundary-stone monument cenotaph"
    ),
    "rock": "boulder rock rocks cairn rubble outcrop stalagmite* stalactite* phenomenon pile-of-rocks",
    "obelisk": "obelisk spire needle monolith-of-light",
    "pillar": "pillar column columns pillars ruin ruins colonnade",
    "arch": "arch archway torii ruined-arch gateway",
    "statue": "statue sculpture idol effigy bust gargoyle golem colossus figure statues",
    "gravestone": "gravestone tombstone headstone grave graves tomb cross burial-mound",
    "coffin": "coffin sarcophagus casket sepulchre",
    "altar": "altar pedestal plinth dais font offering-table",
    "shrine": "shrine niche alcove chapel reliquary wayside-shrine",
    "veiled": "shroud veil covered-thing",
    # What grows
    "tree": "tree oak willow pine yew sapling ash birch fir roots palm",
    "stump": "stump woodpile chopping-block firewood",
    "fallen-log": "log logs fallen-tree driftwood",
    "bush": "bush hedge shrub bramble* thicket vine vines ivy fern ferns flowers flowerbed garden plants herbs reeds",
    "great-mushroom": "mushroom mushrooms fungus fungi toadstool spore*",
    "crystals": "crystal crystals geode shard crystal-cluster",
    # Water
    "fountain": "fountain basin birdbath",
    "well": "well cistern",
    "pond": "pond pool puddle spring lake stream waterfall",
    "bridge": "bridge footbridge causeway rope-bridge",
    "boat": "boat rowboat ship canoe gondola raft skiff longship ferry",
    # Rooms
    "table": "table desk workbench workstation sideboard",
    "bench": "bench pew",
    "chair": "chair stool armchair seat",
    "throne": "throne",
    "bed": "bed cot bunk bedroll mattress hammock cradle",
    "bookshelf": "bookshelf bookcase shelf shelves books library archive",
    "counter": "counter bar reception",
    "wardrobe": "wardrobe cabinet cupboard dresser armoire locker drawers",
    "barrels": "barrel barrels cask casks keg",
    "crates": "crate crates boxes cargo",
    "strongbox": "chest trunk coffer strongbox box",
    "sacks": "sack sacks hay haystack bale straw",
    "tapestry": "tapestry banner flag pennant drape curtain curtains banners",
    "painting": "painting portrait picture fresco mural easel",
    "rug": "rug carpet mat fur-rug",
    "standing-mirror": "mirror",
    "window": "window windows stained-glass",
    "chandelier": "chandelier",
    "loom": "loom spinning-wheel",
    "cobweb": "cobweb cobwebs web spiderweb webs",
    # Yards and roads
    "board": "board noticeboard billboard notice tally placard notice-board map-board blackboard",
    "signpost": "sign signpost guidepost crossroads waymarker",
    "post": "post stake pole totem mast totem-pole warning-post maypole",
    "lamp-post": "lamppost streetlight lamp-post lantern-post light-post streetlamp",
    "stall": "stall awning booth market-stall kiosk shelter stand",
    "tent": "tent pavilion canopy yurt camp",
    "cart": "cart wagon carriage wheelbarrow coach sled chariot minecart",
    "door": "door doors hatch trapdoor entrance",
    "gate": "gate portcullis gates barricade palisade fence",
    "stairs": "stairs staircase steps stairway ladder",
    "cage": "cage gibbet pillory stocks cell gallows",
    "iron-ring": "tether staple iron-ring chains chain shackles manacles ring tether-ring anchor",
    "weapon-rack": "weapon-rack weapons-rack armor-stand armoury spear-rack sword-rack",
    "dummy": "dummy target scarecrow mannequin training-dummy straw-man",
    "bell-frame": "bell gong",
    "scaffold": "scaffold crane winch pulley windlass well-wheel mill windmill",
    # Works and machines
    "anvil": "anvil",
    "lever": "lever switch crank mechanism",
    "machine": "machine engine generator turbine apparatus contraption pump boiler",
    "console": (
        "console terminal computer control-panel workstation-terminal screen panel monitor server-rack server "
        "servers mainframe jukebox juke-box vending-machine"
    ),
    "reactor": "reactor core power-core device energy-core",
    "tank": "tank vat pod cryopod stasis-pod capsule specimen-tank aquarium",
    "cannon": "cannon ballista catapult trebuchet turret mortar",
    "great-telescope": "telescope orrery armillary astrolabe globe",
    "portal": "portal rift gate-of-light vortex teleporter stargate wormhole",
    "vehicle": "vehicle car hovercar rover speeder truck",
    "bones-heap": "bones skeleton remains skull skulls corpse carcass",
}

# The material whose look a thing takes; the first word found in its name or near it decides.
METALS: Table = {
    "gold": "gold golden brass bronze bronzed copper gilded gilt brass-bound",
    "iron": "iron blackened darkened cast-iron black-iron lead pewter",
    "steel": "steel silver* polished mithril chrome metal platinum tin aluminium titanium",
}
BODIES: Table = {
    "bone": "bone ivory antler tooth",
    "stone": "stone marble granite slate sandstone basalt alabaster",
    "obsidian": "obsidian jet onyx volcanic",
    "jade": "jade malachite soapstone",
    "glass": "glass crystal crystalline ice",
    "wood": "wood* oak oaken ash yew pine timber bamboo ironwood birch",
    "leather": "leather hide",
    **METALS,
}
CLOTHS: Table = {
    "dark": "black dark shadow* midnight charcoal dried",
    "pale": "white pale bleached cream linen snow* silk ghostly",
    "rough": "wool woolen woollen burlap canvas coarse homespun sackcloth",
    "rich": "velvet brocade royal embroidered",
}

# How a thing fared; what is said early enough is said of the thing itself.
CONDITIONS: Table = {
    "bloody": "bloody bloodied bloodstained blood-stained bloodstains gory blood-soaked",
    "broken": "broken shattered snapped splintered smashed sundered",
    "burnt": "burnt burned charred scorched singed smouldering smoldering",
    "cracked": "cracked fractured crack cracks chipped crumbling",
    "dusty": "dusty dust-covered cobweb* forgotten abandoned",
    "frozen": "frozen icy frosted frost-covered rimed frostbitten",
    "glowing": (
        "glowing glows enchanted radiant luminous shimmering blessed holy magical arcane eldritch luminescent "
        "cursed glow-in-the-dark incandescent runic"
    ),
    "mossy": "mossy moss-covered overgrown moss-grown ivy-covered lichen*",
    "pristine": "pristine gleaming polished immaculate brand-new shining flawless spotless sparkling",
    "rusty": "rusty rusted corroded rust oxidised oxidized flaking",
    "wet": "wet dripping soaked weeping damp dewy rain-soaked slimy",
    "worn": "worn battered weathered old scratched tattered dented faded scuffed notched ancient frayed stained",
}

# How precious a thing is: 2 is legendary, 1 precious. The first words say so wherever they stand, those in OWN_RANKS
# only where they speak of the thing itself ("a rare blade", not "for storing rare herbs").
RANKS: Table = {
    "2": "legendary mythical magnificent storied one-of-a-kind exceedingly",
    "1": "precious priceless masterwork jewelled jeweled bejeweled exquisite",
}
OWN_RANKS: Table = {
    "2": "mythic artifact artefact divine epic godly sacred",
    "1": "rare ornate noble royal elegant lavish regal imperial ceremonial",
}

# Families on a dark ground, for they give light; families on planks, for they belong on a table.
SHINING = "lantern candle torch orb cell tablet"
HOMELY = (
    "bread cheese meat fish fruit mushroom herbs egg rations powder bowl mug pot spoon saw shovel pickaxe "
    "hammer tongs needle grindstone basket jar candle dice cards chess doll quill letter tool-roll "
    "bandage ball wax"
)
# Scenery that stands in a room unless the text says that it is outside.
INDOORS = (
    "hearth forge stove table chair throne bed bookshelf counter wardrobe tapestry painting rug "
    "standing-mirror window chandelier loom cobweb console tank great-telescope weapon-rack strongbox "
    "lever anvil"
)
OUTSIDE = (
    "outside outdoor* exterior road path forest garden street market field yard courtyard camp grove "
    "beach hill mountain* stairs post"
)

# The colours that things have by themselves; a family may stand in several rows, and named colours come first.
LOOKS: Table = {
    "grey": (
        "tool-roll grindstone sword dagger axe hammer mace flail spear polearm helmet breastplate mail gauntlet shield "
        "hook saw shovel pickaxe tongs trap fish keys scales pistol rifle anvil cannon weapon-rack "
        "machine-part gears rune-stone compass"
    ),
    "gold": (
        "crown coins goblet ring badge pendant horn bell hourglass chandelier bell-frame throne scales "
        "spyglass clock ingot lantern"
    ),
    "brown": (
        "fallen-log fishing-rod pipe staff wand flute cabinet flask bread mug bow crossbow quiver belt "
        "boots lute drum satchel backpack "
        "chest basket barrels crates table chair bench bookshelf counter wardrobe door cart loom stump post "
        "signpost board bed strongbox case egg wheel rations spoon needle chess"
    ),
    "white": "skull bones claw bandage dice bones-heap candle letter scroll map feather egg quill",
    "green": "herbs flower bush tree stump",
    "red": "fruit meat mushroom rug tapestry medkit",
    "yellow": "cheese sacks powder",
}
STONES: Table = {
    "red": "ruby rubies garnet carnelian bloodstone",
    "green": "emerald emeralds jade malachite peridot",
    "blue": "sapphire sapphires lapis aquamarine",
    "purple": "amethyst amethysts",
    "white": "diamond diamonds pearl pearls opal moonstone",
    "black": "onyx jet obsidian",
    "yellow": "topaz citrine amber",
    "teal": "turquoise",
}
