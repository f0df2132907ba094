"""Packages that lie or are more than a workbook: sections G and I, made by changing the parts of a good one."""

import io
import warnings
import zipfile

from gallery.factories.made import Bad, book, good, refused

from ingest import Limits

SHEET = "xl/worksheets/sheet1.xml"
GOOD = book(good()).content
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _parts(*told, change=None, add=(), limits=None) -> Bad:
    """The good workbook with its parts changed by name, and with some more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change[name](content) if change and name in change else content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a name that is there already
            for name, content in add:
                new.writestr(name, content)
    return Bad(out.getvalue(), told, name="xlsx", limits=limits)


def _cell(xml: bytes, more: bytes) -> bytes:
    return xml.replace(b"</sheetData>", more + b"</sheetData>")


def g05():
    yield _parts(refused("FIL_CELLS"), limits=Limits(max_cells=20))


def g06():
    yield _parts(refused("ZIP_RATIO"), add=[("xl/media/a.bin", b"\0" * 60 * 2**20)])
    yield _parts(refused("ZIP_RATIO"), add=[("xl/media/a.bin", b"\0" * 2 * 2**20)])


def g07():
    """The directory says that a part is shorter than its stream is."""
    at = GOOD.rfind(SHEET.encode()) - 46
    said = int.from_bytes(GOOD[at + 24 : at + 28], "little")
    short = (said - 100).to_bytes(4, "little")
    yield Bad(GOOD[: at + 24] + short + GOOD[at + 28 :], (refused("XLS_DAMAGED"),), name="xlsx")


def g08():
    """Two entries of the directory name the same place."""
    at = GOOD.rfind(SHEET.encode()) - 46
    first = GOOD[at + 42 : at + 46]
    other = GOOD.rfind(b"xl/workbook.xml") - 46
    yield Bad(GOOD[: other + 42] + first + GOOD[other + 46 :], (refused("ZIP_LIES"),), name="xlsx")


def g09():
    yield _parts(refused("ZIP_NESTED"), add=[("xl/more.zip", GOOD)])
    yield _parts(refused("ZIP_NESTED"), add=[(f"xl/part{number}.xml", b"<a/>") for number in range(300)])


def g10():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield _parts(refused("XLS_FAR_CELL"), change={SHEET: lambda xml: _cell(xml, far)})


def g11():
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="4000000000"/>'
    yield _parts(refused("XLS_SHARED_COUNT"), add=[("xl/sharedStrings.xml", shared)])


def g12():
    """A sheet that says it is as large as can be, and is not."""
    said = b'<dimension ref="A1:XFD1048576"/>'

    def swapped(xml: bytes) -> bytes:
        return xml.replace(xml[xml.index(b"<dimension") : xml.index(b"<sheetViews")], said)

    yield _parts(change={SHEET: swapped})


def g13():
    odd = b'<row r="4"><c r="ZZZZZZZ1"><v>1</v></c></row>'
    yield _parts(refused("XLS_DAMAGED"), change={SHEET: lambda xml: _cell(xml, odd)})


def g14():
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    yield _parts(refused("XML_ENTITIES"), change={SHEET: lambda xml: laughs + xml})
    yield _parts(refused("XML_ENTITIES"), change={"xl/workbook.xml": lambda xml: laughs + xml})


def i07():
    yield _parts(refused("XLS_MACRO"), add=[("xl/vbaProject.bin", OLE)])


def i08():
    yield Bad(OLE, (refused("XLS_OLD"),), name="xlsx")


def i09():
    yield Bad(OLE + "EncryptedPackage".encode("utf-16-le"), (refused("XLS_PASSWORD"),), name="xlsx")


def i10():
    yield _parts(refused("XLS_EXTERNAL"), add=[("xl/externalLinks/externalLink1.xml", b"<externalLink/>")])
    yield _parts(refused("XLS_EXTERNAL"), add=[("xl/connections.xml", b"<connections/>")])


def i11():
    yield _parts(refused("XLS_EMBEDDED"), add=[("xl/embeddings/oleObject1.bin", OLE)])


def i18():
    yield _parts(refused("ZIP_DUPLICATE"), add=[(SHEET, b"<worksheet/>")])


def i19():
    outside = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield _parts(refused("XML_ENTITIES"), change={SHEET: lambda xml: outside + xml})
    yield _parts(refused("XML_ENTITIES"), add=[("xl/sharedStrings.xml", outside + b"<sst/>")])


def i22():
    """Other things that are packed as workbooks are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", b"<document/>")
        made.writestr("[Content_Types].xml", b"<Types/>")
    yield Bad(out.getvalue(), (refused("FIL_TYPE"),), name="xlsx")


def i24():
    yield Bad(GOOD[: len(GOOD) * 4 // 5], (refused("XLS_DAMAGED"),), name="xlsx")
    at = GOOD.index(SHEET.encode()) + len(SHEET) + 30
    yield Bad(GOOD[:at] + bytes([GOOD[at] ^ 0x55]) + GOOD[at + 1 :], (refused("XLS_DAMAGED"),), name="xlsx")
