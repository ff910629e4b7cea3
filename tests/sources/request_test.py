import base64

import pytest
from web import web_server

from wrangle.errors import SourceError
from wrangle.sources.request import REDIRECTS, Request


def host(web):
    return web.address.removeprefix("http://")


def test_name_and_password_go_in_a_header(web):
    web.files["/a"] = b"1"
    web.password = "Basic " + base64.b64encode(b"me:a b").decode()
    assert Request(f"http://me:a%20b@{host(web)}/a").send("GET").read() == b"1"
    assert Request(f"http://me:wrong@{host(web)}/a").send("GET").status == 401


def test_headers_of_ours_go_to_no_server_that_we_are_sent_to(web):
    with web_server() as other:
        other.files["/b"] = b"1"
        web.moved["/a"] = f"{other.address}/b"
        url = f"http://me:hunter2@{host(web)}/a"
        assert Request(url, {"X-Token": "t"}).send("GET").read() == b"1"
        ((_, _, theirs),) = other.asked
        assert not {"Authorization", "X-Token"} & set(theirs)
    assert {"Authorization", "X-Token"} <= set(web.asked[0][2])


def test_they_go_along_on_the_same_server(web):
    web.files["/b"] = b"1"
    web.moved["/a"] = "/b"
    assert Request(web.address + "/a", {"X-Token": "t"}).send("GET").read() == b"1"
    assert web.asked[1][2]["X-Token"] == "t"


def test_a_server_that_sends_us_in_circles_is_left(web):
    web.moved |= {"/a": "/b", "/b": "/a"}
    with pytest.raises(SourceError, match=f"sends us on more than {REDIRECTS} times"):
        Request(web.address + "/a").send("GET")


def test_a_proxy_of_the_environment_is_used(web, monkeypatch):
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.setenv("no_proxy", "")
    Request("http://elsewhere.example/a").send("GET")
    assert web.asked[0][1] == "http://elsewhere.example/a"
