"""The line of a file as it was received."""

import pytest

from app.web.raw_line import raw_line


@pytest.mark.parametrize(
    ("content", "line", "expected"),
    [
        (b"a,b\n1,2\n3,4\n", 3, (("a", "3"), ("b", "4"))),
        (b"a;b\r\n1;2\r\n", 2, (("a", "1"), ("b", "2"))),
        ("\ufeffa\tb\n١\t2\n".encode(), 2, (("a", "١"), ("b", "2"))),
        ("a,b\n1,2\n".encode("utf-16"), 2, (("a", "1"), ("b", "2"))),
        (b'a,b\n"x\ny",2\n3,4\n', 4, (("a", "3"), ("b", "4"))),
        (b'a,b\n"x\ny",2\n3,4\n', 3, ()),
        (b"a,b\n1,2,9\n", 2, (("a", "1"), ("b", "2"), ("", "9"))),
        (b"a,b\n1,2\n", 9, ()),
        (b"a,b\n1,2\n", 1, ()),
        (b"PK\x03\x04zip", 2, ()),
    ],
)
def test_raw_line(tmp_path, content, line, expected):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert raw_line(path, line) == expected
