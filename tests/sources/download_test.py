import random

import pytest

from wrangle.errors import SourceError
from wrangle.sources.download import PIECE, TRIES, Download
from wrangle.sources.request import Request

DATA = random.Random(4).randbytes(3_000_000)


@pytest.fixture
def download(web, tmp_path, monkeypatch):
    web.files["/a.bin"] = DATA

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(path="/a.bin", **more):
        Download(Request(web.address + path, more), tmp_path / "a.bin", pause=0.001).run()
        return (tmp_path / "a.bin").read_bytes()

    return run


def test_a_file_comes_whole_in_one_request(web, download):
    assert download() == DATA
    assert web.sent() == [None]


def test_a_connection_that_drops_is_taken_up_where_it_broke_off(web, download):
    web.wrong += [1_000_000, 0, 1_500_000]
    assert download() == DATA
    first, *parts = web.sent()
    starts = [int(part.removeprefix("bytes=").removesuffix("-")) for part in parts]
    assert first is None
    assert [1_000_000 - PIECE < starts[0] <= 1_000_000, starts[1] == starts[0], starts[2] > starts[1]] == [True] * 3


def test_a_server_without_ranges_is_asked_for_the_whole_file_again(web, download):
    web.ranges = False
    web.wrong.append(1_000_000)
    assert download() == DATA


def test_a_file_that_changed_in_between_is_begun_anew(web, download, monkeypatch):
    web.wrong.append(1_000_000)
    real = Download._wait

    def change(self, *args):
        web.files["/a.bin"] = DATA[::-1]
        real(self, *args)

    monkeypatch.setattr(Download, "_wait", change)
    assert download() == DATA[::-1]


def test_a_weak_etag_is_not_trusted_with_parts(web, download):
    web.headers["/a.bin"] = {"ETag": 'W/"1"'}
    web.wrong.append(1_000_000)
    assert download() == DATA
    assert web.sent() == [None, None]


def test_a_server_that_is_busy_is_asked_again(web, download):
    web.wrong += [{"code": 503, "Retry_After": "0"}, {"code": 429}, {"code": 500}]
    assert download() == DATA


def test_after_some_tries_it_is_given_up(web, download):
    web.wrong += [{"code": 503}] * TRIES
    with pytest.raises(SourceError, match=r"a.bin: cannot be downloaded, 6 tries failed, the last one so: .* 503"):
        download()


def test_each_byte_more_gives_new_tries(web, download):
    web.wrong += [400_000] * (TRIES + 1)
    assert download() == DATA
    assert len(web.asked) == TRIES + 2


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, r"put them into the address by \$\{env:NAME\}"), (404, "is not there"), (418, "cannot be had .*418")],
)
def test_what_will_not_do_the_next_time_either_is_told_at_once(web, download, status, said):
    web.wrong.append({"code": status})
    with pytest.raises(SourceError, match=said):
        download()
    assert len(web.asked) == 1


def test_a_file_of_unknown_length_ends_with_the_connection(web, download):
    web.headers["/a.bin"] = {"Content-Length": None}
    assert download() == DATA


def test_what_the_server_packed_is_unpacked(web, download):
    import gzip

    web.files["/b.bin"] = gzip.compress(b"a,b\n1,2\n")
    web.headers["/b.bin"] = {"Content-Encoding": "gzip"}
    assert download("/b.bin") == b"a,b\n1,2\n"


def test_nobody_there_is_told_with_the_address(tmp_path):
    download = Download(Request("http://me:hunter2@127.0.0.1:9/a.csv"), tmp_path / "a", pause=0.001)
    with pytest.raises(SourceError, match=r"http://me:\*\*\*@127.0.0.1:9/a.csv: cannot be downloaded") as told:
        download.run()
    assert "hunter2" not in str(told.value)


def test_the_next_download_goes_on_from_one_that_was_given_up(web, download, tmp_path):
    web.wrong += [2_000_000, *[{"code": 503}] * TRIES]
    with pytest.raises(SourceError, match=r"cannot be downloaded after 1,\d+,\d+ bytes"):
        download()
    assert not (tmp_path / "a.bin").exists()
    assert download() == DATA
    assert int(web.sent()[-1].removeprefix("bytes=").removesuffix("-")) > 1_000_000
    (tmp_path / "a.bin").unlink()
    assert download() == DATA
    assert web.sent()[-1] is None


def test_it_begins_anew_where_the_file_changed_since(web, download):
    web.wrong += [2_000_000, *[{"code": 503}] * TRIES]
    with pytest.raises(SourceError):
        download()
    web.files["/a.bin"] = DATA[::-1]
    assert download() == DATA[::-1]


def test_ctrl_c_leaves_what_is_there_for_the_next_time(web, download, monkeypatch):
    web.wrong.append(2_000_000)
    monkeypatch.setattr(Download, "_wait", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        download()
    assert download() == DATA
    assert web.sent()[-1] is not None
