"""A page as a browser would read it: its elements with their attributes, and the text of each."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse

# What has no end tag.
VOID = {"meta", "link", "img", "input", "br"}


class Page(HTMLParser):
    """Fails on elements that are not closed in order."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(response.content.decode())
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.texts.append((self._open[-1], " ".join(data.split())))

    def texts_of(self, tag: str) -> list[str]:
        return [text for owner, text in self.texts if owner == tag]

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements that have these ones; `class_` is a class among others."""
        return [attributes for name, attributes in self.elements if name == tag and _has(attributes, wanted)]

    def ids(self, prefix: str) -> list[str]:
        """Return the ids that begin so, without the beginning."""
        found = [str(attributes.get("id") or "") for name, attributes in self.elements if name == "li"]
        return [each.removeprefix(prefix) for each in found if each.startswith(prefix)]

    def addresses(self, **wanted: str) -> list[str]:
        return [str(link["href"]) for link in self.all("a", **wanted)]

    def actions(self) -> list[str]:
        """Return where the buttons lead that do something to what is shown."""
        return [str(form["action"]) for form in self.all("form", class_="action")]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """The elements with the names of their attributes: what hostile text must not change."""
        return [(name, list(attributes)) for name, attributes in self.elements]


def parameters(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def _has(attributes: dict[str, str | None], wanted: dict[str, str]) -> bool:
    for name, value in wanted.items():
        if name == "class_":
            if value not in (attributes.get("class") or "").split():
                return False
        elif attributes.get(name) != value:
            return False
    return True
