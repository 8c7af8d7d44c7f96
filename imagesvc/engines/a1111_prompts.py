"""Texts of strangers for a server of the A1111 family, which reads commands in a prompt: made to be words alone.

The words stay the same. The encoders know no capitals and no difference between an escaped bracket and a plain one.
"""

import re

# An extra network (`<lora:name:9>`): a name right behind the angle bracket. With a space there it is none.
_NETWORK = re.compile(r"<(?=\w+:)")
# A file of words (`__animal__`), by the extensions that have made it customary.
_WILDCARD = re.compile(r"__+")
# Weights (`(a:1.5)`), changes on the way (`[a:b:0.5]`) and alternation (`[a|b]`); what is escaped already stays so.
_BRACKET = re.compile(r"\\.|[()\[\]]", re.DOTALL)
# The prompt's parts are encoded apart from each other, or drawn into each other.
_JOINT = re.compile(r"\b(?:AND|BREAK|ADDCOMM|ADDBASE|ADDCOL|ADDROW)\b")


def neutralise(text: str) -> str:
    """Return a text in which nothing is a command."""
    text = _NETWORK.sub("< ", text)
    text = _WILDCARD.sub(lambda found: " ".join(found[0]), text)
    text = _BRACKET.sub(lambda found: found[0] if found[0].startswith("\\") else "\\" + found[0], text)
    return _JOINT.sub(lambda found: found[0].lower(), text)
