import pytest

from wrangle.secret import remember
from wrangle.sources.address import password, shown, without


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("postgresql://me:p%40ss@host:5432/db", "postgresql://me:***@host:5432/db"),
        ("https://host/a.csv?X-Amz-Signature=abc&x=1", "https://host/a.csv?X-Amz-Signature=***&x=1"),
        ("https://host/a.csv?year=2013", "https://host/a.csv?year=2013"),
        ("s3://bucket/**/*.parquet", "s3://bucket/**/*.parquet"),
        ("https://[broken/a", "https://[broken/a"),
    ],
)
def test_an_address_is_shown_without_what_gives_access(address, seen):
    assert shown(address) == seen


def test_values_of_the_environment_are_hidden_anywhere():
    remember("hunter2-of-mine", "${env:SECRET}")
    assert shown("https://host/hunter2-of-mine/a.csv") == "https://host/${env:SECRET}/a.csv"


def test_a_message_of_others_is_cleared_of_the_password():
    address = "postgresql://me:p%40ss@host/db"
    assert password(address) == "p%40ss"
    said = without(f"cannot connect to {address}: password p@ss is wrong", address)
    assert said == "cannot connect to postgresql://me:***@host/db: password *** is wrong"
