import pytest

from wrangle.expressions.phonetic import sound


@pytest.mark.parametrize(
    "words",
    [
        ("night", "knight", "nite"), ("philip", "phillip", "filip"), ("catherine", "katherine", "kathryn"),
        ("jeff", "geoff"), ("right", "write", "wright"), ("science", "sience"), ("judge", "juge"), ("smith", "smyth"),
        ("schmidt", "schmitt"), ("accident", "aksident"), ("gnome", "nome"), ("lamb", "lam"), ("match", "mach"),
    ],
)  # fmt: skip
def test_words_that_sound_alike_are_equal(words):
    assert len({sound(word) for word in words}) == 1


@pytest.mark.parametrize("words", [("smith", "schmidt"), ("berlin", "bergen"), ("oslo", "london"), ("thin", "tin")])
def test_words_that_sound_otherwise_are_not(words):
    assert len({sound(word) for word in words}) == len(words)


@pytest.mark.parametrize("word", ["", "747", "東京", "b2b", "é"])
def test_what_is_no_word_of_plain_letters_stays(word):
    assert sound(word) == word


def test_no_word_is_silent():
    assert all(sound(word) for word in ("a", "h", "why", "w", "gh", "hh"))
