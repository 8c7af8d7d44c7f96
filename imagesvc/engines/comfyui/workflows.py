"""Workflows: graphs in ComfyUI's API format, used as exported, and beside each, in TOML, which inputs receive what.

`name.json` is the graph, `name.toml` says its slots, the sizes it can do and, optionally, which of its outputs count.
A graph is parsed and values are set in its slots; text never becomes JSON by being pasted into it.
"""

import copy
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any, TypeAlias

from imagesvc.engines.base import Size
from imagesvc.engines.configuration import BadConfiguration
from imagesvc.engines.sizes import nearest_in_grid
from imagesvc.engines.texts import clean

# Node id -> {"class_type", "inputs", "_meta"}.
Graph: TypeAlias = dict[str, dict[str, Any]]

SHIPPED = Path(__file__).resolve().parents[3] / "templates" / "workflows"
# What a workflow may receive, and as what.
SLOTS: dict[str, type] = {
    "prompt": str,
    "negative_prompt": str,
    "width": int,
    "height": int,
    "seed": int,
    "steps": int,
    "checkpoint": str,
    "lora": str,
}
SHORTEST_SIDE, LONGEST_SIDE = 64, 4096

_NAME = re.compile(r"\w[\w.-]{0,99}")
_TABLES = {
    "inputs": set(SLOTS),
    "size": {"multiple", "shortest", "longest", "most_pixels", "scale", "exact"},
    "outputs": {"nodes"},
}
# What the inputs of samplers are called, and what we call it.
_SETTINGS = {"steps": "steps", "cfg": "cfg_scale", "sampler_name": "sampler", "scheduler": "scheduler"}
_MOST_OF_A_TITLE = 60


