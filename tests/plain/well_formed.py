"""Whether a page is well-formed HTML without scripts or styles of its own."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "path", "circle"}


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.ids, self.tags = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        self.tags += 1
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> twice {name}" for name in names if names.count(name) > 1]
        self.faults += [f"<{tag}> has {name}" for name in names if name == "style" or name.startswith("on")]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag == "script" and "src" not in names and ("type", "application/json") not in attrs:
            self.faults.append("a script of its own")
        if tag == "style":
            self.faults.append("a style of its own")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags += 1

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def faults_of(html: str) -> list[str]:
    """What is wrong with a page; AssertionError when there is hardly a page at all."""
    parser = _Balance()
    parser.feed(html)
    parser.close()
    assert parser.tags > 20
    twice = [f"id {one} twice" for one in sorted(set(parser.ids)) if parser.ids.count(one) > 1]
    return parser.faults + [f"<{tag}> left open" for tag in parser.open] + twice
