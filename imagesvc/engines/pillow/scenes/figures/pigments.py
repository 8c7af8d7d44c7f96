"""The colours of a portrait, by the names that the words give: ground, cloth, skin, hair, accent, linen and leather."""

from imagesvc.engines.pillow.palette import PALETTES, Block

SKINS = {
    "pale": Block(hue=(25, 40, 58, 72), chroma=(0.05, 0.06, 0.045, 0.025), lightness=(0.36, 0.62, 0.83, 0.955)),
    "fair": Block(hue=(22, 40, 56, 70), chroma=(0.06, 0.085, 0.07, 0.045), lightness=(0.31, 0.56, 0.77, 0.93)),
    "tan": Block(hue=(25, 42, 56, 70), chroma=(0.06, 0.095, 0.09, 0.06), lightness=(0.30, 0.53, 0.73, 0.91)),
    "brown": Block(hue=(28, 42, 54, 68), chroma=(0.05, 0.085, 0.09, 0.06), lightness=(0.26, 0.44, 0.64, 0.86)),
    "dark": Block(hue=(30, 40, 50, 62), chroma=(0.035, 0.06, 0.075, 0.06), lightness=(0.22, 0.36, 0.54, 0.79)),
    "black": Block(hue=(280, 280, 270, 250), chroma=(0.02, 0.025, 0.025, 0.02), lightness=(0.17, 0.29, 0.45, 0.74)),
    "grey": Block(hue=(240, 230, 210, 180), chroma=(0.015, 0.02, 0.02, 0.015), lightness=(0.25, 0.44, 0.64, 0.88)),
    "ash": Block(hue=(140, 130, 115, 100), chroma=(0.02, 0.03, 0.035, 0.03), lightness=(0.26, 0.48, 0.69, 0.90)),
    "green": Block(hue=(150, 140, 128, 114), chroma=(0.05, 0.08, 0.09, 0.07), lightness=(0.24, 0.43, 0.64, 0.88)),
    "olive": Block(hue=(130, 122, 112, 104), chroma=(0.04, 0.065, 0.075, 0.06), lightness=(0.24, 0.42, 0.62, 0.87)),
    "red": Block(hue=(15, 24, 32, 48), chroma=(0.09, 0.14, 0.13, 0.08), lightness=(0.25, 0.43, 0.61, 0.86)),
    "blue": Block(hue=(255, 245, 232, 215), chroma=(0.05, 0.075, 0.07, 0.04), lightness=(0.26, 0.46, 0.67, 0.90)),
    "violet": Block(hue=(300, 305, 310, 320), chroma=(0.06, 0.09, 0.085, 0.05), lightness=(0.25, 0.45, 0.65, 0.89)),
    "gold": Block(hue=(60, 72, 84, 96), chroma=(0.08, 0.12, 0.12, 0.08), lightness=(0.32, 0.56, 0.77, 0.94)),
    "bone": Block(hue=(75, 82, 88, 94), chroma=(0.03, 0.045, 0.045, 0.03), lightness=(0.30, 0.56, 0.79, 0.95)),
    "steel": Block(hue=(250, 245, 235, 220), chroma=(0.02, 0.025, 0.02, 0.012), lightness=(0.24, 0.46, 0.70, 0.95)),
    "brass": Block(hue=(60, 72, 84, 94), chroma=(0.05, 0.085, 0.09, 0.06), lightness=(0.26, 0.49, 0.71, 0.93)),
    "stone": Block(hue=(80, 85, 88, 92), chroma=(0.012, 0.018, 0.018, 0.012), lightness=(0.26, 0.47, 0.68, 0.90)),
    "bark": Block(hue=(55, 62, 72, 90), chroma=(0.04, 0.06, 0.06, 0.05), lightness=(0.22, 0.38, 0.56, 0.80)),
    "spectral": Block(hue=(215, 205, 195, 180), chroma=(0.04, 0.05, 0.045, 0.025), lightness=(0.34, 0.60, 0.82, 0.97)),
}
HAIRS = {
    "black": Block(hue=(270, 265, 255, 245), chroma=(0.02, 0.025, 0.025, 0.02), lightness=(0.16, 0.25, 0.40, 0.68)),
    "brown": Block(hue=(38, 48, 56, 66), chroma=(0.035, 0.055, 0.07, 0.06), lightness=(0.20, 0.34, 0.50, 0.76)),
    "auburn": Block(hue=(25, 34, 42, 54), chroma=(0.06, 0.095, 0.11, 0.09), lightness=(0.22, 0.36, 0.53, 0.78)),
    "red": Block(hue=(34, 42, 52, 66), chroma=(0.09, 0.14, 0.15, 0.11), lightness=(0.27, 0.46, 0.64, 0.86)),
    "blond": Block(hue=(66, 76, 86, 96), chroma=(0.06, 0.095, 0.10, 0.07), lightness=(0.33, 0.57, 0.78, 0.94)),
    "grey": Block(hue=(250, 240, 220, 180), chroma=(0.012, 0.015, 0.012, 0.01), lightness=(0.27, 0.48, 0.70, 0.92)),
    "white": Block(hue=(240, 230, 200, 100), chroma=(0.012, 0.015, 0.012, 0.01), lightness=(0.42, 0.68, 0.87, 0.98)),
    "blue": Block(hue=(258, 248, 236, 220), chroma=(0.07, 0.12, 0.11, 0.06), lightness=(0.25, 0.45, 0.66, 0.90)),
    "green": Block(hue=(155, 145, 132, 115), chroma=(0.06, 0.10, 0.11, 0.08), lightness=(0.24, 0.42, 0.62, 0.87)),
    "violet": Block(hue=(298, 304, 312, 322), chroma=(0.08, 0.13, 0.12, 0.07), lightness=(0.25, 0.43, 0.63, 0.88)),
    "pink": Block(hue=(350, 355, 360, 370), chroma=(0.09, 0.14, 0.12, 0.06), lightness=(0.33, 0.56, 0.75, 0.92)),
}
DYES = {
    "red": Block(hue=(18, 24, 29, 45), chroma=(0.10, 0.16, 0.15, 0.07), lightness=(0.26, 0.44, 0.60, 0.88)),
    "wine": Block(hue=(8, 12, 16, 30), chroma=(0.07, 0.11, 0.10, 0.05), lightness=(0.22, 0.36, 0.53, 0.84)),
    "orange": Block(hue=(40, 50, 60, 75), chroma=(0.09, 0.14, 0.15, 0.09), lightness=(0.32, 0.54, 0.72, 0.92)),
    "yellow": Block(hue=(75, 84, 93, 100), chroma=(0.08, 0.13, 0.14, 0.09), lightness=(0.36, 0.62, 0.82, 0.96)),
    "gold": Block(hue=(62, 74, 86, 96), chroma=(0.08, 0.12, 0.125, 0.08), lightness=(0.32, 0.56, 0.77, 0.95)),
    "green": Block(hue=(160, 150, 140, 122), chroma=(0.06, 0.10, 0.10, 0.06), lightness=(0.23, 0.41, 0.60, 0.88)),
    "moss": Block(hue=(125, 118, 110, 102), chroma=(0.04, 0.065, 0.075, 0.06), lightness=(0.23, 0.40, 0.59, 0.86)),
    "teal": Block(hue=(215, 203, 192, 180), chroma=(0.05, 0.085, 0.085, 0.045), lightness=(0.25, 0.45, 0.66, 0.91)),
    "blue": Block(hue=(262, 256, 248, 235), chroma=(0.08, 0.12, 0.10, 0.045), lightness=(0.25, 0.43, 0.62, 0.90)),
    "navy": Block(hue=(268, 264, 258, 248), chroma=(0.06, 0.085, 0.075, 0.035), lightness=(0.20, 0.33, 0.50, 0.83)),
    "purple": Block(hue=(300, 304, 310, 320), chroma=(0.09, 0.13, 0.11, 0.05), lightness=(0.24, 0.41, 0.60, 0.89)),
    "pink": Block(hue=(350, 355, 362, 375), chroma=(0.08, 0.13, 0.12, 0.05), lightness=(0.34, 0.56, 0.75, 0.93)),
    "brown": Block(hue=(42, 52, 60, 72), chroma=(0.045, 0.07, 0.08, 0.06), lightness=(0.23, 0.39, 0.57, 0.85)),
    "black": Block(hue=(280, 275, 265, 250), chroma=(0.015, 0.02, 0.02, 0.015), lightness=(0.15, 0.23, 0.37, 0.68)),
    "grey": Block(hue=(250, 240, 225, 200), chroma=(0.012, 0.016, 0.015, 0.01), lightness=(0.26, 0.45, 0.65, 0.90)),
    "white": Block(hue=(250, 240, 200, 95), chroma=(0.012, 0.016, 0.014, 0.012), lightness=(0.44, 0.70, 0.88, 0.98)),
    "silver": Block(hue=(250, 245, 235, 220), chroma=(0.015, 0.02, 0.018, 0.01), lightness=(0.28, 0.52, 0.75, 0.96)),
    "sand": Block(hue=(70, 76, 84, 92), chroma=(0.04, 0.06, 0.06, 0.04), lightness=(0.33, 0.57, 0.78, 0.94)),
}
_LINEN = Block(hue=(70, 78, 85, 90), chroma=(0.02, 0.025, 0.02, 0.015), lightness=(0.42, 0.68, 0.87, 0.97))
_LEATHER = Block(hue=(36, 46, 56, 68), chroma=(0.045, 0.07, 0.08, 0.06), lightness=(0.20, 0.35, 0.52, 0.78))


# Palettes whose lights would make jewels of slime or glass.
_COLD_LIGHTS = frozenset({"arcane", "blood", "plague"})


def blocks(palette: str, *, cloth: str, skin: str, hair: str, accent: str = "") -> tuple[Block, ...]:
    """Return the colours in the order of their hues; what has no name of its own follows the palette."""
    mood = PALETTES[palette]
    return (
        mood.ground,
        DYES.get(cloth, mood.subject),
        SKINS.get(skin) or HAIRS.get(skin) or DYES.get(skin, mood.subject),
        HAIRS.get(hair) or DYES.get(hair, mood.subject),
        DYES.get(accent or ("gold" if palette in _COLD_LIGHTS else ""), mood.accent),
        _LINEN,
        _LEATHER,
    )
