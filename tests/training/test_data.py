"""Each loader's mapping, on a few sentences of our own in the sets' formats."""

import hashlib
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from training.data.catalogue import Catalogue, shipped
from training.data.example import Example
from training.data.loading import LOADERS, load
from training.data.table import table
from training.data.vietnamese import topic

VIETNAMESE = {
    "vihos": {
        "train.csv": ',content,index_spans\n0,Hay quá,[]\n1,"Đồ ngu, đồ tồi","[4, 5, 8, 9, 10, 11, 12]"\n'
    },
    "safesense_vi": {
        "comments.csv": "input_text,label\ntin <person> vui </s> hay quá <user>,0\ntin vui </s> đồ ngu,2\n"
    },
    "vihsd": {"train.csv": "free_text,label_id\nhay,0\nvãi,1\nđồ ngu,2\n#ERROR!,0\n  ,1\n"},
    "vlsp2019": {"train.csv": "free_text,label_id\nhay,0\nvãi,1\nđồ ngu,2\n"},
    "victsd": {
        "train.csv": ",Comment,Constructiveness,Toxicity,Title,Topic\n7,Ngu thế,0,1,Tắc đường,ThoiSu\n"
    },
    "vispamreviews": {"train.csv": "Rating,Comment,Label,SpamLabel\n5,hàng tốt,0,0\n5,asdf asdf,1,3\n"},
}
ENGLISH = {
    "paradetox": {
        "paradetox.tsv": "toxic\tneutral1\tneutral2\tneutral3\n"
        "it 's crap !\tIt's bad!\tit's bad!\tIt's crap!\n",
        "paradetox_cannot_rewrite.tsv": "\tINPUT:toxic_comment\tOUTPUT:reasons\n"
        '0\t"""you \\""fool\\"" ."""\t"{""toxic_content"":true}"\n'
        '1\t"""what a storm ."""\t"{""not_toxic"":true}"\n'
        '2\t"""what a mess ."""\t"{""toxic_content"":true}"\n'
        '3\t"""what a mess ."""\t"{""unclear"":true}"\n'
        '4\t"12"\t"{""toxic_content"":true}"\n',
    },
    "context_toxicity": {
        "gc.csv": "id,text,parent,label,api\n1.2.3, Done ,Please do,0,0.1\n2.2.3,Rubbish,No,1,0.9\n",
        "gn.csv": "id,text,label,api,parent\n3.2.3,Thanks,0,0.1,\n",
        "cat_small.csv": "text,parent_text,tox_codes_oc,label_oc,tox_codes_ic,label_ic\n"
        "Oh well,Why,[0.5 0.  1. ],0,[0. 0. 0.],0\n",
    },
    "hatemoji": {
        "HatemojiBuild_train.csv": "entry_id,text,type,target,matched_id,label_gold\n"
        "9,I will 🔪 them,threateninglanguage,['x'],4,1\n4,I will 🎂 them,none,['none'],9,0\n",
    },
    "davidson": {
        "labeled_data.csv": ",count,hate_speech,offensive_language,neither,class,tweet\n"
        "0,4,1,2,1,1,!!! RT @ann: so &amp; so @bob\n",
    },
    "impermium": {
        "train.csv": 'Insult,Date,Comment\n1,,"""you\\xc2\\xa0fool\\n"""\n0,,"""\\u0111\\u01b0\\u1ee3c"""\n'
    },
    "olid": {
        "olid-training-v1.0.tsv": "id\ttweet\tsubtask_a\tsubtask_b\tsubtask_c\n"
        '1\t"@USER ""fool"" you"\tOFF\tTIN\tIND\n2\tdamn "rain\tOFF\tUNT\tNULL\n3\tsun\tNOT\tNULL\tNULL\n',
    },
}
SPAM = {
    "judol_id": {
        "comments.csv": "comment_text,label\n"
        "Main di 𝐁 0 𝑺 𝑺 99 gacor,1\nMantap,0\nboss99 keren,0\nMain di tempat lain,1\n",
        "situs_judol.csv": "site\nboss99\nboss9\n",
    },
    "youtube_spam": {
        "Youtube02-KatyPerry.csv": "DATE,CONTENT,CLASS\n,<b>See</b> my page&#39;s<br />song\ufeff,1\n",
        "Youtube03-LMFAO.csv": "DATE,CONTENT,CLASS\n,I like it,0\n",
        "Youtube04-Eminem.csv": "DATE,CONTENT,CLASS\n",
    },
}
TOXIC_SPANS = {
    "toxic_spans": {
        "comments.csv": "comment_id,comment_text\n1,You fool!\n2,What a day\n3,Old fool\n",
        "annotations.csv": "annotation,comment_id,country,all toxic,not toxic\n"
        + "".join(f"{n},{comment},X,False,False\n" for n, comment in enumerate("11112223")),
        "spans.csv": "annotation,type,start,end\n"
        "0,Insult,4,8\n1,Insult,4,9\n1,Threat,0,3\n2,Insult,4,8\n4,Insult,0,99\n",
        "tsd_train.csv": "spans,text\n",
        "tsd_trial.csv": 'spans,text\n"[4, 5, 6, 7]",Old fool\n',
    }
}
SAMPLES = VIETNAMESE | ENGLISH | SPAM | TOXIC_SPANS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, files in SAMPLES.items():
        folder = tmp_path / shipped()[name].folder / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8", newline="")
    return tmp_path


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The shipped catalogue with the samples' digests."""
    return {
        name: replace(data_set, sha256=data_set.sha256 | _digests(root / data_set.folder / name))
        for name, data_set in shipped().items()
    }


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture
def read(root: Path, catalogue: Catalogue):
    def read(name: str, split: str = "train") -> list[Example]:
        return load(name, root, split, catalogue=catalogue)

    return read


