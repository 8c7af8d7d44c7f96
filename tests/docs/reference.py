"""docs/configuration.md, made of settings.py: every variable that it reads, with its type, default and comment.

`python -m tests.docs.reference` prints the page; `make reference` writes it, and a test holds it to the settings.
"""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "imagesvc" / "settings.py"

_KINDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "read_str": lambda values: " or ".join(f"`{word}`" for word in values.get("one_of", ())) or "text",
    "read_bool": lambda _: "`true` or `false`",
    "read_int": lambda values: f"{values['low']:,} to {values['high']:,}",
    "read_float": lambda values: f"{values['low']:,} to {values['high']:,}",
    "read_size": lambda _: "pixels, as `1024x1536`",
    "read_list": lambda _: "words with commas between",
    "read_hosts": lambda _: "names, addresses and networks with commas between",
    "read_networks": lambda _: "addresses and networks with commas between",
    "read_sections": lambda _: "names with commas between, or the path of a `.toml` file",
}
_FIELDS = {"str": "text", "int": "number", "float": "number", "bool": "`true` or `false`"}
_SECTION = re.compile(r"# --- (.+?) -+")

INTRODUCTION = """\
# Configuration

Everything is configured by variables of the environment, each read once, in `imagesvc/settings.py`, when a command
starts. A bad value stops the start with one sentence that names the variable. Texts, and so every secret, can also be
read from a file: `<NAME>_FILE=/run/secrets/name` takes the place of `<NAME>`.

This page is made of the comments in the settings by `make reference`, and a test holds it to them.
"""

ENGINES = """\
## Engines one by one

Every engine that `IMAGESVC_ENGINES` names has settings of its own, `IMAGESVC_ENGINE_<NAME>_<SETTING>`: those of an
engine `gpu-2` begin with `IMAGESVC_ENGINE_GPU_2_`. [Getting started](getting-started.md) shows each at work. These are
every engine's:

| setting | default | what |
|---|---|---|
| `TYPE` | the engine's name | `comfyui`, `openai`, `a1111`, `horde` or `pillow` |
| `URL` | the type's usual one | where it is |
| `KEY` | | its key; for A1111 `user:password` |
| `CONCURRENCY` | 1; openai 4, horde 2, pillow 0 | pictures at a time, for all hosts together; 0: no limit |
| `TIME_LIMIT` | the attempt's; openai 300, horde 1200 | seconds for one attempt |
| `KINDS` | all | which of `character, location, exit, item, scenery, custom` it draws, with commas between |
| `ORDER` | its place in the list | a number; engines of equal order share the load |

In a `.toml` file each engine is a table in the same words, written small, keys excepted: `key_file` names the file of
one. Variables win over the file.
"""


# What decides between two defaults, for people.
_CASES = {"PRODUCTION": "in production mode", "AUTH == 'loopback'": "with `IMAGESVC_AUTH=loopback`"}


class _Choice(str):
    """A default that depends on another variable, in words."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One variable of the environment, or one option of an engine."""

    name: str
    kind: str
    default: str
    meaning: str
    section: str = ""

    @property
    def row(self) -> str:
        return f"| `{self.name}` | {self.kind} | {self.default} | {self.meaning} |"


