"""Words of people, creatures and machines: who it is, how one looks, and in which colours.

Every row's name is the name of what is drawn for it in `scenes/figures`: a people in `peoples.py`, a beast in
`beasts.py`, a head seen from the side in `dragons.py` or `birds.py`, a creature in `vermin.py`, `swimmers.py` or
`oddities.py`, a machine in `machines.py`, a cut in `haircuts.py`, a beard in `beards.py`, a mark in `marks.py`.
"""

from imagesvc.engines.pillow.vocabulary.grammar import Table

# --- Who it is ---

PEOPLES: Table = {
    "elf": "elf elven elvish drow eladrin sidhe high-elf wood-elf dark-elf moon-elf",
    "halfelf": "half-elf half-elven halfelf",
    "dwarf": "dwarf dwarven dwarvish duergar",
    "halfling": "halfling hobbit half-ling kender",
    "gnome": "gnome gnomish",
    "orc": "orc orcish uruk",
    "halforc": "half-orc half-orcish hobgoblin bugbear",
    "goblin": "goblin kobold imp gremlin boggart goblinoid",
    "tiefling": "tiefling demon* devil* fiend* infernal succubus incubus cambion hellspawn",
    "faun": "faun satyr",
    "skeleton": "skeleton skeletal lich skull-faced bone-lord",
    "zombie": "zombie ghoul revenant wight rotting draugr mummy",
    "ghost": "ghost ghostly specter spectre spectral phantom wraith banshee spirit apparition poltergeist",
    "vampire": "vampire vampiric nosferatu dhampir",
    "angel": "angel angelic aasimar seraph* celestial-born cherub archangel valkyrie",
    "fairy": "fairy faerie pixie sprite nymph dryad",
    "giant": "giant giantess ogre cyclops titan goliath firbolg ettin",
    "troll": "troll trollish",
    "alien": "alien extraterrestrial martian grey-alien xeno xenos venusian",
    "android": "android cyborg synth replicant gynoid cybernetic",
    "merfolk": "mermaid merman merfolk triton sea-elf siren naiad",
    "stonefolk": "gargoyle earth-elemental stone-elemental rock-elemental genasi",
    "treant": "treant ent treefolk tree-man plant-man wood-spirit",
}

UNDEAD = "undead dead living-dead"

# Heads of beasts: alone as animals, above a collar as beastfolk.
BEASTS: Table = {
    "wolf": "wolf wolves werewolf worg warg dire-wolf wolfman wolf-man wolfkin lycanthrope coyote jackal lupine",
    "dog": "dog hound mastiff mutt puppy gnoll hyena dogfolk terrier canine bulldog",
    "fox": "fox vixen kitsune foxfolk vulpine",
    "cat": "cat kitten tabby catfolk cat-folk tabaxi khajiit feline lynx bobcat catgirl",
    "tiger": "tiger tigress leopard panther jaguar cheetah puma cougar rakshasa sabretooth sabertooth",
    "lion": "lion lioness leonin manticore sphinx",
    "bear": "bear grizzly bearfolk werebear owlbear panda badger wolverine",
    "boar": "boar pig hog wereboar swine sow pigfolk",
    "rat": "rat mouse ratfolk skaven wererat rodent mousefolk weasel ferret shrew mole beaver squirrel",
    "rabbit": "rabbit hare bunny harengon rabbitfolk",
    "deer": "deer stag doe elk moose reindeer hart caribou antelope",
    "horse": "horse mare stallion pony steed warhorse mule donkey pegasus foal nightmare",
    "unicorn": "unicorn",
    "bull": "bull minotaur ox cow bison buffalo aurochs yak",
    "goat": "goat ram sheep baphomet ibex lamb",
    "bat": "bat werebat",
    "ape": "ape gorilla monkey chimpanzee orangutan yeti sasquatch",
}

PROFILES: Table = {
    "dragon": "dragon wyvern drake dragonborn draconic wyrm dragonkin half-dragon dragonet",
    "lizard": (
        "lizard lizardfolk lizardman reptil* crocodile alligator saurian dinosaur raptor argonian troglodyte iguana"
    ),
    "snake": "snake serpent viper cobra python yuan-ti naga rattlesnake adder basilisk",
    "hydra": "hydra",
    "eagle": (
        "eagle hawk falcon griffin gryphon hippogriff kestrel vulture phoenix roc birdfolk bird-folk aarakocra "
        "condor bird"
    ),
    "raven": "raven crow kenku rook jackdaw magpie blackbird",
    "owl": "owl owlfolk owlin",
    "parrot": "parrot macaw cockatoo toucan rooster chicken cockerel",
}

