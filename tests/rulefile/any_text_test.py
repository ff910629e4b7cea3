"""Whatever stands in a rule file: it is read, or its faults are told; nothing else happens, and nothing runs."""

import builtins
import os
import subprocess
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import read_text

SIGNS = [
    "- ",
    ": ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    "&a",
    "*a",
    "<<",
    "!",
    "|",
    ">",
    "%",
    "#",
    "\t",
    "?",
]
WORDS = ["columns", "clean", "expect", "source", "vars", "include", "examples", "name", "not_null", "between", "column"]
MORE = [
    "a",
    "min",
    "null",
    "~",
    "${a}",
    "${",
    "$${",
    "5",
    ".nan",
    "1e999",
    "---",
    "...",
    "\\x",
    "\0",
    "\ud800",
    "é",
    "\x85",
]


def read(text: str) -> None:
    with suppress(RuleFileError):
        read_text(text)


@settings(max_examples=200, deadline=None)
@given(st.text())
@example("%YAML 1.1\n---\na: b")
@example("%YAML 3.0\n---\na: b")
@example("%TAG ! tag:x\n---\na: b")
@example('name: "\\UFFFFFFFF"')
@example('name: "\\ud800"')
@example("!<x> a")
@example("&a")
@example("a: ! b")
def test_any_text_gives_a_pipeline_or_faults(text):
    read(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*SIGNS, *WORDS, *MORE]), max_size=30).map("".join))
def test_any_mix_of_signs_and_words_gives_a_pipeline_or_faults(text):
    read(text)


values = st.recursive(
    st.sampled_from(["a", "5", "null", "'x'", "${a}", "1.5", "true", "''", '"${b}"']),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from([*WORDS, "type", "path", "given", "then"]), inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key}: {each}" for key, each in table.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(WORDS[:8]), values, max_size=4))
def test_any_values_under_the_sections_give_a_pipeline_or_faults(sections):
    read("\n".join(f"{key}: {each}" for key, each in sections.items()))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["not_null", "between", "in_set", "row_count", "compound_unique", "type", "matches"]), values)
def test_any_options_of_a_check_give_a_pipeline_or_faults(keyword, options):
    read(f"expect:\n  - {keyword}: {options}")


ATTACKS = [
    "name: !!python/object/apply:os.system ['touch x']",
    "name: !!python/name:os.system",
    "name: ${__import__('os').system('touch x')}",
    "name: ${env:${env:PATH}}",
    "name: '{{ self.__init__.__globals__ }}'",
    "name: '{% import os %}{{ os.system(\"touch x\") }}'",
    "name: '{0.__class__}'",
    "vars: {a: '__import__(\"os\")'}\nname: '${a}'",
    "columns: {'__class__': string}",
    "clean: [{__class__: {}}]",
    "clean: [{../base: {}}]",
    "clean: [{os.system: ls}]",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_runs_code(text, monkeypatch):
    def refuse(*args, **_):
        raise AssertionError(f"ran {args}")

    for owner, name in ((os, "system"), (os, "popen"), (subprocess, "Popen"), (builtins, "eval")):
        monkeypatch.setattr(owner, name, refuse)
    read(text)


def test_text_of_a_variable_is_not_read_again():
    text = "vars: {a: 'x{{b}}', b: y}\nname: '${a}$${b}'"
    assert read_text(text).name == "x{{b}}${b}"


@pytest.mark.parametrize("path", ["\\0", "x" * 5000, "/", ".", "~", "~no-such-user/x", "https://[", "C:\\\\x"])
@pytest.mark.parametrize("text", ['include: "{}"', 'source: "{}"', 'source: {{path: ["{}"]}}'])
def test_any_path_gives_a_pipeline_or_faults(text, path):
    read(text.format(path))
