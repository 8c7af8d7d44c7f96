"""The version of the style, as it stands in a picture's record.

Raise its number with every change that makes the same words and seed another picture; the gallery then says of older
pictures that the style has moved on.
"""

EDITION = "relief print 2"
