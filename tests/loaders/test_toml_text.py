import tomllib

from hypothesis import given
from hypothesis import strategies as st

from loaders.toml_text import dumps

names = st.text(min_size=1, max_size=8)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")),
)
values = st.one_of(scalars, st.lists(scalars, max_size=4))
tables = st.dictionaries(names.filter(lambda name: name.isascii() and name.isprintable()), values, max_size=3)


@given(
    st.dictionaries(
        st.sampled_from(["a", "b c", "é"]),
        st.one_of(values, tables, st.lists(tables, min_size=1, max_size=3)),
    )
)
def test_what_is_written_reads_back_the_same(content):
    assert tomllib.loads(dumps(content)) == content


def test_long_lists_are_cut_one_item_a_line():
    text = dumps({"codes": ["0" * 40, "1" * 40, "2" * 40]})
    assert text.count("\n") == 5
