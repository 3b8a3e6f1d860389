"""What every counter store promises about repeated texts and about strikes."""

from __future__ import annotations

import msgspec

from moderation.observation import Observation, Settlement, refused
from tests.contracts.conftest import Bench
from tests.fakes import LONG, observed, policy_of

POLICY = policy_of()
ADVERT = (
    "Cần bán gấp lô đất nền khu dân cư mới phía nam thị trấn, sổ hồng riêng từng lô, đường nhựa tám mét, "
    "gần trường học và chợ đầu mối, giá tốt nhất vùng, hỗ trợ vay ngân hàng, xem đất miễn phí, gọi chính chủ "
)


def strike(seen: Observation) -> Settlement:
    return refused(seen, strike=True)


def strikes(bench: Bench, token: str = "ann") -> int:
    return bench.observe(observed(POLICY, token=token, dry_run=True)).strikes


def test_the_same_guests_text_is_found_again_whatever_its_spaces_marks_and_punctuation(bench: Bench) -> None:
    bench.observe(observed(POLICY, LONG))
    copies = bench.observe(observed(POLICY, "  " + LONG.upper().replace(",", " ...") + "!!!")).copies
    assert (copies.same_guest, copies.guests, copies.exact) == (1, 0, True)


def test_a_text_with_another_number_is_a_near_copy(bench: Bench) -> None:
    bench.observe(observed(POLICY, ADVERT + "0905111222"))
    copies = bench.observe(observed(POLICY, ADVERT + "0988777666", token="bob")).copies
    assert (copies.same_guest, copies.guests, copies.exact) == (0, 1, False)


def test_another_text_is_no_copy(bench: Bench) -> None:
    bench.observe(observed(POLICY, LONG))
    other = (
        "Bài viết rất hay, mong tòa soạn có thêm nhiều tin về giao thông của tỉnh nhà trong thời gian tới."
    )
    assert bench.observe(observed(POLICY, other)).copies.same_guest == 0


def test_each_other_guest_counts_once(bench: Bench) -> None:
    for token in ("bob", "bob", "cat"):
        bench.observe(observed(POLICY, LONG, token=token))
    assert bench.observe(observed(POLICY, LONG)).copies.guests == 2


def test_without_a_token_nobody_is_the_same_guest(bench: Bench) -> None:
    for _ in range(2):
        bench.observe(observed(POLICY, LONG, token=None))
    copies = bench.observe(observed(POLICY, LONG, token=None)).copies
    assert (copies.same_guest, copies.guests) == (0, 2)


def test_counts_of_one_text_stop_growing_at_a_hundred(bench: Bench) -> None:
    for number in range(104):
        bench.observe(observed(POLICY, LONG, token=f"guest {number}"))
    assert bench.observe(observed(POLICY, LONG)).copies.guests == 100


def test_of_many_versions_of_a_text_only_the_latest_are_compared(bench: Bench) -> None:
    for number in range(40):
        bench.observe(observed(POLICY, f"{ADVERT} {number}", token=f"guest {number}"))
    assert bench.observe(observed(POLICY, ADVERT)).copies.guests < 20


def test_copies_are_forgotten_after_the_policys_window(bench: Bench) -> None:
    bench.observe(observed(POLICY, LONG))
    bench.clock.advance(s=86_400)
    assert bench.observe(observed(POLICY, LONG)).copies.same_guest == 0


def test_the_corrected_version_of_a_refused_text_is_no_repeat(bench: Bench) -> None:
    seen = observed(POLICY, LONG)
    bench.observe(seen)
    bench.settle(refused(seen, strike=False))
    assert bench.observe(observed(POLICY, LONG + " Xin cảm ơn.")).copies.same_guest == 0


def test_forgetting_one_comment_keeps_the_others_with_the_same_text(bench: Bench) -> None:
    bench.observe(observed(POLICY, LONG))
    again = observed(POLICY, LONG)
    bench.observe(again)
    bench.settle(refused(again, strike=False))
    assert bench.observe(observed(POLICY, LONG)).copies.same_guest == 1


def test_a_strike_counts_once_however_often_it_is_said(bench: Bench) -> None:
    seen = observed(POLICY)
    for _ in range(3):
        bench.settle(strike(seen))
    bench.settle(strike(observed(POLICY)))
    assert strikes(bench) == 2


def test_a_strike_taken_back_is_gone(bench: Bench) -> None:
    seen = observed(POLICY)
    bench.settle(strike(seen))
    for _ in range(2):
        bench.settle(msgspec.structs.replace(strike(seen), strike="take_back"))
    assert strikes(bench) == 0


def test_strikes_belong_to_the_token_and_not_to_the_address(bench: Bench) -> None:
    bench.settle(strike(observed(POLICY, token="bob")))
    bench.settle(strike(observed(POLICY, token=None)))
    assert strikes(bench) == 0


def test_strikes_count_together_only_within_the_policys_window(bench: Bench) -> None:
    for _ in range(3):
        bench.settle(strike(observed(POLICY)))
        bench.clock.advance(s=13 * 3600)
    assert strikes(bench) == 2


def test_strikes_that_once_counted_together_ease_one_by_one(bench: Bench) -> None:
    for _ in range(3):
        bench.settle(strike(observed(POLICY)))
        bench.clock.advance(s=3600)
    left = []
    for _ in range(3):
        left.append(strikes(bench))
        bench.clock.advance(s=69 * 3600 if len(left) == 1 else 3600)
    assert left == [3, 2, 1]


def test_at_most_a_hundred_strikes_of_a_guest_are_kept(bench: Bench) -> None:
    for _ in range(104):
        bench.settle(strike(observed(POLICY)))
    assert strikes(bench) == 100
