"""All dresses by name."""

from imagesvc.engines.pillow.scenes.figures import armoury, finery, workwear

DRESSES = {**armoury.DRESSES, **finery.DRESSES, **workwear.DRESSES}
