from monitored import START

from wrangle.monitoring.looking import Looking
from wrangle.monitoring.reading import Reader, captured
from wrangle.monitoring.watched import watched


def test_parts_together_are_seen_as_the_whole(served, rows):
    served.serve(rows.head(400))
    found = watched(served.bundle.folder, served.url)
    reader, looking = Reader(found.rules.schema, found.bundle.model), Looking(found)
    (frame,) = captured(served.url, found.bundle.digest)
    records = reader.read(frame)
    whole, parts = looking.look(records), looking.look(records.slice(0, 150))
    parts.add(looking.look(records.slice(150, 250)))
    assert (parts.rows, parts.rejected, parts.since) == (whole.rows, whole.rejected, START)
    assert parts.hits.describe() == whole.hits.describe()
    for part in ("raw", "clean", "prediction", "slices"):
        one, other = getattr(parts, part), getattr(whole, part)
        assert one.keys() == other.keys()
        for key, counted in one.items():
            assert counted.bins.tolist() == other[key].bins.tolist(), key
