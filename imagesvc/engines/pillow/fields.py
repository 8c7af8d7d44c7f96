"""Float32 fields and where their randomness comes from: noise, blur, resampling, one random stream per stage.

Nothing here knows what is drawn. No global random state, no clock, no `hash()`: the same words give the same field.
"""

import hashlib

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Field = npt.NDArray[np.float32]
Shape = tuple[int, int]  # rows, columns

# Standard deviation of one octave of bicubically enlarged uniform noise, measured.
_OCTAVE_DEVIATION = 0.215


def stream(stage: str, *, text: str, seed: int | None = None) -> np.random.Generator:
    """Open the random stream of one stage; without a seed it depends on the text alone."""
    name = f"{stage}\n{seed}\n{text}".encode("utf-8", "surrogatepass")
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(name).digest()[:16], "big")))


def fbm(
    rng: np.random.Generator, shape: Shape, *, cell: float | tuple[float, float], octaves: int = 4, gain: float = 0.5
) -> Field:
    """Return fractal noise, mean 0, deviation about 1; `cell` is the coarsest cell in pixels (or rows, columns)."""
    cell_y, cell_x = cell if isinstance(cell, tuple) else (cell, cell)
    finest = min(cell_y, cell_x) / 2 ** (octaves - 1)
    step = max(1.0, min(8.0, finest / 3))
    rows, columns = max(2, int(np.ceil(shape[0] / step))), max(2, int(np.ceil(shape[1] / step)))
    total = np.zeros((rows, columns), np.float32)
    power, weight = 0.0, 1.0
    for octave in range(octaves):
        tall, wide = (max(1.0, side / step / 2**octave) for side in (cell_y, cell_x))
        lattice = rng.random((int(rows / tall) + 4, int(columns / wide) + 4), dtype=np.float32)
        layer = Image.fromarray(lattice).resize(
            (columns, rows), Image.Resampling.BICUBIC, box=(1, 1, 1 + columns / wide, 1 + rows / tall)
        )
        total += (np.asarray(layer) - np.float32(0.5)) * np.float32(weight)
        power += weight * weight
        weight *= gain
    total *= np.float32(1 / (_OCTAVE_DEVIATION * power**0.5))
    return resized(total, shape)


def resized(field: Field, shape: Shape, *, box: tuple[float, float, float, float] | None = None) -> Field:
    """Enlarge bilinearly; `box` is the part to take: left, top, right, bottom in pixels of the field."""
    if box is None and field.shape == shape:
        return field
    picture = Image.fromarray(np.ascontiguousarray(field))
    # A copy, for what NumPy borrows from Pillow cannot be written to.
    return np.array(picture.resize((shape[1], shape[0]), Image.Resampling.BILINEAR, box=box))


def halved(field: Field) -> Field:
    """Average two by two; both sides must be even."""
    return (field[0::2, 0::2] + field[1::2, 0::2] + field[0::2, 1::2] + field[1::2, 1::2]) * np.float32(0.25)


def blurred(field: Field, radius: float) -> Field:
    """Blur a field of values 0..1 (radius in pixels). Wide blurs are made on a smaller copy: nobody can tell."""
    if radius < 0.3:
        return field
    picture = Image.fromarray((np.clip(field, 0, 1) * 255).astype(np.uint8))
    factor = 4 if radius >= 12 else 2 if radius >= 6 else 1
    if factor == 1 or min(picture.size) < 8 * factor:
        soft = picture.filter(ImageFilter.GaussianBlur(radius))
        return np.asarray(soft).astype(np.float32) * np.float32(1 / 255)
    soft = picture.reduce(factor).filter(ImageFilter.GaussianBlur(radius / factor))
    small = np.asarray(soft).astype(np.float32) * np.float32(1 / 255)
    return resized(
        small, (field.shape[0], field.shape[1]), box=(0, 0, picture.size[0] / factor, picture.size[1] / factor)
    )


def slopes(field: Field) -> tuple[Field, Field]:
    """Return how steeply a field rises per pixel, to the right and downwards (central differences)."""
    across = np.zeros_like(field)
    down = np.zeros_like(field)
    across[:, 1:-1] = (field[:, 2:] - field[:, :-2]) * np.float32(0.5)
    down[1:-1, :] = (field[2:, :] - field[:-2, :]) * np.float32(0.5)
    return across, down


def smoothstep(low: float, high: float, value: Field) -> Field:
    """Go softly from 0 at `low` to 1 at `high`."""
    t = np.clip((value - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    smooth: Field = t * t * (3 - 2 * t)
    return smooth


def through(knots: list[tuple[float, float]], value: Field) -> Field:
    """Interpolate through (place, value) knots, sorted by place; tabulated, for `numpy.interp` is slow and double."""
    low, high = knots[0][0], knots[-1][0]
    places = np.linspace(low, high, 512)
    table = np.interp(places, [k[0] for k in knots], [k[1] for k in knots]).astype(np.float32)
    index = np.clip((value - np.float32(low)) * np.float32(511 / (high - low)), 0, 511).astype(np.int32)
    values: Field = table.take(index)
    return values


def bumps(coordinate: Field, rng: np.random.Generator, *, count: int = 256) -> Field:
    """Return one-dimensional noise 0..1, linear between whole numbers of the coordinate and repeating after `count`."""
    table = rng.random(count + 1, dtype=np.float32)
    table[count] = table[0]
    floor = np.floor(coordinate)
    fraction = coordinate - floor
    index = np.mod(floor.astype(np.int32), count)
    left = table.take(index)
    noise: Field = left + (table.take(index + 1) - left) * fraction
    return noise
