import importlib.util
import json
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "sample_data"


def script():
    spec = importlib.util.spec_from_file_location("make_weather", SAMPLES / "make_weather.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sample_is_what_its_script_makes(tmp_path):
    script().write(tmp_path)
    for name in ("weather.csv", "dirt.json"):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), "run `make sample`"


def test_the_readme_tells_how_much_dirt_there_is():
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    for kind, count in json.loads((SAMPLES / "dirt.json").read_text()).items():
        assert f"| {kind} | {count} |" in text
