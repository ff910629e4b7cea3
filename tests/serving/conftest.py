import pytest
from served import Caller, make_bundle, serving
from stores import emptied, postgresql


@pytest.fixture(scope="session")
def server():
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/captures.sqlite"
    return emptied(request.getfixturevalue("server"))


@pytest.fixture(scope="session")
def bundle_folder(tmp_path_factory):
    return make_bundle(tmp_path_factory.mktemp("bundle") / "ice")


@pytest.fixture(scope="session")
def predictor(bundle_folder):
    from wrangle.bundle.load import load_bundle
    from wrangle.bundle.predictor import Predictor

    return Predictor(load_bundle(bundle_folder))


@pytest.fixture(scope="session")
def app_of(bundle_folder):
    """Returns a started caller of an application with limits of its own."""
    from wrangle.sections.serve import Limits
    from wrangle.serving.application import App
    from wrangle.serving.inference import Keeping
    from wrangle.serving.models import Models

    callers = []

    def make(limits=None, keeping=None, token=None, models=None):
        found = (Limits(**(limits or {})), keeping or Keeping())
        app = App(models or Models.of_bundle(bundle_folder), lambda _models: found, token=token)
        callers.append(Caller(app).start())
        return callers[-1]

    yield make
    for each in callers:
        each.close()


@pytest.fixture(scope="session")
def caller(app_of):
    return app_of()


@pytest.fixture(scope="session")
def address(bundle_folder):
    with serving(bundle_folder) as (_, found):
        yield found
