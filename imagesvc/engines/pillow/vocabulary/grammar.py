"""What all tables of words share, and the words that order a sentence.

The vocabulary is data: to teach the engine a word, add it in the module of its subject. Words are lower case; `star*`
matches every word that begins with it, `throne-room` also the two words "throne room". A plural is found by its
singular. The order of a table's rows means nothing: ties go to the first name in the alphabet.
"""

Table = dict[str, str]

# Words behind which a name only says more of what was named before.
STOP_WORDS = frozenset(
    {
        *("of", "with", "in", "on", "from", "for", "to", "by", "at", "that", "which", "who", "and", "near", "beside"),
        *(
            "aboard",
            "under",
            "beneath",
            "above",
            "behind",
            "inside",
            "outside",
            "among",
            "around",
            "between",
            "over",
            "beyond",
        ),
    }
)

# What is denied is not drawn: up to three words behind one of these, as far as the phrase goes.
NEGATIONS = frozenset(
    {"no", "not", "without", "never", "lacks", "lacking", "neither", "nor", "cannot", "hardly", "nobody's", "minus"}
)
# Words between a negation and what it denies.
DETERMINERS = frozenset(
    {"a", "an", "any", "the", "his", "her", "its", "their", "single", "visible", "much", "longer", "yet", "one", "of"}
)
# Words of quantity: what stands behind their "of" is what is spoken of.
MEASURES = frozenset(
    {
        *("wheel", "bundle", "pair", "set", "piece", "pieces", "pile", "heap", "handful", "stack", "bunch", "bouquet"),
        *("sheet", "lump", "slab", "shard", "roll", "ball", "load"),
    }
)

PHRASE_ENDS = frozenset(
    {
        *STOP_WORDS - {"of"},
        *("but", "under", "over", "above", "below", "behind", "through", "while", "though", "as", "than", "is", "are"),
        *("was", "were", "has", "have", "had", "he", "she", "it", "they", "yet", "only", "just", "into", "onto"),
    }
)

# How a sentence opens that speaks of what is around the subject: the painter's words of the templates, and others'.
SURROUNDINGS = (
    "it is seen from",
    "seen from",
    "in the background",
    "holding",
    "standing in",
    "lying in",
    "it is a part of",
    "it stands in",
    "it lies in",
    "to be seen there",
)
# How a sentence opens that is about something else altogether.
ASIDES = ("ways lead on to", "the style of the world")

# Words that may stand between a thing and its colour: "eyes the colour of amber", "a cloak dyed deep green".
COLOUR_LINKS = frozenset(
    {
        *("of", "the", "a", "is", "are", "was", "were", "colour", "color", "coloured", "colored", "dyed", "painted"),
        *("shade", "hue", "as", "like", "deep", "dark", "bright", "pale", "light", "rich", "dull", "vivid", "dried"),
        *("glow", "glows", "glowing", "shine", "shining", "gleam", "gleaming", "burning", "faintly", "old"),
    }
)
