"""The page at `/`, in a browser."""

import re

import pytest
from browser import CHROMIUM, DRIVER, browser
from served import RECORD, WRONG, serving

needs_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver: apt-get install chromium chromium-driver"
)


@pytest.fixture(scope="module")
def chrome():
    with browser() as found:
        yield found


def filled(chrome, record):
    for name in RECORD:
        chrome.write(f"input[name={name}]", record.get(name) or "")
    chrome.click("#ask")


def test_it_comes_from_this_server_alone(caller):
    got = caller("GET", "/")
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in got.headers["content-security-policy"]
    for path in ("/", "/page.js", "/page.css"):
        assert not re.search(rb"(https?:)?//[a-z]", caller("GET", path).body.replace(b"// ", b"")), path


@needs_browser
def test_a_person_fills_in_a_record_and_sees_what_each_step_does_and_the_answer(chrome, address, predictor):
    chrome.open(address)
    assert chrome.until("return document.querySelector('#fields input') && document.title") == "ice, served by wrangle"
    filled(chrome, RECORD)
    chrome.until("return document.querySelector('#answer.ok')")
    answer = predictor.answers([RECORD])[0]
    assert chrome.text("#answer strong") == answer["prediction"] == "yes"
    assert f"{answer['probabilities']['yes']:.3f}" in chrome.text("#answer")
    steps = chrome.text("#steps")
    assert "station: ' Newark' → 'Newark'" in steps
    assert "station: 'Newark' → 'EWR'" in steps
    assert "warmth: null → -0.35" in steps
    assert not [each for each in chrome.log() if each["level"] != "DEBUG"]
    assert chrome.picture().startswith(b"\x89PNG")


@needs_browser
def test_a_rejected_record_is_shown_with_its_reason_where_it_is_rejected(chrome, address):
    chrome.open(address)
    chrome.until("return document.querySelector('#fields input')")
    filled(chrome, WRONG)
    chrome.until("return document.querySelector('#answer.rejected')")
    assert "station 'Oslo' is no known spelling" in chrome.text("#answer")
    assert "station 'Oslo' is no known spelling" in chrome.text("#steps li.gone")


@needs_browser
def test_what_is_written_is_never_taken_for_markup(chrome, address):
    chrome.open(address)
    chrome.until("return document.querySelector('#fields input')")
    filled(chrome, {**RECORD, "station": "<img src=x onerror=alert(1)><b id=evil>"})
    chrome.until("return document.querySelector('#answer.rejected')")
    assert "<img src=x" in chrome.text("#answer")
    assert not chrome.all("#evil, #answer img, #steps img")


@needs_browser
def test_the_example_of_the_model_is_there_to_begin_with(chrome, address):
    chrome.open(address)
    chrome.until("return document.querySelector('input[name=station]')?.value")
    chrome.click("#clear")
    assert chrome.run("return [...document.querySelectorAll('#fields input')].every((each) => each.value === '')")
    chrome.click("#ask")
    chrome.until("return document.querySelector('#answer.rejected')")
    chrome.click("#example")
    chrome.click("#ask")
    chrome.until("return document.querySelector('#answer.ok, #answer.flagged')")


@needs_browser
def test_a_token_is_asked_for(chrome, bundle_folder, tmp_path):
    (tmp_path / "token").write_text("a-long-enough-token\n")
    with serving(bundle_folder, "--token-file", str(tmp_path / "token")) as (_, address):
        chrome.open(address)
        chrome.until("return document.querySelector('#answer.error') && !document.querySelector('#token-row').hidden")
        chrome.write("#token", "a-long-enough-token")
        chrome.click("#ask")
        chrome.until("return document.querySelector('#fields input')")
        filled(chrome, RECORD)
        chrome.until("return document.querySelector('#answer.ok')")
