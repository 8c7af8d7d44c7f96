"""Words of what people wear: dresses, hats and jewels.

Every row's name is the name of what is drawn for it in `scenes/figures`: a dress in `armoury.py`, `finery.py` or
`workwear.py`, a hat in `hats.py` or `helmets.py`, what is worn on the face or around the neck in `adornments.py`.
"""

from imagesvc.engines.pillow.vocabulary.grammar import Table

HATS: Table = {
    "hood": "hood hooded cowl cowled shrouded",
    "nasal": "helm helmet helmeted spangenhelm",
    "great": "great-helm greathelm full-helm visored armet closed-helm",
    "kettle": "kettle-helm kettle-helmet kettle-hat morion",
    "horned": "horned-helm horned-helmet",
    "crown": "crown crowned",
    "tiara": "tiara diadem",
    "circlet": "circlet headband",
    "pointed": "pointed-hat wizard-hat witch-hat pointy-hat conical-hat blue-hat",
    "wide": "wide-brimmed broad-brimmed plumed-hat feathered-hat",
    "fedora": "fedora trilby",
    "cowboy": "cowboy-hat stetson ten-gallon",
    "tricorn": "tricorn tricorne",
    "cap": "cap flat-cap beret",
    "peaked": "peaked-cap officer-cap service-cap",
    "tophat": "top-hat tophat bowler",
    "turban": "turban turbaned",
    "bandana": "bandana bandanna",
    "scarf": "headscarf kerchief babushka veil veiled wimple hijab",
    "straw": "straw-hat",
    "chef": "chef-hat toque",
    "laurel": "laurel wreath laurels flower-crown garland leaf-crown",
    "mitre": "mitre miter",
    "fur": "fur-hat fur-cap ushanka",
    "space": "space-helmet bubble-helmet",
}

# What somebody usually has on his head, if nothing is said of it.
USUAL_HATS: Table = {
    "nasal": "viking norse",
    "great": "crusader templar",
    "kettle": "watchman guardsman halberdier conquistador guards garrison",
    "crown": "king queen emperor empress monarch",
    "tiara": "princess",
    "pointed": "wizard witch archmage",
    "wide": "musketeer cavalier highwayman",
    "fedora": "detective gangster",
    "cowboy": "cowboy gunslinger sheriff outlaw",
    "tricorn": "buccaneer corsair admiral",
    "cap": "newsboy urchin",
    "peaked": "officer constable policeman policewoman conductor general colonel chauffeur",
    "tophat": "ringmaster magician",
    "turban": "sultan vizier genie djinn caliph",
    "bandana": "pirate deckhand",
    "scarf": "nun",
    "straw": "farmhand scarecrow",
    "chef": "chef",
    "mitre": "bishop pope archbishop cardinal",
    "fur": "trapper",
    "space": "astronaut cosmonaut spaceman spacewoman",
    "hood": "assassin reaper cultist",
}

WORN_ON_FACE: Table = {
    "spectacles": "spectacles glasses bespectacled lenses eyeglasses",
    "monocle": "monocle monocled",
    "goggles": "goggles goggled aviator aeronaut",
    "visor": "visor cyberpunk hud netrunner hacker",
    "patch": "eyepatch eye-patch one-eyed",
    "mask": "masked mask ninja bandit highwayman",
    "beak": "plague-doctor plague-mask beaked beak-mask",
    "earring": "earring earrings hoop hoops pirate",
    "piercing": "piercing pierced nose-ring septum",
}

NECKLACES: Table = {
    "pendant": "pendant amulet locket necklace medallion talisman badge whistle medal",
    "beads": "beads rosary pearls prayer-beads bone-necklace",
    "torc": "torc choker collar neck-ring",
    "stethoscope": "stethoscope doctor physician medic nurse surgeon",
    "scarf": "scarf neckerchief muffler",
}

OVER: Table = {
    "cloak": "cloak cloaked cape mantle shadowweave",
    "fur": "fur furs pelt fur-lined fur-trimmed ermine bearskin wolfskin furred",
}

