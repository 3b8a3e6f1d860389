"""What guests write, and what nobody should."""

from hypothesis import strategies as st

_VIETNAMESE = "aáàảãạăâbcdđeêghiklmnoôơpqrstuưvxy  .,!?0123456789AĐ"
_ODD = "\u0300\u0301\u0323\u200b\u200d\ufe0f👩🙂𝐟🅰ж漢ไ\ud800\n\t"

TEXTS = st.one_of(
    st.text(),
    st.text(_VIETNAMESE, max_size=120),
    st.text(_VIETNAMESE + _ODD, max_size=60),
    st.builds(str.__mul__, st.text(_VIETNAMESE + _ODD, min_size=1, max_size=6), st.integers(1, 60)),
)
