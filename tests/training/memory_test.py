import pytest

from wrangle.errors import TrainingError
from wrangle.training.memory import memory_limit


@pytest.mark.parametrize(("text", "size"), [("1KB", 1024), ("1.5 MB", 1572864), ("2g", 2 << 30), ("4GiB", 4 << 30)])
def test_sizes_are_read(text, size):
    assert memory_limit(text) == size


@pytest.mark.parametrize("text", ["4", "four GB", "-1GB", "4TB", ""])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(TrainingError, match="is no size: write `500MB` or `4GB`"):
        memory_limit(text)
