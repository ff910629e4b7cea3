import gc

from wrangle.sources.landing import Landing


def test_files_of_one_name_do_not_meet_and_no_name_leads_out():
    landing = Landing()
    paths = [landing.file(name) for name in ("a.csv", "x/a.csv", "../../a.csv", "..", "")]
    assert len(set(paths)) == 5
    assert all(landing.path in path.parents for path in paths)


def test_it_goes_when_nobody_holds_it():
    landing = Landing()
    path = landing.path
    landing.file("a").write_text("1")
    del landing
    gc.collect()
    assert not path.exists()