# Beasts that go on two legs and wear clothes.
BEASTFOLK = (
    "werewolf wolfman wolf-man wolfkin lycanthrope gnoll dogfolk kitsune foxfolk catfolk cat-folk tabaxi "
    "khajiit catgirl "
    "leonin bearfolk werebear wereboar pigfolk ratfolk skaven wererat mousefolk harengon rabbitfolk minotaur baphomet "
    "rakshasa dragonborn draconic dragonkin half-dragon lizardfolk lizardman saurian argonian troglodyte yuan-ti naga "
    "birdfolk aarakocra kenku owlfolk owlin beastfolk beastman beast-man anthropomorphic wolf-folk bird-folk "
    "lizard-folk "
    "rat-folk fox-folk bear-folk dog-folk mouse-folk"
)

CREATURES: Table = {
    "spider": "spider tarantula arachnid drider scorpion arachne widow-spider",
    "beetle": (
        "beetle insect cockroach ant bug scarab mantis wasp bee hornet moth butterfly locust insectoid thri-kreen"
    ),
    "fish": "fish shark piranha eel pike-fish trout salmon whale dolphin orca anglerfish",
    "octopus": "octopus kraken squid tentacle* cuttlefish mind-flayer illithid cthulhu",
    "slime": "slime ooze jelly pudding blob gelatinous amoeba protoplasm",
    "eye": "beholder eye-beast eye-tyrant floating-eye gazer evil-eye",
    "plant": "plant-beast vine-beast carnivorous flytrap shambling myconid blight triffid mandrake plant",
    "swarm": "swarm flock cloud-of",
    "flame": "fire-elemental flame-elemental efreet salamander flame fire will-o-wisp wisp magma-elemental",
    "wind": "elemental air-elemental wind-elemental ice-elemental storm-elemental whirlwind djinni vortex",
    "wave": "water-elemental marid undine",
    "worm": "worm purple-worm sandworm leech maggot centipede caterpillar",
    "crab": "crab lobster crustacean crayfish",
    "toad": "toad frog bullywug grung newt bullfrog froglike frogfolk",
    "turtle": "turtle tortoise tortle",
}

MACHINES: Table = {
    "robot": "robot construct droid automaton warforged machine-man clockwork mechanical machine mech robotic",
    "drone": "drone probe hovering-eye satellite",
    "golem": "golem stone-golem colossus animated-armor iron-golem clay-golem",
}

# Whoever does something is a person, whatever else is told ("wolf rider").
CALLED = (
    "man woman boy girl person human knight wizard witch king queen guard guards warrior merchant priest priestess "
    "soldier pirate thief rogue mage monk ranger captain lady lord prince princess sorcerer sorceress adventurer bard "
    "hunter huntress assassin druid paladin cleric innkeeper blacksmith child villain she he rider tamer slayer keeper "
    "master mistress trainer hero heroine fighter barbarian barkeep cook sailor farmer noble duke duchess "
    "baron emperor "
    "empress scholar librarian beggar smith weaponsmith bouncer enforcer cartographer explorer informant caretaker "
    "bureaucrat administrator alchemist warlock scientist doctor pilot engineer astronaut detective hacker mercenary "
    "sentinel wanderer traveller traveler apprentice shaman chieftain handler herder catcher breeder shepherd"
)

# Words that make a prompt a portrait; of creatures and machines only those that are nothing else.
PERSONS = " ".join(
    [
        *(CALLED, "portrait character face robot droid automaton warforged golem drone spider scarab shark octopus"),
        *("kraken squid slime ooze beholder swarm elemental worm crab toad frog turtle tortoise", UNDEAD),
        *(*PEOPLES.values(), *BEASTS.values(), *PROFILES.values()),
    ]
)

# How the sentences of a composed description open that tell of things, and of the moment.
OF_THINGS = ("Wearing", "Holding", "In the background")
OF_THE_MOMENT = ("With", "Hostile", "Lying dead", "Visibly under the effect", "The expression is")

SEXES: Table = {
    "woman": (
        "woman women she her hers herself female lady girl queen princess matron priestess witch sorceress mother "
        "sister "
        "duchess lass maiden huntress empress wife widow daughter enchantress heroine grandmother crone hag barmaid "
        "noblewoman countess baroness abbess nun mermaid giantess vixen lioness valkyrie nymph dryad succubus mrs miss"
    ),
    "man": (
        "man men he his him himself male boy king prince father brother lord baron husband son wizard monk duke "
        "emperor "
        "uncle grandfather nobleman count abbot gentleman fellow lad merman mr sir beard bearded moustache mustache"
    ),
}

