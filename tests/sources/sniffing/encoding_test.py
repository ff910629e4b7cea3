# ruff: noqa: RUF001  # letters of other scripts are what is tested
import pytest

from wrangle.sources.sniffing.encoding import find_encoding, not_utf8

TEXTS = {
    "cp1251": "Москва;Россия\nСанкт-Петербург;Россия\nНовосибирск;Россия\n",
    "koi8_r": "Москва;Россия\nСанкт-Петербург;Россия\nНовосибирск;Россия\n",
    "cp1250": "Łódź;Gdańsk;Święta\nKraków;Poznań;żółć\nŚląsk;mąka;więcej\n",
    "cp1252": "Straße;München;Öl\nKöln;Übung;Ärger\nAnnée;Élève;Noël\n",
    "cp1253": "Αθήνα;Ελλάδα;Κρήτη\nΘεσσαλονίκη;Πάτρα;Λάρισα\n",
    "cp932": "東京;日本;ありがとう\n大阪;カタカナ;株式会社\n",
    "gb18030": "北京;中国;数据\n上海;广州;深圳市\n",
    "big5hkscs": "臺北;中華民國;資料\n高雄;臺南;新竹縣\n",
    "cp949": "서울;대한민국;자료\n부산;인천광역시;대구\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("times", [1, 20])
def test_encodings_are_told_by_the_words_they_make(encoding, times):
    data = (TEXTS[encoding] * times).encode(encoding)
    assert data.decode(find_encoding(data).name) == TEXTS[encoding] * times


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_is_unicode_is_never_guessed(encoding):
    data = "id,name\n1,Zoë\n".encode(encoding)
    assert "id,name\n1,Zoë\n" in data.decode(find_encoding(data).name)


def test_a_few_bytes_tell_no_language_and_the_commonest_is_taken():
    assert find_encoding("price\n12 €\n13 € – big\n".encode("cp1252")).name == "cp1252"
    assert find_encoding(b"a\n\x81\n").name == "latin-1"


def test_a_beginning_may_end_amid_a_character():
    data = "a,é".encode()[:-1]
    assert find_encoding(data, complete=False).name == "utf-8"
    assert find_encoding(data).name == "cp1252"


def test_utf8_with_few_bad_bytes_is_utf8():
    found = not_utf8("é\n".encode() * 10 + b"\xe9\n")
    assert (found.name, found.damaged) == ("utf-8", True)


def test_what_holds_nuls_in_no_order_is_no_text():
    assert find_encoding(bytes(range(32)) * 4) is None


def test_other_encodings_that_would_do_are_named():
    assert find_encoding("ירושלים\nתל אביב\nחיפה\n".encode("cp1255")).others