def test_every_set_of_the_catalogue_has_a_loader_and_a_sample() -> None:
    assert set(shipped()) == set(LOADERS) == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_set_gives_only_the_labels_its_catalogue_entry_promises(name: str, read) -> None:
    given = {label for example in read(name) for label in example.labels}
    assert given == set(shipped()[name].labels)


def test_vihos_marks_become_spans_and_no_marks_mean_clean(read) -> None:
    clean, toxic = read("vihos")
    assert (clean.labels, clean.spans) == ({"toxicity": 0.0}, ())
    assert (toxic.labels, toxic.spans) == ({"toxicity": 1.0}, ((4, 6), (8, 13)))
    assert toxic.text[slice(*toxic.spans[0])] == "gu"


def test_safesense_keeps_the_comment_and_groups_by_title(read) -> None:
    clean, toxic = read("safesense_vi")
    assert (clean.text, clean.group, clean.labels) == ("hay quá", "tin vui", {"toxicity": 0.0})
    assert (toxic.labels, toxic.raw, toxic.weight) == ({"toxicity": 1.0}, "2", 0.3)


@pytest.mark.parametrize("name", ["vihsd", "vlsp2019"])
def test_hate_is_the_severe_degree_and_unreadable_rows_are_left_out(name: str, read) -> None:
    degrees = [(e.raw, e.labels["toxicity"], e.labels["severe_toxicity"]) for e in read(name)]
    assert degrees == [("0", 0.0, 0.0), ("1", 1.0, 0.0), ("2", 1.0, 1.0)]


def test_victsd_groups_by_article_with_its_topic_in_front(read) -> None:
    (example,) = read("victsd")
    assert (example.labels, example.group) == ({"toxicity": 1.0}, "ThoiSu: Tắc đường")
    assert topic(example) == "current affairs"


def test_a_spam_review_keeps_its_kind(read) -> None:
    assert [(e.labels["spam"], e.raw) for e in read("vispamreviews")] == [(0.0, "0"), (1.0, "3")]


