"""Nothing in the package unpickles or evaluates: rule files, model files and requests are data."""

import ast
from pathlib import Path

import pytest

import wrangle

PACKAGE = Path(wrangle.__file__).parent
MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
FUNCTIONS = {"eval", "exec", "compile", "__import__", "input"}
HARMLESS = {("joblib", "parallel_config")}
"""What of such a module reads nothing."""
AMONG_OURSELVES = {("cluster/work.py", "cloudpickle")}
"""Where the machines of a cluster send each other our own functions, as Dask and Ray do: nothing that a user brings."""
METHODS = {
    "deserialize",  # of polars plans: it unpickles Python functions
    "load_module",
    "read_pickle",
    "to_pickle",
    "unsafe_load",
}


def offences(path):
    """Yield what a file imports or calls that could run code out of data."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield from (node.module for each in node.names if (node.module, each.name) not in HARMLESS)
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in FUNCTIONS:
                yield called.id
            elif isinstance(called, ast.Attribute) and called.attr in METHODS:
                yield called.attr
            yield from (
                each.arg
                for each in node.keywords
                if each.arg == "allow_pickle"
                and not (isinstance(each.value, ast.Constant) and each.value.value is False)
            )


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_unpickles_or_evaluates(path):
    name = path.relative_to(PACKAGE).as_posix()
    assert not [each for each in offences(path) if (name, each) not in AMONG_OURSELVES]


def test_offences_are_found(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(
        "import pickle\nfrom joblib import load\nimport dill.source\neval('1')\nexec(a)\npl.LazyFrame.deserialize(b)\n"
        "np.load(c, allow_pickle=True)\nnp.load(c, allow_pickle=False)\nre.compile('x')\n"
    )
    assert sorted(offences(path)) == ["allow_pickle", "deserialize", "dill.source", "eval", "exec", "joblib", "pickle"]
