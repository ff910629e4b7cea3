import polars as pl

from wrangle.explore.profile.shapes import shapes, spellings


def values(**counts):
    return pl.DataFrame({"value": list(counts), "count": list(counts.values())}).sort("count", descending=True)


def test_two_frequent_values_that_are_near_are_two_values():
    assert spellings(values(Trondheim=50, Trondhaim=40)) == []
    assert spellings(values(Trondheim=50, Trondhaim=4))[0]["others"] == {"Trondhaim": 4}


def test_a_fingerprint_holds_however_frequent_both_are():
    found = spellings(values(Oslo=50, OSLO=40))
    assert found == [{"name": "Oslo", "rows": 50, "others": {"OSLO": 40}, "method": "fingerprint"}]


def test_codes_are_no_spellings_of_each_other():
    assert spellings(values(A1=50, A2=1, B1=3)) == []


def test_the_most_frequent_look_comes_first():
    assert [each["shape"] for each in shapes(values(AB12=5, CD34=9, x=1))] == ["A99", "a"]
