"""The commands of a page of the documentation: its ```console blocks, read as a reader would type them.

A line that begins with `$ ` is a command, and goes on where it ends with a backslash; what follows it, to the next one,
is what it prints, with `...` for what nobody can know. A comment before a block says what is special about it:

    <!-- not run: why -->      <!-- on SQLite -->      <!-- on PostgreSQL -->      <!-- ends with 28: why -->
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

# What may be fenced beside commands: files and answers.
OTHERS = {"caddy", "ini", "json", "nginx", "python", "text", "toml", "yaml"}
_FENCE = re.compile(r"```(\w*)")
_COMMENT = re.compile(
    r"<!-- (?:not run: (?P<reason>.+)|on (?P<database>SQLite|PostgreSQL)|ends with (?P<ends_with>\d+): .+) -->"
)


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command and where it stands."""

    text: str
    line: int
    output: str = ""
    ends_with: int = 0

    def is_output(self, found: str) -> bool:
        """Say whether it printed what the page says; a page that says nothing is content with everything."""
        pattern = ".*?".join(re.escape(part) for part in self.output.split("..."))
        return not self.output or re.fullmatch(pattern, found.strip(), re.DOTALL) is not None


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block: of commands, or of something else in the named language."""

    page: str
    section: str
    line: int
    language: str
    body: tuple[str, ...]
    comment: dict[str, str] = field(default_factory=dict)

    @property
    def commands(self) -> list[Command]:
        found: list[Command] = []
        for number, text in enumerate(self.body, start=self.line + 1):
            if text.startswith("$ "):
                ends_with = int(self.comment.get("ends_with", 0))
                found.append(Command(text=text[2:], line=number, ends_with=ends_with))
                continue
            assert found, f"{self.page}:{number}: this is printed by no command"
            last = found[-1]
            text_goes_on = last.text.endswith("\\") and not last.output
            grown = {"text": f"{last.text}\n{text}"} if text_goes_on else {"output": f"{last.output}\n{text}".lstrip()}
            found[-1] = Command(**{**vars(last), **grown})
        return found

    def runs_on(self, database: str) -> bool:
        return "reason" not in self.comment and self.comment.get("database", database) == database


def read_blocks(page: Path) -> list[Block]:
    """Return a page's fenced blocks in their order."""
    blocks: list[Block] = []
    section, comment, language, start = "", {}, None, 0
    lines = page.read_text(encoding="utf-8").splitlines()
    for number, text in enumerate(lines, start=1):
        if language is None and (fence := _FENCE.fullmatch(text)):
            language, start = fence[1], number
        elif language is None:
            section = text.removeprefix("## ") if text.startswith("## ") else section
            said = _COMMENT.fullmatch(text)
            assert said or not text.startswith("<!-- "), f"{page.name}:{number}: nobody reads this comment"
            if said:
                comment = {name: value for name, value in said.groupdict().items() if value}
            elif text:
                comment = {}
        elif text == "```":
            body = tuple(lines[start : number - 1])
            blocks.append(
                Block(page=page.name, section=section, line=start, language=language, body=body, comment=comment)
            )
            comment, language = {}, None
    assert language is None, f"{page.name}:{start}: this block has no end"
    return blocks
