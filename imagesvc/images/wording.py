"""How the texts of a game become plain words: typography, control characters, sentences, lists and articles.

Pure functions on text. Nothing here knows an entity, and no text is ever read as a format or a template.
"""

import re

# Typographic characters and the plain ones that every engine reads alike.
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
    | {"\u2026": "...", "\u2028": "\n", "\u2029": "\n", "\t": " "}
)
# Control characters but for the line feed, lone surrogates, and what is invisible or turns the direction of writing. The
# joiners U+200C and U+200D stay: emoji and several scripts are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def plain(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces, without control characters, trimmed; lines stay lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return _UNSEEN.sub("", text).strip()