class Source:
    """A piece of Python and the comments in it."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.lines = text.splitlines()

    def comment_above(self, line: int) -> str:
        """Return what is said directly above a line."""
        words: list[str] = []
        while line >= 2 and (text := self.lines[line - 2].strip()).startswith("#") and not _SECTION.match(text):
            words.insert(0, text.removeprefix("#").strip())
            line -= 1
        return " ".join(words)

    def comment_beside(self, line: int) -> str:
        _, mark, words = self.lines[line - 1].partition("  # ")
        return words.strip() if mark else ""

    def section_of(self, line: int) -> str:
        return next(found[1] for text in reversed(self.lines[:line]) if (found := _SECTION.match(text)))


def read_variables() -> list[Variable]:
    """Return every variable that the settings read, in their order."""
    from imagesvc import settings  # noqa: PLC0415  (it reads the environment)

    source = Source(SETTINGS.read_text(encoding="utf-8"))
    found: list[Variable] = []
    for path, call in _calls(source.tree, path=()):
        nodes = [*reversed(path), call]
        meaning = next((words for node in nodes if (words := source.comment_above(_line_of(node)))), "")
        section = source.section_of(_line_of(path[0]))
        for values in _values(call, path=path, names=vars(settings)):
            name, default = values.pop("name"), values.pop("default", "")
            shown = default if isinstance(default, _Choice) else _shown(default)
            kind = _KINDS[ast.unparse(call.func)](values)
            found.append(Variable(name=name, kind=kind, default=shown, meaning=_cell(meaning), section=section))
    return sorted(found, key=lambda each: [each.section for each in found].index(each.section))


def _line_of(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


def _calls(node: ast.AST, *, path: tuple[ast.AST, ...]) -> Iterator[tuple[tuple[Any, ...], ast.Call]]:
    """Yield the calls of readers, each with the nodes that it stands in."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("read_"):
        yield path, node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, path=path if isinstance(node, ast.Module) else (*path, node))


def _values(call: ast.Call, *, path: tuple[ast.AST, ...], names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a reader's arguments; in a comprehension once for each of its turns."""
    turns: list[dict[str, Any]] = [{}]
    for node in path:
        if isinstance(node, ast.DictComp | ast.ListComp):
            [loop] = node.generators
            turns = [{ast.unparse(loop.target): value} for value in ast.literal_eval(loop.iter)]
    given = {
        **dict(zip(("name", "default"), call.args, strict=False)),
        **{each.arg: each.value for each in call.keywords},
    }
    for turn in turns:
        yield {name: _evaluate(value, names=names | turn) for name, value in given.items() if name}


def _evaluate(node: ast.expr, *, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.IfExp):
        case = ast.unparse(node.test)
        one, other = (_shown(_evaluate(each, names=names)) or "none" for each in (node.body, node.orelse))
        return _Choice(f"{one} {_CASES.get(case, f'if {case}')}, else {other}")
    return eval(compile(ast.Expression(node), str(SETTINGS), "eval"), {"__builtins__": {}}, names)  # noqa: S307  (our own settings)


def _shown(default: Any) -> str:
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`" if default else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def read_options(type_name: str) -> list[Variable]:
    """Return what can be configured about a type of engine."""
    from imagesvc.engines import engine_class  # noqa: PLC0415  (slow import)

    options = engine_class(type_name).Options
    source = Source(textwrap.dedent(inspect.getsource(options)))
    [definition] = source.tree.body
    assert isinstance(definition, ast.ClassDef)
    found: list[Variable] = []
    said_above = ""
    for field in definition.body:
        if not isinstance(field, ast.AnnAssign):
            continue
        name = ast.unparse(field.target)
        # What is said above a field holds for those below it, too, while nothing else is said.
        said_above = source.comment_above(field.lineno) or said_above
        meaning = source.comment_beside(field.end_lineno or 0)
        if not meaning:
            meaning = said_above
        else:
            said_above = ""
        kind = _FIELDS.get(ast.unparse(field.annotation).removesuffix(" | None"), "words with commas between")
        default = getattr(options, name, "")
        shown = _shown(", ".join(default) if isinstance(default, tuple) else default)
        found.append(Variable(name=name.upper(), kind=kind, default=shown, meaning=_cell(meaning)))
    return found


def page() -> str:
    """Return the whole page."""
    head = "| variable | values | default | what |\n|---|---|---|---|"
    parts = [INTRODUCTION]
    section = ""
    for each in read_variables():
        if each.section != section:
            section = each.section
            parts.append(f"\n## {section}\n\n{head}\n")
        parts.append(f"{each.row}\n")
    parts.append(f"\n{ENGINES}")
    for type_name in ("comfyui", "openai", "a1111", "horde"):
        rows = "\n".join(each.row for each in read_options(type_name))
        parts.append(f"\n### {type_name}\n\n{head.replace('variable', 'setting')}\n{rows}\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
