"""Pages out of blocks: whatever people say stays words, in each form."""

from __future__ import annotations

import pickle
import unicodedata

from datetime import UTC, datetime
from html.parser import HTMLParser

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit._render import (
    WHO,
    Heading,
    Items,
    Names,
    Para,
    Said,
    Table,
    Words,
    as_html,
    as_markdown,
    as_text,
    columns,
    joined,
    plain,
    said,
    text_of,
    wrapped,
)
from empowerkit.errors import InvariantError
from empowerkit.model import (
    Actor,
    Attestation,
    Choice,
    Client,
    Evidence,
    EvidenceKind,
    Interpreter,
    Level,
    Proxy,
    Role,
    Supporter,
    Voice,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA, JOAN = Client(called="Amina"), Worker(called="Joan")
HODAN = Supporter(called="Hodan")
IFRAH, SOL = Proxy(called="Ifrah"), Interpreter(called="Sol")
HER, WORKER = AMINA.actor, JOAN.actor
PLAN = Plan(
    client=AMINA,
    workers=(JOAN,),
    supporters=(HODAN,),
    proxies=(IFRAH,),
    interpreters=(SOL,),
)
HOSTILE = [
    "",
    " ",
    "<script>alert(1)</script>",
    "</bdi></td></table><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "<!-- no end",
    "]]>",
    "\u202eback to front\u202c\u2066isolated",
    "\u2069\u202eout of its isolate",
    "مرحبا بك في البيت",
    "שלום 123 (abc)",
    "\u200fright \u200eleft \u061c",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "x" * 10_000,
    "字" * 3_000,
    "a\u0301" * 2_000,
    "م" * 3_000,
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    "| a | b |",
    "\n\n# a heading\n\n- an item",
    "1. one",
    "1) one",
    "    code",
    "```\ncode",
    "~~~",
    "`code`",
    "***",
    "**bold** _it_ ~~no~~",
    "[a](javascript:alert(1)) ![b](c)",
    "[a]: /b",
    "> quoted",
    "ends with \\",
    "\\|",
    "a\r\nb\rc\td\x0be\x0cf",
    "\x1b[31mred\x1b[0m \x9b31m \x07\x08\x7f\x01",
    "a\u2028b\u2029c\x85d",
    "{0} {option} %s ${x}",
    "\u200b\ufeff",
]
STEERING = {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
HELLO, HOME = "שלום", "בית"
WIDTHS = [14, 20, 33, 80, 200]


def page(words):
    """Return one block of each kind, with *words* in each place."""
    mine = (Said(words),)
    quoted = joined(("It was said: ", Said(words), " (Amina)"))
    return [
        Heading(mine, level=1),
        Heading(quoted),
        Para(mine),
        Para(quoted),
        Items((mine, quoted)),
        Table(
            caption=quoted,
            head=(("What",), mine, quoted),
            rows=(
                (mine and (mine,), (quoted, mine), ()),
                ((("a",),), (mine,), (quoted,)),
            ),
        ),
    ]


class Outline(HTMLParser):
    """The tags of a fragment, with attributes; and what stands in ``bdi``."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.quoted, self._inside = [], [], False
        self.other = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Note a tag."""
        self.tags.append((tag, *attributes))
        self._inside = tag == "bdi"
        if self._inside:
            self.quoted.append("")

    def handle_endtag(self, tag):
        """Note the end of one."""
        self.tags.append(f"/{tag}")
        self._inside = False

    def handle_data(self, data):
        """Note what was said."""
        if self._inside:
            self.quoted[-1] += data

    def handle_comment(self, data):
        """Note what has no place in a page."""
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def whole(text):
    """Return whether *text* holds what a terminal could take amiss."""
    return not any(
        unicodedata.category(char) in {"Cc", "Zl", "Zp"} and char != "\n"
        for char in text
    )


class TestHtml:
    """People's words are text in the page, and never a part of its making."""

    @pytest.mark.parametrize("words", HOSTILE)
    def test_the_same_page(self, words):
        """Whatever the words are, the elements of the page are the same."""
        outline = Outline(as_html(page(words)))

        assert Outline(as_html(page("a door"))).tags == outline.tags
        assert outline.other == []

    @pytest.mark.parametrize("words", HOSTILE)
    def test_the_same_words(self, words):
        """What a browser shows is what was said, but for control characters."""
        shown = Outline(as_html(page(words))).quoted

        for one in shown:
            assert len(words.replace("\r\n", "\n")) == len(
                one.replace("\r\n", "\n")
            )
            assert all(
                a in {b, "\ufffd"} for a, b in zip(one, words, strict=False)
            )

    def test_words_from_right_to_left(self):
        """Words are isolated, so that they do not turn the page around."""
        assert as_html([Para(("It was: ", Said("مرحبا"), "."))]) == (
            "<p>It was: <bdi>مرحبا</bdi>.</p>\n"
        )

    @pytest.mark.parametrize("words", HOSTILE)
    def test_nothing_steers(self, words):
        """Words do not turn the page around, nor close what holds them."""
        assert STEERING.isdisjoint(as_html(page(words)))

    @given(st.text(st.sampled_from([*sorted(STEERING), "a", "م", "<"])))
    def test_any_words(self, words):
        """Each control is one sign that something was there."""
        html = as_html([Para((Said(words),))])

        assert STEERING.isdisjoint(html)
        assert html.count("\ufffd") == sum(one in STEERING for one in words)

    def test_marks_of_direction(self):
        """A mark that steers nothing but itself stays."""
        assert "\u200f" in as_html([Para((Said("\u200fright"),))])

    def test_a_table_that_can_be_read_aloud(self):
        """A table has a caption, and headings that say for what they stand."""
        table = Table(("Fits",), (("a",), ("b",)), (((("c",),), (("d",),)),))

        assert as_html([table]) == (
            "<table>\n<caption>Fits</caption>\n"
            '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr>'
            "</thead>\n<tbody>\n"
            '<tr><th scope="row">c</th><td>d</td></tr>\n'
            "</tbody>\n</table>\n"
        )

    def test_our_own_words_are_text_too(self):
        """A host's sentence is no markup either."""
        assert as_html([Para(("<b>",))]) == "<p>&lt;b&gt;</p>\n"


class TestMarkdown:
    """People's words are text, whatever marks they hold."""

    @pytest.fixture
    def parsed(self, needs):
        """Return a function that tells the blocks of a page, and its text."""
        needs("markdown", "markdown_it")
        from markdown_it import MarkdownIt  # noqa: PLC0415 - may be missing

        reader = MarkdownIt("commonmark", {"html": True}).enable("table")

        def kinds(text):
            found = []
            for token in reader.parse(text):
                found.append(token.type)
                found += [
                    child.type
                    for child in token.children or ()
                    if child.type not in {"text", "text_special"}
                ]
            return found

        return kinds

    @pytest.mark.parametrize("words", [w for w in HOSTILE if w.strip()])
    def test_the_same_page(self, words, parsed):
        """Whatever the words are, the blocks of the page are the same."""
        assert parsed(as_markdown(page("a door"))) == parsed(
            as_markdown(page(words))
        )

    @pytest.mark.parametrize("words", HOSTILE)
    def test_the_same_words(self, words, needs):
        """A reader sees the words, but for spaces, and none of them marks."""
        needs("markdown", "markdown_it")
        from markdown_it import MarkdownIt  # noqa: PLC0415 - may be missing

        html = MarkdownIt("commonmark").render(
            as_markdown([Para(("It was: ", Said(words)))])
        )
        told = Outline(html.replace("<p>", "<bdi>").replace("</p>", "</bdi>"))

        shown = " ".join(told.quoted[0].split())
        assert " ".join(f"It was: {plain((Said(words),))}".split()) == shown

    @pytest.mark.parametrize("words", HOSTILE)
    def test_nothing_steers(self, words):
        """What could steer a terminal is gone here too."""
        assert whole(as_markdown(page(words)))

    def test_words_from_right_to_left(self):
        """Words are isolated, so that they do not turn the line around."""
        assert as_markdown([Para((Said(HELLO), "."))]) == (
            f"\u2068{HELLO}\u2069.\n"
        )


class TestText:
    """Text keeps to its width, and steers no terminal."""

    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("words", HOSTILE)
    def test_it_keeps_to_its_width(self, words, width):
        """No row is wider than was asked for."""
        text = as_text(page(words), width=width)

        assert max(columns(row) for row in text.split("\n")) <= width

    @pytest.mark.parametrize("words", HOSTILE)
    def test_nothing_steers(self, words):
        """No control character is left, and each isolate ends on its row."""
        text = as_text(page(words))

        assert whole(text)
        assert {*"\u202a\u202b\u202c\u202d\u202e"}.isdisjoint(text)
        for row in text.split("\n"):
            assert row.count("\u2068") == row.count("\u2069")

    @given(st.text(), st.integers(14, 100))
    def test_any_words(self, words, width):
        """The same holds for any text there is."""
        text = as_text(page(words.replace("\0", "")), width=width)

        assert whole(text)
        assert max(columns(row) for row in text.split("\n")) <= width

    def test_narrower_than_can_be_read(self):
        """A width of nothing is taken as the narrowest there is."""
        block = [Para(("one two three four",))]

        assert as_text(block, width=14) == as_text(block, width=-1)

    def test_headings(self):
        """A page's own heading is told from the others."""
        page_ = [Heading(("A",), level=1), Heading(("B",))]

        assert as_text(page_) == "A\n=\n\nB\n-\n"

    def test_a_table(self):
        """Columns stand beside one another where there is room."""
        table = Table(
            ("Fits",),
            (("way",), ("one",)),
            (((("x",),), (("a",), ("b",))),),
        )

        assert as_text([table], width=30) == (
            "Fits\n\n"
            "way             one\n"
            "--------------  --------------\n"
            "x               a\n"
            "                b\n"
        )

    def test_a_narrow_table(self):
        """Rows stand below one another where there is none."""
        table = Table(
            ("Fits",),
            (("way",), ("one",)),
            (
                ((("x",),), (("a",), ("b",))),
                ((("y",),), (("c",),)),
            ),
        )

        assert as_text([table], width=20) == (
            "Fits\n\nx\n  one: a\n  one: b\n\ny\n  one: c\n"
        )

    def test_a_table_of_nothing(self):
        """A table without columns is a caption."""
        assert as_text([Table(("Fits",), (), ())]).startswith("Fits\n")

    def test_a_list(self):
        """An item that runs on is indented."""
        assert as_text([Items((("one two three four",),))], width=14) == (
            "- one two\n  three four\n"
        )

    def test_wide_characters(self):
        """A wide character takes two columns, a mark none."""
        assert (4, 1, 3) == (
            columns("字字"),
            columns("a\u0301"),
            columns("abc"),
        )

    def test_a_wide_character_at_the_edge(self):
        """A wide character that has no room begins a row of its own."""
        assert ["字字", "字"] == wrapped((Said("字字字"),), 5)

    def test_right_to_left_over_rows(self):
        """An isolate is closed at the end of a row, and opened in the next."""
        rows = wrapped((Said(f"{HELLO} {HOME}"),), 6)

        assert [f"\u2068{HELLO}\u2069", f"\u2068{HOME}\u2069"] == rows

    def test_on_one_row(self):
        """Words can be made safe without folding them."""
        assert plain(("It was ", Said("a\x1b\nb"))) == "It was a\ufffd b"


class TestBlocks:
    """Blocks are values, and show nobody's words by accident."""

    def test_words_stay_out_of_a_repr(self):
        """A log is not a case file."""
        assert repr(Said("my sister")) == "Said()"
        assert "sister" not in repr(page("my sister"))

    def test_parts(self):
        """The words of people can be told from ours."""
        line = joined(("a ", Said("b"), 3, ("c", Said("d"))), "-")

        assert line == ("a ", "-", Said("b"), "-", "3", "-", "c", Said("d"))
        assert [*said(line)] == [Said("b"), Said("d")]
        assert text_of(line) == "a -b-3-cd"

    def test_values(self):
        """Blocks compare, hash and pickle by value."""
        block = page("a")[-1]

        assert block == page("a")[-1]
        assert len({block, page("a")[-1]}) == 1
        assert block == pickle.loads(pickle.dumps(block))


OWN = {"fits": "{way} fits {matters}", "none": "nothing yet"}


class TestWords:
    """A host may replace our sentences, and no more than that."""

    def test_gaps(self):
        """A sentence is filled with words, which stay words."""
        line = Words(OWN)("fits", way=Said("{matters}"), matters=2)

        assert line == (Said("{matters}"), " fits ", "2")

    def test_replaced(self):
        """A sentence can be replaced, and may leave a gap out."""
        words = Words(OWN, {"fits": "{{{matters}}}: {matters}"})

        assert text_of(words("fits", way="a", matters="b")) == "{b}: b"
        assert words("none") == ("nothing yet",)

    @pytest.mark.parametrize(
        "sentence",
        [
            "{option}",
            "{0}",
            "{}",
            "{way.words}",
            "{way[0]}",
            "{way!r}",
            "{way:>9}",
            "{way",
            "way}",
            "{way:{matters}}",
            None,
            7,
        ],
    )
    def test_a_broken_sentence(self, sentence):
        """A sentence with gaps of other kinds is refused, and not quoted."""
        with pytest.raises(InvariantError) as caught:
            Words(OWN, {"fits": sentence})

        assert caught.value.rule == "words-known"
        assert caught.value.path == "$.words.fits"
        assert "{matters}, {way}" in str(caught.value)

    def test_a_sentence_without_gaps(self):
        """Where a sentence has no gap, the error says none."""
        with pytest.raises(InvariantError, match="among: none"):
            Words(OWN, {"none": "{way}"})

    def test_an_unknown_key(self):
        """A key that we do not have is refused, and not repeated."""
        with pytest.raises(InvariantError) as caught:
            Words(OWN, {"my sister": "x"})

        assert "sister" not in str(caught.value)
        assert "one of fits, none" in str(caught.value)

    def test_all_at_once(self):
        """All that is wrong is told at once."""
        with pytest.raises(InvariantError) as caught:
            Words(OWN, {"none": "{a}", "b": "", "fits": "{c}"})

        assert len(caught.value.problems) == 3


def choice(level=Level.REPORTED, **voice):
    """Return a choice of Amina's, heard as *voice* says."""
    entry = Evidence(kind=EvidenceKind.ENTRY, by=HODAN.actor, at=NOON)
    held = None if level is Level.REPORTED else (entry,)
    return Choice(
        option_id="o1",
        author=HER,
        decided_at=NOON,
        voice=Voice(**voice),
        attestation=held and Attestation(level=level, evidence=held),
    )


class TestNames:
    """People are called what they want, and whose words it is stays told."""

    names = Names(PLAN, Words(WHO))

    @pytest.mark.parametrize(
        "person", [AMINA, JOAN, HODAN, IFRAH, SOL], ids=lambda p: p.called
    )
    def test_who_is_on_the_plan(self, person):
        """Whoever is on the plan has a name."""
        assert self.names.of(person.actor) == (Said(person.called),)

    @pytest.mark.parametrize("role", [*Role])
    def test_who_is_not(self, role):
        """Whoever is not has a part in it, and no id on a page."""
        line = self.names.of(Actor(role=role, id="x9"))

        assert line == (WHO[f"who-{role.value}"],)

    def test_the_reader(self):
        """The reader is called you."""
        names = Names(PLAN, Words(WHO), reader=HER)

        assert names.of(HER) == ("you",)
        assert text_of(names.all_of((HER, WORKER))) == "you, Joan"

    @pytest.mark.parametrize(
        ("voice", "whose"),
        [
            (Voice(), "it is not recorded who said this"),
            (Voice(recorder=WORKER), "it is not recorded who said this"),
            (Voice(speaker=HER), "Amina"),
            (Voice(speaker=HER, recorder=HER), "Amina"),
            (
                Voice(speaker=HER, recorder=WORKER),
                "Amina, written down by Joan",
            ),
            (
                Voice(speaker=HER, together_with=(HODAN.actor, SOL.actor)),
                "Amina together with Hodan, Sol",
            ),
        ],
    )
    def test_whose(self, voice, whose):
        """Whose words it is, and who wrote them down, can be told."""
        assert text_of(self.names.whose(voice)) == whose

    @pytest.mark.parametrize(
        ("made", "who"),
        [
            (choice(speaker=HER, recorder=WORKER), "as reported by Joan"),
            (choice(recorder=WORKER), "as reported by Joan"),
            (choice(), "as reported; it is not recorded by whom"),
            (choice(speaker=HER), ""),
            (choice(speaker=HER, recorder=HER), ""),
            (choice(Level.CORROBORATED, speaker=HER, recorder=WORKER), ""),
        ],
    )
    def test_reported(self, made, who):
        """A choice that only others tell of says who tells it."""
        assert text_of(self.names.reported(made)) == who

    def test_other_words(self):
        """A host may say it in other words."""
        words = Words(WHO, {"who-written-down": "{recorder}: {speaker}"})
        voice = attrs.evolve(Voice(speaker=HER), recorder=WORKER)

        assert text_of(Names(PLAN, words).whose(voice)) == "Joan: Amina"