AGES: Table = {
    "child": "child boy girl kid orphan urchin toddler little-girl little-boy",
    "young": "young youth teen* lad lass youthful twenties apprentice squire novice maiden adolescent",
    "middle": "forties mid-forties middle-aged thirties grizzled weathered seasoned veteran",
    "old": (
        "old elderly aged ancient wizened wrinkled fifties sixties seventies eighties venerable elder "
        "grandmother grandfather matron crone hag late-fifties old-man"
    ),
}

BUILDS: Table = {
    "thin": "lean thin slender gaunt slight wiry bony willowy skinny emaciated frail lanky slim hollow-cheeked",
    "stout": "stout stocky heavyset heavy fat portly plump round chubby rotund obese corpulent paunchy pot-bellied",
    "muscular": (
        "muscular broad massive burly towering powerful brawny hulking broad-shouldered strong huge barrel-chested"
    ),
}

MOODS: Table = {
    "angry": (
        "angry furious rage enraged wrathful snarling scowling scowl* fierce hostile menacing glaring savage raging"
    ),
    "smiling": (
        "smiling smile smiles grin* laughing laugh* cheerful merry jovial happy joyful jolly friendly beaming kindly"
    ),
    "gentle": "gentle kind warm serene calm peaceful tender motherly wise benevolent soft soothing",
    "sad": "sad sorrowful mournful grieving grief weeping melancholy tearful crying haunted gloomy forlorn",
    "stern": (
        "stern grim severe cold hard stoic serious domineering commanding cruel dour forbidding determined taciturn "
        "cynical"
    ),
    "weary": "weary tired exhausted sleepless sleepy dull bored world-weary haggard careworn drunk",
    "afraid": "afraid fearful anxious nervous frightened terrified scared shy timid worried startled restless",
    "sly": "sly cunning smirk* crafty mischievous wily shrewd devious roguish scheming knowing flirtatious",
}

# --- Hair and beard ---

CUTS: Table = {
    "bald": "bald hairless shaved-head bald-headed",
    "cropped": "cropped shorn crew-cut buzzcut buzz-cut close-cropped shaved shaven stubbly-headed",
    "receding": "receding thinning balding",
    "tonsure": "tonsure tonsured",
    "mohawk": "mohawk mohican crest-of-hair",
    "dreadlocks": "dreadlocks dreads locs dreadlocked",
    "braids": "braid braids braided plait plaits pigtails cornrows",
    "ponytail": "ponytail pony-tail",
    "bun": "bun topknot top-knot updo chignon knot pinned",
    "back": "swept-back slicked tied pulled-back bound back",
    "curly": "curly curls ringlets curled curly-haired",
    "afro": "afro frizzy kinky",
    "wavy": "wavy waves shoulder-length shaggy wavy-haired",
    "wild": "wild tousled unruly messy unkempt spiky windswept dishevelled disheveled matted tangled bushy",
    "bob": "bob fringe bangs bobbed pageboy bowl-cut",
    "long": "long flowing waist-length tresses mane long-haired cascading",
    "short": "short neat short-haired trimmed combed",
}

BEARDS: Table = {
    "none": "clean-shaven beardless smooth-faced",
    "stubble": "stubble stubbled unshaven stubbly five-o-clock",
    "moustache": "moustache mustache moustached mustachioed walrus",
    "goatee": "goatee chin-beard pointed-beard van-dyke",
    "braided": "braided-beard",
    "long": "long-bearded greybeard graybeard",
    "full": "beard bearded whiskers bewhiskered full-bearded red-bearded black-bearded white-bearded",
}

HAIR_NOUNS = (
    "hair haired braids braid mane locks curls tresses bun knot topknot dreadlocks ponytail mohawk afro bob fringe "
    "ringlets fur pelt feathers plumage beard stubble whiskers goatee moustache mustache bearded sideburns"
)

HAIR_COLOURS: Table = {
    "black": "black dark raven jet* ebony jet-black black-haired dark-haired raven-haired sable midnight",
    "grey": "grey* gray* iron* ash* steel* salt-and-pepper grizzled silvered",
    "white": "silver* white snow* platinum silver-haired white-haired silver-maned ivory",
    "blond": "blond* golden flaxen fair straw honey yellow gold sandy golden-haired fair-haired",
    "red": "red ginger copper* fiery orange redhead* red-haired red-headed red-bearded",
    "auburn": "auburn russet rust* reddish",
    "brown": "brown* brunette chestnut hazel mousy brown-haired tawny umber",
    "blue": "blue azure teal cyan turquoise blue-haired sapphire",
    "green": "green emerald mossy leafy green-haired",
    "violet": "purple violet lavender lilac purple-haired",
    "pink": "pink magenta rose pink-haired",
}

