from wrangle.drift.wording import example, share


def test_a_long_value_is_cut():
    assert len(example("x" * 100, 3)) < 70


def test_all_of_it_is_a_hundred_percent():
    assert share(1.0) == "100 %"
    assert share(0.1) == "10 %"
