from types import SimpleNamespace

import pytest
from served import RECORD, Caller

import wrangle.serving
from wrangle.errors import CaptureError, SourceError
from wrangle.sections.serve import Capture, Serve
from wrangle.serving.make import _setup, models_of


def test_an_application_for_a_server_of_ones_own(bundle_folder, predictor):
    caller = Caller(wrangle.serving.app(bundle_folder, limits={"records": 2})).start()
    assert [caller.post(RECORD).json] == predictor.answers([RECORD])
    assert caller.post([RECORD] * 3).status == 413
    caller.close()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match="there is no such folder"):
        models_of(tmp_path / "nothing")


def test_a_token_that_is_none_is_told_before_anything_is_loaded(bundle_folder, tmp_path):
    (tmp_path / "token").write_text("short")
    with pytest.raises(SourceError, match="holds no token"):
        wrangle.serving.app(bundle_folder, token_file=str(tmp_path / "token"))


def test_what_the_rule_file_says_of_capture_is_done(bundle_folder, tmp_path):
    models = models_of(bundle_folder)
    caller = Caller(wrangle.serving.app(bundle_folder))
    caller.start()
    assert b"wrangle_capture" not in caller("GET", "/metrics").body
    assert not models.watches
    caller.close()


@pytest.mark.parametrize(("url", "where"), [(None, False), ("sqlite:////srv/captures.sqlite", True)])
def test_replicas_on_several_machines_keep_nothing_in_a_file(url, where, tmp_path):
    models = SimpleNamespace(serve=Serve(capture=Capture(mode="durable", url=url)), watches=where, folder=tmp_path)
    with pytest.raises(CaptureError, match="replicas on several machines cannot keep requests in one SQLite file"):
        _setup(models, {}, spread=True)


def test_replicas_that_keep_nothing_may_be_anywhere():
    limits, keeping = _setup(SimpleNamespace(serve=Serve(), watches=False), {"records": 2}, spread=True)
    assert (limits.records, keeping.capture) == (2, None)
