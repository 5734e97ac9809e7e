"""Small PDF files, written by hand."""

from collections.abc import Mapping, Sequence

Placed = tuple[float, float, str]  # from the left, from the bottom, in points, and the words


def pdf(*sheets: Sequence[Placed], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF file whose sheets show words at places, in the order given."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, placed in enumerate(sheets):
        shown = "\n".join(f"BT /F1 10 Tf {x} {y} Td ({_escaped(words)}) Tj ET" for x, y, words in placed)
        fonts = "<< /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {fonts} /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    if info:
        objects.append("<< " + " ".join(f"/{key} ({_escaped(value)})" for key, value in info.items()) + " >>")
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    about = f"/Info {len(objects)} 0 R " if info else ""
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {about}>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(made)


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
