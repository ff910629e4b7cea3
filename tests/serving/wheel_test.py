import subprocess
import sys
import zipfile
from importlib.metadata import version

from wrangle.serving.wheel import write_wheel


def test_the_wheel_installs_and_is_this_wrangle(tmp_path):
    wheel = write_wheel(tmp_path)
    assert wheel.name == f"wrangle-{version('wrangle')}-py3-none-any.whl"
    target = tmp_path / "there"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel]
    subprocess.run(pip, check=True, capture_output=True)
    code = "import sys; sys.path.insert(0, sys.argv[1]); import wrangle.cli as c; print(c.__file__, *c.app().info.name)"
    told = subprocess.run([sys.executable, "-c", code, target], check=True, capture_output=True, text=True, cwd="/")
    assert told.stdout.startswith(str(target))
    assert (target / "wrangle" / "serving" / "page_files").is_dir()
    assert (target / "wrangle" / "vocabularies" / "countries.csv").is_file()


def test_the_same_code_is_the_same_file(tmp_path):
    (tmp_path / "again").mkdir()
    assert write_wheel(tmp_path).read_bytes() == write_wheel(tmp_path / "again").read_bytes()


def test_no_compiled_leftovers_are_in_it(tmp_path):
    assert not [name for name in zipfile.ZipFile(write_wheel(tmp_path)).namelist() if "__pycache__" in name]
