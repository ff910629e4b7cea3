import hashlib

import pytest

from wrangle.errors import SourceError
from wrangle.sources.checksum import checksum_form, hold_checksum


@pytest.mark.parametrize("text", ["", "sha256:12", "md5:" + "0" * 32, "0" * 64])
def test_other_forms_are_refused(text):
    with pytest.raises(ValueError, match="sha256: and 64"):
        checksum_form(text)


def test_a_file_is_held_to_its_checksum(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    hold_checksum(tmp_path / "a", "sha256:" + hashlib.sha256(b"1").hexdigest(), "a")
    with pytest.raises(SourceError, match=r"^a: its checksum is"):
        hold_checksum(tmp_path / "a", "sha256:" + "0" * 64, "a")
