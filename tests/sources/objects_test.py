import pytest
from objects import put

from wrangle.errors import SourceError
from wrangle.sources.landing import Landing
from wrangle.sources.objects import Store, split

KEYS = ["2013/a.csv", "2013/b.csv", "2013/x/c.csv", "2014/a.csv", "other.txt"]


@pytest.fixture(scope="module")
def store(s3):
    for key in KEYS:
        put(s3, f"objects/{key}", key.encode())
    return Store("s3://bucket", s3)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("2013/a.csv", ["2013/a.csv"]),
        ("2013/*.csv", ["2013/a.csv", "2013/b.csv"]),
        ("**/a.csv", ["2013/a.csv", "2014/a.csv"]),
        ("201?/a.csv", ["2013/a.csv", "2014/a.csv"]),
        ("201[!34]/*", []),
        ("2013/**", ["2013/a.csv", "2013/b.csv", "2013/x/c.csv"]),
        ("2013", ["2013/a.csv", "2013/b.csv"]),
        ("2013/", ["2013/a.csv", "2013/b.csv"]),
    ],
)
def test_keys_globs_and_folders_are_found_by_name(store, pattern, found):
    if found:
        assert [each["path"] for each in store.find(f"objects/{pattern}")] == [f"objects/{key}" for key in found]
    else:
        with pytest.raises(SourceError, match="there is no such object"):
            store.find(f"objects/{pattern}")


def test_a_key_that_is_not_there_names_the_closest(store):
    with pytest.raises(SourceError, match=r"s3://bucket/objects/2013/aa.csv: .* did you mean 'objects/2013/a.csv'"):
        store.find("objects/2013/aa.csv")


def test_an_object_is_brought_whole(store):
    (found,) = store.find("objects/2014/a.csv")
    assert store.fetch(found, Landing()).read_bytes() == b"2014/a.csv"


def test_a_store_that_refuses_is_told_without_secrets(s3):
    with pytest.raises(SourceError, match=r"s3://nobody/a: cannot be read: NoSuchBucket: check the address") as told:
        Store("s3://nobody", s3).find("a")
    assert "test-secret" not in str(told.value)


def test_the_state_changes_with_an_object(store, s3):
    before = store.state("objects/2014/*")
    assert before == store.state("objects/2014/*")
    put(s3, "objects/2014/z.csv", b"new")
    assert before != store.state("objects/2014/*")


def test_an_endpoint_of_the_environment_counts(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert Store("s3://bucket").settings == {"allow_http": "true"}
    assert Store("gs://bucket").settings == {}


def test_a_bucket_and_its_key():
    assert split("s3://bucket") == ("s3://bucket", "")


def test_an_object_that_breaks_off_is_asked_for_from_there_on(web, monkeypatch):
    data = bytes(range(256)) * 4000
    web.files["/bucket/a.csv"] = data
    web.headers["/bucket/a.csv"] = {"Last-Modified": "Wed, 25 Nov 2026 05:00:00 GMT"}
    web.wrong += [300_000, 200_000]
    options = {"aws_endpoint_url": web.address, "aws_region": "us-east-1", "aws_skip_signature": "true"}
    store = Store("s3://bucket", options)
    (found,) = store.find("a.csv")
    assert store.fetch(found, Landing()).read_bytes() == data
    assert [part is None for part in web.sent()] == [True, False, False]
