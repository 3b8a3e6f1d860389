"""What a head learns from: views are added, held-out texts never are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from training.config import Adverts, Config, Hiding, Ingredient, Pairs
from training.data import Example
from training.data.catalogue import Catalogue, shipped
from training.mixture import Mixture, assemble, shuffled
from training.pairs import written

HEAD = ",content,index_spans\n"
TRAIN = (
    HEAD + '0,Hay quá anh ơi,[]\n1,"Bạn ngu lắm nhé","[4, 5, 6]"\n2,Câu này để đo,[]\n3,Cau nay giu lai!,[]\n'
)
DEV = HEAD + "0,CÂU này để đo!,[]\n"
HELD = "free_text,label_id\nCâu này giữ lại,0\n"


@pytest.fixture
def sets(tmp_path: Path) -> Catalogue:
    """A root with our own sentences in two sets' formats, and the catalogue that knows their digests."""
    texts = {"open/vihos/train.csv": TRAIN, "open/vihos/dev.csv": DEV, "research/vihsd/dev.csv": HELD}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    vihos = {"train.csv": digests["open/vihos/train.csv"], "dev.csv": digests["open/vihos/dev.csv"]}
    vihsd = {"dev.csv": digests["research/vihsd/dev.csv"]}
    known = shipped()
    return {"vihos": replace(known["vihos"], sha256=vihos), "vihsd": replace(known["vihsd"], sha256=vihsd)}


def mixed(root: Path, sets: Catalogue, **changes: object) -> Mixture:
    part = replace(Ingredient("vihos"), **changes)
    held = (Ingredient("vihsd", "dev"),)
    return assemble(Config("t", 1, (), (part,), (Ingredient("vihos", "dev"),), held), root, sets)


def test_texts_of_the_dev_and_held_out_sets_are_not_learnt_however_they_are_written(tmp_path, sets) -> None:
    found = mixed(tmp_path, sets)
    assert [example.text for example in found.train] == ["Hay quá anh ơi", "Bạn ngu lắm nhé"]
    assert [example.text for example in found.calibrate] == ["CÂU này để đo!"]


def test_a_text_can_be_learnt_without_its_marks_too(tmp_path, sets) -> None:
    texts = {example.text for example in mixed(tmp_path, sets, unmarked=True).train}
    assert {"Bạn ngu lắm nhé", "ban ngu lam nhe"} <= texts


def test_a_toxic_text_without_its_marked_characters_is_learnt_as_clean(tmp_path, sets) -> None:
    (rest,) = [one for one in mixed(tmp_path, sets, remainders=0.5).train if one.text == "Bạn lắm nhé"]
    assert (rest.labels["toxicity"], rest.weight) == (0.0, 0.5)


def test_a_clean_comment_is_no_insult_and_no_advert_and_a_toxic_one_says_nothing_of_kinds(
    tmp_path, sets
) -> None:
    clean, toxic = mixed(tmp_path, sets).train
    assert clean.labels == dict.fromkeys(
        ("toxicity", "insult", "profanity", "threat", "identity_attack", "spam"), 0.0
    )
    assert toxic.labels == {"toxicity": 1.0, "spam": 0.0}


def hidden(root: Path, sets: Catalogue, wanted: Hiding) -> list[Example]:
    """What the wanted copies add to the mixture."""
    config = Config("t", 1, (), (Ingredient("vihos"),), ())
    plain = assemble(config, root, sets).train
    return [one for one in assemble(replace(config, evasion=wanted), root, sets).train if one not in plain]


def test_a_hidden_copy_of_a_text_is_learnt_with_its_labels_at_the_wanted_weight(tmp_path, sets) -> None:
    copies = hidden(tmp_path, sets, Hiding(share=1, names=("no_marks",), weight=0.5))
    (toxic,) = [copy for copy in copies if copy.labels["toxicity"]]
    assert (toxic.text, toxic.weight, toxic.spans) == ("Ban ngu lam nhe", 0.5, None)


def test_nothing_is_learnt_twice_where_folding_undoes_what_hides_it(tmp_path, sets) -> None:
    assert hidden(tmp_path, sets, Hiding(share=1, names=("zero_width", "nfd"))) == []


def test_the_copies_of_a_smaller_share_are_among_those_of_a_larger_one(tmp_path, sets) -> None:
    whole = hidden(tmp_path, sets, Hiding(share=1))
    part = hidden(tmp_path, sets, Hiding(share=0.5))
    assert [copy for copy in whole if copy in part] == part
    assert hidden(tmp_path, sets, Hiding(share=1)) == whole


def test_adverts_are_learnt_from_one_seed_and_calibrated_on_another(tmp_path, sets) -> None:
    config = Config("t", 1, (), (Ingredient("vihos"),), (), adverts=Adverts(each=2, neutral=100))
    found = assemble(config, tmp_path, sets)
    learnt = {example.text for example in found.train if example.source == "adverts"}
    asked = {example.text for example in found.calibrate}
    assert learnt
    assert len(learnt & asked) < len(learnt) / 2


def test_pairs_are_learnt_in_the_numbers_asked_for_and_never_calibrated_on(tmp_path, sets) -> None:
    wanted = Pairs(harmless=4, hostile=3, identity=2, everyday=1, weight={"vi": 0.5, "en": 2.0})
    found = assemble(Config("t", 1, (), (Ingredient("vihos"),), (), pairs=wanted), tmp_path, sets)
    learnt = [example for example in found.train if example.source == "pairs"]
    assert [example.language for example in learnt] == ["vi"] * 12 + ["en"] * 12
    assert sum(example.labels["toxicity"] for example in learnt) == 2 * (3 + 2)
    assert [example.weight for example in learnt] == [0.5] * 12 + [2.0] * 12
    assert not [example for example in found.calibrate if example.source == "pairs"]


def test_vietnamese_pairs_can_be_learnt_without_marks_too(tmp_path, sets) -> None:
    wanted = Pairs(hostile=5, unmarked=True)
    found = assemble(Config("t", 1, (), (Ingredient("vihos"),), (), pairs=wanted), tmp_path, sets)
    learnt = [example for example in found.train if example.source == "pairs"]
    assert [example.language for example in learnt] == ["vi"] * 10 + ["en"] * 5
    assert all(example.text.isascii() for example in learnt[1:10:2])


def test_pairs_written_by_hand_are_learnt_at_a_weight_of_their_own(tmp_path, sets) -> None:
    wanted = Pairs(harmless=1, written={"vi": 3.0, "en": 3.0})
    found = assemble(Config("t", 1, (), (Ingredient("vihos"),), (), pairs=wanted), tmp_path, sets)
    heavy = [example.text for example in found.train if example.weight == 3.0]
    assert heavy == [example.text for language in ("vi", "en") for example in written(language)]


def test_shuffling_depends_on_the_seed_alone_and_loses_nothing(tmp_path, sets) -> None:
    train = mixed(tmp_path, sets).train * 10
    assert shuffled(train, 1) == shuffled(train, 1)
    assert sorted(example.text for example in shuffled(train, 2)) == sorted(example.text for example in train)
