"""Adverts and empty reviews: YouTube spam, Indonesian gambling adverts, Vietnamese shop reviews."""

from collections.abc import Iterator, Sequence

from training.data.brands import named_brand, skeleton
from training.data.clean import without_html
from training.data.example import Example
from training.data.part import Part, rows

# Adverts whose brand we cannot read share one group, so that no brand is on both sides of a split unseen.
NO_BRAND = "no known brand"


def youtube_spam(part: Part) -> Iterator[Example]:
    """Spam or not, a file a video."""
    for path in part.paths:
        for row in rows(path):
            yield part.example(without_html(row["CONTENT"]), {"spam": float(row["CLASS"])}, group=path.stem)


def judol_id(part: Part) -> Iterator[Example]:
    """Gambling adverts by brand; one labelled clean that names a brand is a slip, and left out."""
    brands = _brands(part)
    for row in rows(part.path("comments.csv")):
        advert, brand = row["label"] == "1", named_brand(row["comment_text"], brands)
        if advert or not brand:
            group = (brand or NO_BRAND) if advert else ""
            yield part.example(row["comment_text"].strip(), {"spam": float(advert)}, group=group)


def _brands(part: Part) -> Sequence[str]:
    """Return the brands' skeletons, longest first, so that "pulau777" wins over "pulau77"."""
    listed = {skeleton(row["site"]) for row in rows(part.path("situs_judol.csv"))}
    return sorted(listed, key=lambda brand: (-len(brand), brand))


def vispamreviews(part: Part) -> Iterator[Example]:
    """Reviews that help no buyer: `raw` is 1 fake, 2 about the brand only, 3 no review. Few are adverts."""
    for row in part.rows():
        yield part.example(row["Comment"], {"spam": float(row["Label"])}, raw=row["SpamLabel"])
