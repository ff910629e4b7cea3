from wrangle.sources.where import Where


def test_a_bare_value_is_the_path():
    assert Where.shorthand == "path"
    assert Where(path="a.csv").path == "a.csv"
