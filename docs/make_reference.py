"""Writes the reference: a page for each step and check, one of all sections, made from their classes, and an index.

python docs/make_reference.py
"""

from __future__ import annotations

from pathlib import Path

from wrangle.catalogue import chapter, modules, operation
from wrangle.rulefile.reference import page, section_classes, section_page

FOLDER = Path(__file__).parent / "reference"


def pages() -> dict[str, str]:
    """Return file name -> text of every page."""
    found = {f"{keyword}.md": page(keyword) for folder in ("steps", "checks") for keyword in modules(folder)}
    return {"README.md": index(), "sections.md": sections(), **found}


def sections() -> str:
    """Return the options of all sections."""
    return "\n".join(section_page(keyword) for keyword in section_classes())


def index() -> str:
    """Return the list of all steps, by chapter, and of all checks."""
    chapters = sorted({chapter(keyword) for keyword in modules("steps")})
    parts = ["# Reference", "Made by `make docs`. `wrangle explain NAME` prints a page on the terminal."]
    parts += ["[Sections](sections.md) and their options: " + ", ".join(f"`{each}`" for each in section_classes())]
    for each in chapters:
        lines = [line("steps", keyword) for keyword in modules("steps") if chapter(keyword) == each]
        parts += [f"## Steps: {each}", "\n".join(lines)]
    parts += ["## Checks", "\n".join(line("checks", keyword) for keyword in modules("checks"))]
    return "\n\n".join(parts) + "\n"


def line(folder: str, keyword: str) -> str:
    """Return an entry of the list."""
    summary = (operation(folder, keyword).__doc__ or "").splitlines()[0]
    return f"- [{keyword}]({keyword}.md): {summary}"


def write(folder: Path) -> None:
    """Write all pages, and remove those of operations that are gone."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