@dataclass(frozen=True, kw_only=True)
class Slot:
    """An input of a node that receives a value."""

    node: str  # its id
    input: str


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Which sizes a workflow can do: sides as they are written into the graph; its pictures are `scale` times that."""

    multiple: int = 8
    shortest: int = SHORTEST_SIDE
    longest: int = LONGEST_SIDE
    most_pixels: int | None = None
    scale: float = 1
    # Whether a picture of another size than was asked for is an error.
    exact: bool = True

    @property
    def phrase(self) -> str:
        grid, shortest, longest = self._of_pictures
        return f"multiples of {grid} from {shortest} to {longest}"

    def nearest(self, wanted: Size) -> Size:
        """Return the size of a picture that comes nearest to a wanted one."""
        grid, shortest, longest = self._of_pictures
        most_pixels = None if self.most_pixels is None else int(self.most_pixels * self.scale**2)
        return nearest_in_grid(wanted, multiple=grid, shortest=shortest, longest=longest, most_pixels=most_pixels)

    def in_graph(self, picture: Size) -> Size:
        """Return what is written into the graph for a size that `nearest` returned."""
        width, height = (round(side / self.scale) for side in picture)
        return width, height

    @property
    def _of_pictures(self) -> tuple[int, int, int]:
        """The step, the shortest and the longest side of a picture."""
        grid = round(self.multiple * self.scale)
        longest = min(self.longest * self.scale, LONGEST_SIDE)
        return grid, ceil(self.shortest / self.multiple) * grid, floor(longest / grid) * grid


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """A graph with its slots, ready to be filled."""

    name: str
    sha256: str  # of the file with the graph
    graph: Graph
    slots: Mapping[str, tuple[Slot, ...]]
    # None where the workflow decides itself.
    sizes: Sizes | None
    # The nodes whose pictures count; None for all.
    outputs: frozenset[str] | None

    def filled(self, values: Mapping[str, str | int]) -> Graph:
        """Return a copy of the graph with values in their slots; what it has no slot for is left out.

        Nodes and links are the same as before, whatever the values are.
        """
        graph = copy.deepcopy(self.graph)
        for name, value in values.items():
            for slot in self.slots.get(name, ()):
                graph[slot.node]["inputs"][slot.input] = value
        assert _outline(graph) == _outline(self.graph), "only values change"
        return graph

    def has(self, slot: str) -> bool:
        return slot in self.slots

    def title(self, node: str) -> str:
        """Return what a node is called, for people."""
        return clean(_title(self.graph[node]), most=_MOST_OF_A_TITLE) if node in self.graph else ""

    def label(self, node: str) -> str:
        """Return a node as an error names it: `node 4 "Load Checkpoint"`."""
        title = self.title(node)
        shown = clean(node, most=_MOST_OF_A_TITLE)
        return f'node {shown} "{title}"' if title else f"node {shown}"

    def model_in(self, graph: Graph) -> str:
        """Return the checkpoint that a filled graph names."""
        for slot in self.slots.get("checkpoint", ()):
            return str(graph[slot.node]["inputs"][slot.input])
        return ""

    @staticmethod
    def settings_in(graph: Graph) -> dict[str, str | int | float]:
        """Return what the first sampler of a filled graph is set to."""
        for node in graph.values():
            if "sampler_name" in node["inputs"]:
                found = {name: node["inputs"].get(name) for name in _SETTINGS}
                return {_SETTINGS[name]: value for name, value in found.items() if isinstance(value, str | int | float)}
        return {}


def read_workflow(name: str, *, folders: Iterable[Path]) -> Workflow:
    """Read a workflow from the first of the folders that has it; raise BadConfiguration naming file, node and input."""
    if not _NAME.fullmatch(name):
        raise BadConfiguration(f"{name!r} cannot be a workflow's name: it is the name of a file without .json")
    searched = list(folders)
    for folder in searched:
        path = folder / f"{name}.json"
        if path.is_file():
            return _Reading(path).workflow()
    places = " and ".join(str(folder) for folder in searched)
    raise BadConfiguration(f"there is no workflow {name!r}: {name}.json is not in {places}")


class _Reading:
    """One workflow's two files while they are read; every complaint names the one that is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sidecar = path.with_suffix(".toml")
        self._bytes = self._read(path)
        self._graph: Graph = self._parse_graph()
        self._tables = self._parse_sidecar()

    def workflow(self) -> Workflow:
        inputs = self._tables.get("inputs", {})
        slots = {name: tuple(self._slots_of(name, where)) for name, where in inputs.items()}
        if "prompt" not in slots:
            raise self._wrong('[inputs] must say which input receives the prompt: prompt = "<node\'s title>.text"')
        if ("width" in slots) != ("height" in slots):
            raise self._wrong("[inputs] must name both width and height, or neither")
        return Workflow(
            name=self._path.stem,
            sha256=hashlib.sha256(self._bytes).hexdigest(),
            graph=self._graph,
            slots=slots,
            sizes=self._sizes() if "width" in slots else None,
            outputs=self._outputs(),
        )

    # -- the graph

    def _parse_graph(self) -> Graph:
        try:
            graph = json.loads(self._bytes)
        except (ValueError, RecursionError) as error:
            raise self._bad_graph(f"is no JSON: {error}") from error
        if not isinstance(graph, dict) or not graph:
            raise self._bad_graph("must be an object of nodes, as ComfyUI exports it with File > Export (API)")
        if isinstance(graph.get("nodes"), list):
            raise self._bad_graph(
                "is in the format of ComfyUI's editor; export it anew with File > Export (API) "
                "(in older versions: switch on the dev mode in the settings, then Save (API Format))"
            )
        if "class_type" not in graph and isinstance(graph.get("prompt"), dict) and "class_type" not in graph["prompt"]:
            raise self._bad_graph('is a whole request; keep only the object of nodes that stands under "prompt"')
        for id_, node in graph.items():
            is_node = isinstance(node, dict) and isinstance(node.get("inputs"), dict)
            if not is_node or not isinstance(node.get("class_type"), str):
                raise self._bad_graph(f"node {id_!r} needs a class_type and inputs; is this ComfyUI's API format?")
        return graph

    # -- the sidecar

    def _parse_sidecar(self) -> dict[str, dict[str, Any]]:
        if not self._sidecar.is_file():
            raise BadConfiguration(
                f"{self._path} needs a file {self._sidecar.name} beside it that says which inputs receive the prompt, "
                "the size and the seed"
            )
        try:
            tables = tomllib.loads(self._read(self._sidecar).decode())
        except ValueError as error:
            raise self._wrong(f"is no TOML: {error}") from error
        for table, entries in tables.items():
            if table not in _TABLES or not isinstance(entries, dict):
                raise self._wrong(f"{table} is not one of its tables; there are {', '.join(_TABLES)}")
            for name in entries:
                if name not in _TABLES[table]:
                    raise self._wrong(f"[{table}] knows no {name}; it knows {', '.join(sorted(_TABLES[table]))}")
        return tables

    def _slots_of(self, name: str, where: object) -> Iterator[Slot]:
        places = where if isinstance(where, list) else [where]
        if not places:
            raise self._wrong(f"[inputs] {name} is an empty list")
        for place in places:
            if not isinstance(place, str):
                raise self._wrong(f'[inputs] {name} must be "<node>.<input>", or a list of such')
            slot = self._slot_at(name, place)
            self._check_value(name, slot)
            yield slot

    def _slot_at(self, name: str, place: str) -> Slot:
        # Titles and the names of inputs may hold dots themselves: the longest title that is one wins.
        dots = [match.start() for match in re.finditer(r"\.", place)]
        for dot in reversed(dots):
            if self._nodes_called(place[:dot]):
                return Slot(node=self._node_called(place[:dot], for_=f"[inputs] {name}"), input=place[dot + 1 :])
        if not dots:
            raise self._wrong(f'[inputs] {name} must be "<node>.<input>", not {place!r}')
        raise self._wrong(f"[inputs] {name}: there is no node {place[: dots[-1]]!r}; there are {self._all_titles()}")

    def _check_value(self, name: str, slot: Slot) -> None:
        """The input must be there and hold a value of the right type: what is linked gets its value elsewhere."""
        node = self._graph[slot.node]
        called = f'[inputs] {name}: input {slot.input!r} of node {slot.node} "{_title(node)}"'
        if slot.input not in node["inputs"]:
            words = ", ".join(node["inputs"]) or "none"
            raise self._wrong(f"{called} is not there; its inputs are {words}")
        value = node["inputs"][slot.input]
        if isinstance(value, list):
            raise self._wrong(f"{called} is linked to another node; name the input that holds the value")
        wanted = SLOTS[name]
        if isinstance(value, bool) or not isinstance(value, wanted):
            wish = "a text" if wanted is str else "a whole number"
            raise self._wrong(f"{called} must hold {wish}, not {json.dumps(value)}")

    def _sizes(self) -> Sizes:
        table = self._tables.get("size", {})
        for name in ("multiple", "shortest", "longest", "most_pixels"):
            if name in table and (type(table[name]) is not int or table[name] < 1):
                raise self._wrong(f"[size] {name} must be a whole number from 1")
        if type(table.get("scale", 1)) not in (int, float) or not 1 <= table.get("scale", 1) <= 16:
            raise self._wrong("[size] scale must be a number from 1 to 16")
        if type(table.get("exact", True)) is not bool:
            raise self._wrong("[size] exact must be true or false")
        sizes = Sizes(**table)
        if not float(sizes.multiple * sizes.scale).is_integer():
            raise self._wrong("[size] multiple times scale must be a whole number")
        if not _is_possible(sizes):
            raise self._wrong("[size] leaves no size that can be drawn")
        return sizes

    def _outputs(self) -> frozenset[str] | None:
        names = self._tables.get("outputs", {}).get("nodes")
        if names is None:
            return None
        if not isinstance(names, list) or not names or not all(isinstance(each, str) for each in names):
            raise self._wrong("[outputs] nodes must be a list of nodes")
        return frozenset(self._node_called(each, for_="[outputs] nodes") for each in names)

    # -- nodes by title or id

    def _nodes_called(self, reference: str) -> list[str]:
        return [id_ for id_, node in self._graph.items() if reference in (id_, _title(node))]

    def _node_called(self, reference: str, *, for_: str) -> str:
        found = self._nodes_called(reference)
        if not found:
            raise self._wrong(f"{for_}: there is no node {reference!r}; there are {self._all_titles()}")
        if len(found) > 1:
            ids = ", ".join(found)
            raise self._wrong(
                f"{for_}: there are several nodes {reference!r} (their ids are {ids}); name one by its id"
            )
        return found[0]

    def _all_titles(self) -> str:
        return ", ".join(repr(_title(node)) for node in self._graph.values())

    # -- complaints

    def _wrong(self, sentence: str) -> BadConfiguration:
        return BadConfiguration(f"{self._sidecar}: {sentence}")

    def _bad_graph(self, sentence: str) -> BadConfiguration:
        return BadConfiguration(f"{self._path}: {sentence}")

    @staticmethod
    def _read(path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise BadConfiguration(f"{path} cannot be read: {error.strerror}") from error


def _is_possible(sizes: Sizes) -> bool:
    _, shortest, longest = sizes._of_pictures
    least = shortest / sizes.scale
    return longest >= shortest and (sizes.most_pixels is None or sizes.most_pixels >= least * least)


def _title(node: Mapping[str, Any]) -> str:
    """Return a node's title; exports of old versions have none."""
    meta = node.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else None
    return title if isinstance(title, str) and title else str(node["class_type"])


def _outline(graph: Graph) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    """Return what must stay as it is: the nodes with their classes, and the links."""
    nodes = {(id_, node["class_type"]) for id_, node in graph.items()}
    links = {
        (id_, name, json.dumps(value))
        for id_, node in graph.items()
        for name, value in node["inputs"].items()
        if isinstance(value, list)
    }
    return nodes, links
