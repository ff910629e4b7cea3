import subprocess
import sys

from wrangle.captures.event import share_of


def test_shares_of_many_ids_are_spread_evenly():
    shares = [share_of(f"id-{number}", "sample") for number in range(20_000)]
    assert all(0 <= share < 1 for share in shares)
    for tenth in range(10):
        assert abs(sum(tenth / 10 <= share < (tenth + 1) / 10 for share in shares) / 20_000 - 0.1) < 0.01


def test_shares_of_two_purposes_have_nothing_to_do_with_each_other():
    both = sum(share_of(f"{n}", "sample") < 0.5 and share_of(f"{n}", "variant") < 0.5 for n in range(10_000))
    assert abs(both / 10_000 - 0.25) < 0.02


def test_the_share_is_the_same_in_another_process():
    code = "from wrangle.captures.event import share_of; print(share_of('caf\\u00e9', 'sample'))"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(told.stdout) == share_of("café", "sample")


def test_half_of_a_surrogate_pair_has_a_share():
    assert 0 <= share_of("\ud800", "sample") < 1
