"""What people wear and are made of, in the colours of a portrait."""

from imagesvc.engines.pillow.parts import Material
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, CLOTH, LEATHER, WHITE

FABRIC = Material(hue=CLOTH, dark=0.1, bright=0.85, base=0.46, pitch=7.8, angle=80, grain=0.9)
TRIM = Material(hue=ACCENT, dark=0.18, bright=0.98, base=0.56, pitch=6.8, gloss=0.5)
RIBBON = Material(hue=ACCENT, dark=0.12, bright=0.86, base=0.5, pitch=7.6, angle=80, grain=0.8)
HIDE = Material(hue=LEATHER, dark=0.08, bright=0.95, base=0.5, pitch=7.4, angle=30, grain=0.4)
LINEN = Material(hue=WHITE, dark=0.3, bright=1.0, base=0.8, pitch=8.0, angle=84, grain=0.6)
STEEL = Material(hue=CLOTH, dark=0.1, bright=1.0, base=0.54, pitch=6.8, gloss=0.7)
IRON = Material(hue=0.0, dark=0.08, bright=0.95, base=0.5, pitch=6.8, gloss=0.6)
DARK = Material(hue=CLOTH, dark=0.0, bright=0.3, base=0.3, pitch=7.4, angle=80)
TEETH = Material(hue=WHITE, dark=0.5, bright=1.0, pitch=6, base=0.86)
