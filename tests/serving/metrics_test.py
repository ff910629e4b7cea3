import re

from wrangle.serving.metrics import Metrics

LINE = re.compile(r'^[a-z_]+(\{([a-z]+="([^"\\\n]|\\.)*",?)+\})? -?[0-9.e+-]+$')


def told(metrics, **further):
    lines = metrics.text(further).decode().splitlines()
    assert all(line.startswith("# ") or LINE.match(line) for line in lines), [x for x in lines if not LINE.match(x)]
    return [line for line in lines if not line.startswith("#")]


def test_requests_are_counted_by_route_and_status_with_their_time():
    metrics = Metrics()
    for seconds in (0.0005, 0.001, 0.02, 100):
        metrics.answered("/invocations", 200, seconds)
    metrics.answered("/ping", 503, 0.1)
    lines = told(metrics)
    assert 'wrangle_requests_total{route="/invocations",status="200"} 4' in lines
    assert 'wrangle_requests_total{route="/ping",status="503"} 1' in lines
    assert 'wrangle_request_seconds_bucket{route="/invocations",le="0.001"} 2' in lines
    assert 'wrangle_request_seconds_bucket{route="/invocations",le="0.025"} 3' in lines
    assert 'wrangle_request_seconds_bucket{route="/invocations",le="+Inf"} 4' in lines
    assert 'wrangle_request_seconds_count{route="/invocations"} 4' in lines


def test_records_batches_and_gauges_are_told():
    metrics = Metrics()
    metrics.records('the "new"\none', ["ok", "ok", "rejected"])
    metrics.batch(2, 30)
    metrics.gauge("depth", "How deep.", lambda: 1.5)
    lines = told(metrics, further=7)
    assert r'wrangle_records_total{variant="the \"new\"\none",status="ok"} 2' in lines
    assert "wrangle_batch_requests_sum 2" in lines
    assert 'wrangle_batch_records_bucket{le="32"} 1' in lines
    assert "wrangle_depth 1.5" in lines
    assert "wrangle_further 7" in lines


def test_the_process_is_told():
    assert any(line.startswith("process_resident_memory_bytes ") for line in told(Metrics()))