# What one wears tells more than what one does for a living; both tables name the same dresses.
GARMENTS: Table = {
    "plate": "plate cuirass breastplate full-plate plate-armor plate-armour",
    "mail": "mail chainmail hauberk chain-mail ring-mail",
    "tabard": "tabard armband brassard",
    "scale": "scale-mail lamellar scale-armor scale-armour brigandine",
    "leather": (
        "leathers gambeson jerkin leather-armor leather-armour studded-leather padded-armor leather-vest leather- "
        "jacket"
    ),
    "robe": "robe robes wizard-robe star-spangled",
    "vestment": "vestment vestments cassock stole chasuble",
    "habit": "habit cowl monk-robe",
    "gi": "kimono gi yukata hakama",
    "doublet": "doublet ruff brocade velvet",
    "gown": (
        "gown ballgown bodice corset evening-dress silk-dress wedding-dress summer-dress long-dress red-dress "
        "white-dress black-dress blue-dress green-dress"
    ),
    "coat": "coat frock-coat waistcoat greatcoat overcoat vest",
    "apron": "apron",
    "smith": "leather-apron smith-apron",
    "smock": "smock",
    "bard": "motley jester-costume cap-and-bells",
    "rags": "rags ragged tattered",
    "mantle": "ermine royal-mantle regalia",
    "space": "spacesuit space-suit pressure-suit",
    "labcoat": "lab-coat labcoat",
    "suit": "suit tie tuxedo business-suit pinstripe",
    "uniform": "uniform epaulettes",
    "overalls": "overalls jumpsuit coveralls boilersuit",
    "duster": "duster poncho",
    "toga": "toga",
    "furs": "furs pelts bearskin wolfskin",
    "leaves": "leaf-clad leaves-and-vines",
    "tunic": "tunic blouse shirt",
    "cyber": "neon-jacket techwear synthleather",
    "desert": "djellaba desert-robes headscarf-and-goggles",
}

CALLINGS: Table = {
    "plate": "knight paladin champion crusader",
    "mail": "fighter warrior",
    "tabard": "guard guards guardsman soldier sentinel watchman legionary halberdier herald garrison",
    "scale": "samurai",
    "leather": "scout thief bandit bouncer enforcer hunter mercenary outlaw gladiator slayer",
    "ranger": "ranger huntsman forester archer woodsman tracker huntress",
    "robe": "wizard mage sorcer* warlock witch magician enchant* archmage magus lich necromancer",
    "vestment": "priest* cleric bishop pope abbot templar cardinal acolyte",
    "habit": "monk friar brother nun hermit",
    "gi": "martial-artist kung-fu ninja ronin geisha",
    "doublet": "noble* duke duchess count countess baron* courtier prince lord lady aristocrat* diplomat",
    "gown": "princess maiden enchantress lass barmaid bride siren",
    "coat": "merchant trader banker bureaucrat administrator informant guild-master clerk clothier rumormonger",
    "apron": "cook innkeeper barkeep baker butcher bartender brewer chef tavern-keeper",
    "smith": "smith blacksmith weaponsmith armorer armourer farrier forge-master tinker",
    "smock": "farmer peasant shepherd* villager miller gardener farmhand child boy girl orphan",
    "bard": "bard minstrel jester fool performer troubadour musician dancer skald harlequin",
    "rogue": "rogue assassin spy cutpurse stalker",
    "pirate": "pirate buccaneer corsair captain privateer",
    "sailor": "sailor deckhand fisherman fisher seaman boatswain mariner bosun",
    "scholar": (
        "scholar librarian sage academic professor scribe archivist cartographer astronomer historian alchemist"
    ),
    "rags": "beggar urchin slave prisoner vagrant tramp leper castaway",
    "mantle": "king queen emperor empress monarch royal sultan tsar",
    "desert": "desert nomad bedouin dune-dweller fremen turban caravan",
    "space": "astronaut cosmonaut pilot space-marine starship spaceman spacewoman",
    "cyber": "cyberpunk hacker netrunner cyber* neon street-samurai android synth replicant",
    "labcoat": "scientist doctor researcher physician chemist medic nurse surgeon",
    "suit": "businessman businesswoman detective mobster gangster agent lawyer butler politician gentleman",
    "uniform": "officer commander general lieutenant sergeant admiral starfleet police* constable conductor colonel",
    "overalls": "mechanic engineer worker miner plumber technician",
    "duster": "cowboy gunslinger sheriff",
    "toga": "senator philosopher greek roman angel* goddess god seraph* oracle",
    "furs": "viking barbarian northman shaman chieftain tribal caveman",
    "leaves": "druid dryad fairy faerie pixie sprite nymph",
}

GARMENT_NOUNS = (
    "robe robes cloak cape coat dress gown tunic doublet shirt jacket armor armour suit uniform tabard vest waistcoat "
    "clothes clothing garb garments vestments mantle attire jerkin leathers hood hat sash scarf silk velvet wool wools "
    "linen kimono habit blouse outfit sweater jumpsuit spacesuit overalls apron kilt toga livery finery"
)
