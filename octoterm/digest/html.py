"""Writes a page as one HTML document: nothing is loaded, nothing runs. Pure.

Mail programs keep little of a page, so styles are in the elements; and since some drop pictures,
each bar has its value in words beside it. Colours are the reader's own, except those of the bars.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from octoterm.digest.page import Page, Section, shares

ROW, LABEL, LENGTH, NUMBER = 18, 64, 260, 90
"""Pixels: the height of a bar with its gap, and the widths of its label, bar and value."""
COLOUR, FONT = "#3a7bd5", "font-family:system-ui,sans-serif;font-size:15px;line-height:1.5"


def html(page: Page) -> str:
    """The document."""
    parts = [
        "<!doctype html>",
        '<html lang="en-GB">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(page.title)}</title></head>",
        f'<body style="{FONT};max-width:600px;margin:0 auto;padding:12px">',
        f'<h1 style="font-size:22px;margin:0 0 12px">{escape(page.title)}</h1>',
    ]
    for section in page.sections:
        parts += _section(section)
    return "\n".join([*parts, "</body>", "</html>"])


def _section(section: Section) -> Iterator[str]:
    yield f'<h2 style="font-size:18px;margin:24px 0 6px">{escape(section.heading)}</h2>'
    if section.sentences:
        yield f'<p style="margin:6px 0">{escape(" ".join(section.sentences))}</p>'
    if section.figures:
        yield '<ul style="margin:6px 0;padding-left:20px">'
        yield from (f"<li>{escape(each)}</li>" for each in section.figures)
        yield "</ul>"
    if section.bars:
        yield from _bars(section)


def _bars(section: Section) -> Iterator[str]:
    width, height = LABEL + LENGTH + NUMBER, ROW * len(section.bars)
    told = "; ".join(f"{bar.label} {bar.text}" for bar in section.bars)
    yield (
        f'<svg role="img" viewBox="0 0 {width} {height}" '
        f'style="width:100%;max-width:{width}px" aria-label="{escape(section.caption)}">'
    )
    yield f"<title>{escape(f'{section.caption}: {told}')}</title>"
    for number, (bar, share) in enumerate(zip(section.bars, shares(section.bars), strict=True)):
        top, base = ROW * number, ROW * number + ROW - 5
        length = 0 if share is None else max(1, round(share * LENGTH))
        style = 'font-size="12" fill="currentColor"'
        yield f'<text x="0" y="{base}" {style}>{escape(bar.label)}</text>'
        if length:
            yield (
                f'<rect x="{LABEL}" y="{top + 2}" width="{length}" height="{ROW - 5}" '
                f'fill="{COLOUR}"/>'
            )
        yield f'<text x="{LABEL + length + 6}" y="{base}" {style}>{escape(bar.text)}</text>'
    yield "</svg>"
