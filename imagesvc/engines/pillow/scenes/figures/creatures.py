"""All creatures that have neither face nor collar, by name.

Coordinates: the middle of the picture is 0, 0; a creature fills about 420 units to each side.
"""

from imagesvc.engines.pillow.scenes.figures import oddities, swimmers, vermin

CREATURES = {**oddities.CREATURES, **swimmers.CREATURES, **vermin.CREATURES}