# These tell the colour without the noun.
HAIR_ALONE: Table = {
    "blond": "blond blonde blonde-haired golden-haired fair-haired flaxen",
    "red": "redhead* ginger red-haired red-headed red-bearded",
    "auburn": "auburn",
    "brown": "brunette brown-haired",
    "black": "black-haired dark-haired raven-haired black-bearded",
    "white": "silver-haired white-haired silver-maned white-bearded snowy-haired",
    "grey": "grey-haired gray-haired greybeard graybeard grizzled",
    "pink": "pink-haired",
    "blue": "blue-haired",
    "green": "green-haired",
    "violet": "purple-haired",
}

SKIN_NOUNS = "skin skinned face complexion flesh scales scaled hide"

SKIN_COLOURS: Table = {
    "grey": "grey* gray* slate* charcoal* ashen stone* ash* charcoal-gray charcoal-grey",
    "green": "green* olive-green grey-green gray-green emerald moss*",
    "black": "black* ebony jet* obsidian onyx",
    "dark": "dark* mahogany swarthy umber deep-brown black-skinned",
    "brown": "brown* bronze* tan* copper* olive* sun-browned caramel hazel",
    "pale": "pale white ivory porcelain fair alabaster milky",
    "red": "red* crimson ruddy-red scarlet blood-red ruby",
    "blue": "blue* azure teal cyan",
    "violet": "purple* violet lavender lilac",
    "gold": "golden gold yellow orange",
}

SKIN_ALONE: Table = {
    "dark": "dark-skinned ebony-skinned black-skinned african nubian",
    "brown": "brown-skinned swarthy olive-skinned tan-skinned bronzed tanned sunburnt desert-born",
    "pale": "pale pallid pale-skinned ashen-faced",
    "green": "green-skinned",
    "grey": "grey-skinned gray-skinned",
    "red": "red-skinned",
    "blue": "blue-skinned",
    "violet": "purple-skinned",
}

# --- Marks and colours ---

MARKS: Table = {
    "scar": "scar scars scarred",
    "burn": "burn burned burnt burn-scar",
    "tattoo": "tattoo tattoos tattooed inked",
    "paint": "war-paint warpaint painted face-paint",
    "freckles": "freckle freckles freckled",
    "runes": "runes glyphs sigils rune-marked rune-carved runic",
    "bandages": "bandages bandaged mummy mummified",
    "stitches": "stitches stitched sewn patchwork",
    "broken": "broken shattered chipped cracked",
}

GLOWING = "glowing glow glows luminous pinprick* pinpricks burning baleful blazing smouldering luminescent shining-eyed"

DYES: Table = {
    "red": "red crimson scarlet ruby vermilion blood-red blood-colored cardinal-red",
    "wine": "wine burgundy maroon claret blood oxblood",
    "orange": "orange saffron amber rust-colored",
    "yellow": "yellow mustard ochre",
    "gold": "gold golden gilded",
    "green": "green emerald olive forest-green",
    "moss": "moss-green khaki sage-green drab",
    "teal": "teal turquoise aqua cyan sea-green",
    "blue": "blue azure cobalt sapphire royal-blue",
    "navy": "navy midnight midnight-blue indigo",
    "purple": "purple violet amethyst plum lavender lilac mauve",
    "pink": "pink rose magenta fuchsia",
    "brown": "brown tan russet chestnut umber leather",
    "black": "black ebony sable jet raven-black charcoal dark",
    "grey": "grey gray slate ash-grey silver-grey ashen",
    "white": "white ivory cream pale bleached snow-white",
    "silver": "silver silvery chrome",
    "sand": "sand sandy beige straw buff",
}

# Words of colour that are often about something else; they count only where they are said of a garment.
NO_DYES_ALONE = (
    "dark leather pale blood wine rose amber ashen charcoal gold golden silver chrome straw sand ivory black "
    "white grey "
    "gray midnight indigo jet plum"
)

# Of fur, feathers, scales and shells.
COATS: Table = {
    "black": "black dark jet ebony sable raven night-black obsidian",
    "grey": "grey gray slate ashen iron smoky",
    "white": "white snow* pale albino ivory silver silvery",
    "blond": "golden gold yellow sandy honey tawny cream",
    "red": "red crimson scarlet ruby blood-red rust* ginger",
    "orange": "orange amber flame-coloured",
    "brown": "brown chestnut bay tan russet bronze copper",
    "green": "green emerald olive mossy jade verdant",
    "blue": "blue azure sapphire cobalt",
    "teal": "teal turquoise cyan aquamarine",
    "violet": "purple violet lilac amethyst",
    "pink": "pink rosy coral",
    "brass": "brass brassy",
    "steel": "steel chrome",
}

EYE_NOUNS = "eyes eye eyed gaze stare irises light lights glow"