def test_a_rewrite_is_clean_unless_it_equals_the_toxic_sentence(read) -> None:
    pair = [(e.text, e.labels["toxicity"]) for e in read("paradetox") if e.group == "pair 0"]
    assert pair == [("it's crap!", 1.0), ("it's bad!", 0.0)]


def test_only_sentences_that_all_found_toxic_by_meaning_are_kept(read) -> None:
    assert [e.text for e in read("paradetox") if not e.group] == ['you "fool".']


def test_a_lone_toxic_wikipedia_comment_is_trusted_less(read) -> None:
    clean, toxic, orphan = read("context_toxicity")
    assert (clean.text, clean.group, orphan.group) == ("Done", "Please do", "")
    assert toxic.weight < clean.weight


def test_three_raters_of_wikipedia_comments_are_averaged(read) -> None:
    (example,) = read("context_toxicity", "dev")
    assert example.labels == {"toxicity": 0.5}


def test_what_is_not_hate_says_nothing_about_toxicity(read) -> None:
    hate, other = read("hatemoji")
    assert hate.labels == {"identity_attack": 1.0, "toxicity": 1.0, "threat": 1.0}
    assert other.labels == {"identity_attack": 0.0}
    assert hate.group == other.group == "pair 4-9"


def test_davidson_gives_shares_of_raters_and_drops_the_forwarding(read) -> None:
    (example,) = read("davidson")
    assert (example.text, example.labels) == ("so & so @user", {"toxicity": 0.75, "identity_attack": 0.25})


def test_impermium_is_unescaped_and_its_vietnamese_called_so(read) -> None:
    insult, other = read("impermium")
    assert (insult.text, insult.labels) == ("you\xa0fool\n", {"insult": 1.0, "toxicity": 1.0})
    assert (other.text, other.language, other.labels) == ("được", "vi", {"insult": 0.0})


def test_olid_tells_insults_from_mere_profanity(read) -> None:
    insult, profanity, clean = read("olid")
    assert (insult.text, insult.labels) == ('@user "fool" you', {"toxicity": 1.0, "insult": 1.0})
    assert (profanity.text, profanity.labels["profanity"]) == ('damn "rain', 1.0)
    assert (clean.labels, clean.raw) == ({"toxicity": 0.0, "insult": 0.0}, "NOT/NULL/NULL")


def test_gambling_adverts_are_grouped_by_the_brand_behind_the_styling(read) -> None:
    groups = [(e.labels["spam"], e.group) for e in read("judol_id")]
    assert groups == [(1.0, "boss99"), (0.0, ""), (1.0, "no known brand")]


def test_youtube_comments_lose_their_html_and_are_grouped_by_video(read) -> None:
    spam, _ = read("youtube_spam")
    assert (spam.text, spam.group) == ("See my page's\nsong", "Youtube02-KatyPerry")


def test_kinds_are_shares_of_those_who_marked_and_spans_need_a_majority(read) -> None:
    example = read("toxic_spans")[0]
    assert example.spans == ((4, 8),)
    assert example.labels["toxicity"] == 0.875  # three of four marked something
    assert (example.labels["insult"], example.labels["threat"]) == (1.0, pytest.approx(1 / 3))


def test_a_comment_with_one_marker_has_no_kinds_and_never_counts_as_clean(read) -> None:
    example = read("toxic_spans")[1]
    assert set(example.labels) == {"toxicity"}
    assert example.labels["toxicity"] >= 0.5
    assert example.spans == ()  # the only mark ran past the text


def test_trial_comments_are_the_dev_split_with_their_published_spans(read) -> None:
    (example,) = read("toxic_spans", "dev")
    assert (example.text, example.spans) == ("Old fool", ((4, 8),))


@pytest.mark.skipif("MODERATION_DATASETS" not in os.environ, reason="needs the data sets")
def test_the_real_data_sets_match_the_catalogue() -> None:
    rows = table(Path(os.environ["MODERATION_DATASETS"]))
    assert {row.digests for row in rows} == {"matches"}
    assert all(row.examples for row in rows)
