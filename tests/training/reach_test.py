import pytest
from trainings import STEPS, prepared


@pytest.mark.parametrize(("by", "refits"), [("station", False), ("ice", True)])
def test_steps_that_are_fitted_on_the_target_are_seen(by, refits):
    steps = STEPS.replace("by: station", f"by: {by}")
    assert prepared("target: ice\nfeatures: [cold, wet]", steps=steps).refits is refits
