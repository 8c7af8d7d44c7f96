"""How many there are, as people say it: `1 job`, `4,000 jobs`."""


def counted(number: int, one: str, *, many: str = "") -> str:
    """Return a number with its noun; `many` is the plural where an s alone does not make it."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
