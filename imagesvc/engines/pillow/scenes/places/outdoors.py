"""The places in the open air: how the land of each lies, and who draws what stands on it, far off and near.

A place is a row of `PLACES` and two functions of a Site, in `towns`, `country` or `elsewhere`. To add one, write them
and their row, and give the place its words in `vocabulary/places.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from imagesvc.engines.pillow.scenes.places import country, elsewhere, towns
from imagesvc.engines.pillow.scenes.places.site import Site

Draw = Callable[[Site], None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """How the land of a place lies, and who draws what stands on it."""

    near: Draw
    far: Draw | None = None
    horizon: float = 0.56  # of the height
    ridges: int = 2
    rise: float = 0.2  # of the ridges, of the height
    craggy: float = 0.3
    trees: bool = False
    water: bool = False
    road: bool = True
    roll: float = 10.0


PLACES: dict[str, Place] = {
    "village": Place(near=towns.village, far=towns.far_houses, horizon=0.6, rise=0.22),
    "market": Place(near=towns.market, far=towns.far_houses, horizon=0.58, road=False),
    "city": Place(near=towns.city, far=towns.city_far, ridges=1, rise=0.1, horizon=0.6),
    "harbour": Place(near=towns.harbour, far=towns.far_houses, water=True, road=False, horizon=0.5),
    "coast": Place(near=country.coast, water=True, road=False, ridges=1, rise=0.1),
    "lake": Place(near=country.lake, water=True, road=False, rise=0.24, trees=True, horizon=0.52),
    "forest": Place(near=country.forest, trees=True, horizon=0.6),
    "mountains": Place(
        near=country.mountains, far=country.mountains_far, ridges=1, rise=0.16, trees=True, horizon=0.66
    ),
    "swamp": Place(near=country.swamp, water=True, road=False, trees=True),
    "desert": Place(near=country.desert, rise=0.12, road=False, roll=34),
    "ruin": Place(near=country.ruin, ridges=3),
    "graves": Place(near=country.graves, horizon=0.6),
    "castle": Place(near=towns.castle, far=towns.castle_far, ridges=3, rise=0.34, craggy=0.95),
    "farm": Place(near=country.farm, far=country.farm_far, horizon=0.5, rise=0.14),
    "snow": Place(near=country.snow, far=country.mountains_far, ridges=1, rise=0.1, road=False),
    "volcano": Place(near=elsewhere.volcano, far=elsewhere.volcano_far, ridges=2, rise=0.16, craggy=0.9, road=False),
    "camp": Place(near=towns.camp, ridges=2, rise=0.28, road=False, horizon=0.5),
    "outpost": Place(near=towns.outpost, ridges=3, rise=0.3, craggy=0.85),
    "alien": Place(near=elsewhere.alien, far=elsewhere.alien_far, craggy=0.6, road=False),
    "space": Place(near=elsewhere.space, horizon=3.0, ridges=0, road=False),
    "ship": Place(near=elsewhere.ship, water=True, ridges=0, road=False, horizon=0.5),
}
