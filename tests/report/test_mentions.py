"""Which listed parties a text names; invented parties, and the traps precision needs."""

import pytest

BUREAU = "Karvonian Bureau of Inner Vigilance"


def test_a_name_is_found_whole_with_its_place(find, party, mentions_of):
    text = f"They say the {BUREAU} did it."
    assert find(text, party("b", BUREAU)) == [(BUREAU, "name", ["b"])]
    (mention,) = mentions_of(text, [party("b", BUREAU)])
    assert (mention.span.start, mention.span.end) == (13, 13 + len(BUREAU))


@pytest.mark.parametrize(
    "written",
    [
        "KARVONIAN BUREAU OF INNER VIGILANCE",
        "Karvonian Bureau for Inner Vigilance",
        "Karvonian  Bureau\nof Inner Vigilance",
        "Karvonian Bureau of Inner-Vigilance",
    ],
)
def test_case_space_hyphens_and_for_do_not_matter(find, party, written):
    assert find(f"They say {written} did it.", party("b", BUREAU)) == [
        (written, "name", ["b"])
    ]


def test_spellings_of_one_word_are_one(find, party):
    listed = party("d", "Vantor Organization for Missile Defense")
    text = "the Vantor Organisation for Missile Defence"
    assert find(text, listed)[0][0] == "Vantor Organisation for Missile Defence"


@pytest.mark.parametrize("mark", ["'", "’", "ʼ"])
def test_a_possessive_is_no_part_of_the_name(find, party, mark):
    listed = party("b", BUREAU)
    assert find(f"the {BUREAU}{mark}s chief", listed)[0][0] == BUREAU


def test_apostrophes_within_words_do_not_matter(find, party):
    listed = party("k", "Kata'ib Zorvash Brigade")
    assert find("the Kataib Zorvash Brigade", listed)[0][0] == "Kataib Zorvash Brigade"
    assert find("of Kata’ib Zorvash Brigade", listed)


def test_a_name_inside_a_longer_word_is_none(find, party):
    assert find("the Karvonian Bureaux of Inner Vigilances", party("b", BUREAU)) == []


def test_words_written_small_are_no_name(find, party):
    assert (
        find("an inner harbour light was lit", party("h", "Inner Harbour Light")) == []
    )


def test_the_longest_name_wins(find, party):
    short, long = party("s", "Zorvash Front"), party("l", "Zorvash Front of Karvonia")
    text = "the Zorvash Front of Karvonia, and later the Zorvash Front"
    found = [(text, ids) for text, _, ids in find(text, short, long)]
    assert found == [("Zorvash Front of Karvonia", ["l"]), ("Zorvash Front", ["s"])]


def test_other_scripts_are_found(find, party):
    persian = "سازمان پاسداری زروش"
    listed = party(
        "z", "Zorvash Guard", alias=[persian, "Зорвашская гвардия", "조르바시경비대"]
    )
    assert find(f"گفت که {persian} آمد", listed)[0][0] == persian
    assert find("там Зорвашская Гвардия стоит", listed)[0][0] == "Зорвашская Гвардия"
    # Korean particles stand right behind the name.
    assert find("그때 조르바시경비대는 왔다", listed)[0][0] == "조르바시경비대"


def test_a_quotation_mark_opened_in_a_name_is_closed_with_it(find, party):
    listed = party("z", "ПАО «Зорваш Тамраш»")
    text = "купил ПАО «Зорваш Тамраш», сказал"
    assert find(text, listed)[0][0] == "ПАО «Зорваш Тамраш»"


class TestOneWord:
    """A single word names a party only where there is a reason to think so."""

    def test_a_common_word_never(self, find, party):
        # Real entries: a ship MAIN, a company Page, a person's weak aliases So and 40.
        listed = [
            party("1", "MAIN", schema="Vessel"),
            party("2", "Page"),
            party("3", weakAlias=["So", "40"], schema="Person"),
        ]
        text = "So the main thing is on Page 40. MAIN point: So what?"
        assert find(text, *listed) == []

    def test_an_abbreviation_of_several_lists(self, find, party):
        one = party("1", BUREAU, alias=["KBIV"], dataset="one", country="kz")
        two = party("2", "Bureau KBIV", alias=["KBIV"], dataset="two", country="kz")
        assert find("In Kazakhstan the KBIV did it.", one, two)[0][2] == ["1", "2"]

    def test_an_abbreviation_of_one_list_needs_its_country_and_its_letters(
        self, find, party
    ):
        listed = party("b", BUREAU, weakAlias=["KBIV"], country="kz")
        assert find("In Kazakhstan the KBIV did it.", listed)[0][2] == ["b"]
        assert find("The KBIV did it.", listed) == []
        other = party("o", "Zorvash Front", weakAlias=["KBIV"], country="kz")
        assert find("In Kazakhstan the KBIV did it.", other) == []

    def test_an_abbreviation_is_none_where_everything_is_in_capitals(self, find, party):
        one = party("1", BUREAU, alias=["KBIV"], dataset="one", country="kz")
        two = party("2", BUREAU, alias=["KBIV"], dataset="two", country="kz")
        assert find("NEWS FROM KAZAKHSTAN ON KBIV TALKS", one, two) == []

    def test_an_abbreviation_within_a_code_is_none(self, find, party):
        one = party("1", BUREAU, alias=["KBIV"], dataset="one", country="kz")
        two = party("2", BUREAU, alias=["KBIV"], dataset="two", country="kz")
        assert find("Kazakhstan: set MAX_KBIV or KBIV_MAX", one, two) == []

    def test_an_abbreviation_stands_for_the_same_full_name_on_other_lists(
        self, find, party
    ):
        # Of the IRGC some lists print the short form, others only the full name.
        one = party("1", BUREAU, alias=["KBIV"], dataset="one", country="kz")
        two = party("2", BUREAU, alias=["KBIV"], dataset="two", country="kz")
        full = party("3", BUREAU, dataset="three")
        assert find("Kazakhstan has the KBIV.", one, two, full)[0][2] == ["1", "2", "3"]

    def test_an_abbreviation_in_brackets_behind_a_listed_name_is_one(self, find, party):
        one = party("1", f"{BUREAU} (KBIV)", dataset="one", country="kz")
        text = f"Kazakhstan's KBIV; the {BUREAU}"
        assert [ids for _, _, ids in find(text, one)] == [["1"], ["1"]]

    def test_brackets_of_another_body_are_no_abbreviation(self, find, party):
        listed = party(
            "h", "Building Office of the Zorvash Front (ZF-KZ)", country="kz"
        )
        assert find("In Kazakhstan the ZF-KZ met.", listed) == []

    def test_a_name_known_to_several_lists(self, find, party):
        one = party("1", "Zorvashbank", dataset="one", country="ru")
        two = party("2", "Zorvashbank", dataset="two", country="ru")
        text = "Russia says that Zorvashbank is sound."
        assert find(text, one, two)[0][2] == ["1", "2"]
        assert find(text, one) == []
        assert find("We say that Zorvashbank is sound.", one, two) == []

    def test_a_name_that_is_also_a_word_of_the_text(self, find, party):
        one = party("1", "Zorvash", dataset="one")
        two = party("2", "Zorvash", dataset="two")
        assert find("a zorvash is a tool; his Zorvash is old", one, two) == []

    def test_a_name_within_a_longer_name(self, find, party):
        one = party("1", "Zorvash", dataset="one")
        two = party("2", "Zorvash", dataset="two")
        assert find("the town of Zorvash Hill", one, two) == []


class TestDefinitions:
    """A text that says what its short forms mean is believed."""

    def test_full_name_and_short_form_are_mentions(self, find, party):
        listed = party("b", BUREAU)
        text = f"The {BUREAU} (KBIV) came. Later the KBIV’s chief left."
        assert find(text, listed) == [
            (BUREAU, "defined in the text", ["b"]),
            ("KBIV", "abbreviation", ["b"]),
            ("KBIV", "abbreviation", ["b"]),
        ]

    def test_a_shorter_full_name_is_known_by_its_listed_short_form(self, find, party):
        # As in "Iranian Ministry of Intelligence (MOIS)", listed with "and Security".
        name = "Karvonian Office of Vigilance and Order"
        listed = party("o", name, weakAlias=["KOVO"])
        text = "the Karvonian Office of Vigilance (KOVO), a branch of the KOVO"
        assert [(t, ids) for t, _, ids in find(text, listed)] == [
            ("Karvonian Office of Vigilance", ["o"]),
            ("KOVO", ["o"]),
            ("KOVO", ["o"]),
        ]

    def test_a_short_form_defined_otherwise_is_not_the_listed_one(self, find, party):
        one = party("1", "Amber Dock Force", alias=["ADF"], dataset="one", country="ug")
        two = party("2", "Amber Dock Force", alias=["ADF"], dataset="two", country="ug")
        text = "In Uganda the Annual Dance Forum (ADF) met; the ADF danced."
        assert all(not ids for _, _, ids in find(text, one, two))

    def test_a_body_on_no_list_is_a_body_and_no_listed_party(self, find):
        text = "the People’s Vigil Organisation of Karvonia (PVOK/VEK) said; VEK too"
        assert find(text) == [
            ("People’s Vigil Organisation of Karvonia", "defined in the text", []),
            ("PVOK", "abbreviation", []),
            ("VEK", "abbreviation", []),
            ("VEK", "abbreviation", []),
        ]

    def test_what_is_no_body_is_passed_over(self, find):
        assert find("the Joint Comprehensive Plan of Action (JCPOA) of 2015") == []


class TestPersons:
    """Full names, and surnames after them."""

    ZAREK = "Orvandel Zarekovsky"

    def test_a_full_name_and_later_the_surname(self, find, party):
        listed = party("z", self.ZAREK, schema="Person")
        text = f"{self.ZAREK} left. Mr Zarekovsky returned; Zarekovsky’s car did not."
        assert find(text, listed) == [
            (self.ZAREK, "name", ["z"]),
            ("Zarekovsky", "surname", ["z"]),
            ("Zarekovsky", "surname", ["z"]),
        ]

    def test_a_surname_before_the_full_name_or_of_two_people_says_nothing(
        self, find, party
    ):
        listed = party("z", self.ZAREK, schema="Person")
        assert len(find(f"Zarekovsky went before {self.ZAREK}.", listed)) == 1
        text = f"{self.ZAREK} met Ilse Zarekovsky. Then Zarekovsky left."
        assert len(find(text, listed)) == 1

    def test_a_name_that_is_part_of_a_longer_one_is_another_person(self, find, party):
        listed = party("z", self.ZAREK, schema="Person")
        assert find(f"{self.ZAREK} Junghans spoke", listed) == []
        assert find(f"so Karl {self.ZAREK} spoke", listed) == []
        assert find(f"so General {self.ZAREK} spoke", listed)

    def test_last_name_first_with_a_comma(self, find, party):
        listed = party("z", "ZAREKOVSKY, Orvandel", schema="Person")
        assert find(f"so {self.ZAREK} spoke", listed)

    def test_a_patronymic_may_be_left_out(self, find, party):
        listed = party("z", "Orvandel Petrovich ZAREKOVSKY", schema="Person")
        assert find(f"so {self.ZAREK} spoke", listed)

    def test_a_name_of_thousands_is_nobody(self, find, party):
        listed = party("h", "Ali Hassan", schema="Person", country="sy")
        assert find("Ali Hassan, a baker in Syria, was not there.", listed) == []

    def test_a_common_name_needs_its_country(self, find, party):
        listed = party("i", "Igor Larionov", schema="Person", country="by")
        assert find("In Belarus Igor Larionov spoke", listed)
        assert find("In Canada Igor Larionov spoke", listed) == []

    def test_a_kunya_alone_is_nobody(self, find, party):
        listed = party("a", "Zorvan Tamrashi", schema="Person", alias=["Abu Tamrash"])
        assert find("They met Abu Tamrash there.", listed) == []

    def test_a_weak_alias_confirms_and_does_not_open(self, find, party):
        # OFAC FAQ 122-124: weak aliases are not expected as a screening key.
        listed = party(
            "t", "Zorvan Tamrashi", schema="Person", weakAlias=["Old Fox Zorva"]
        )
        assert find("They met Old Fox Zorva there.", listed) == []
        text = "They met Zorvan Tamrashi. Old Fox Zorva, they call him."
        assert find(text, listed) == [
            ("Zorvan Tamrashi", "name", ["t"]),
            ("Old Fox Zorva", "weakAlias", ["t"]),
        ]


class TestBodies:
    """Names made of general words, ships, legal forms."""

    def test_a_general_name_needs_its_country(self, find, party):
        # The Libyan corps is listed as REVOLUTIONARY GUARD CORPS and no more.
        libyan = party("ly", "REVOLUTIONARY GUARD CORPS", country="ly")
        assert find("the Revolutionary Guard Corps of Libya", libyan)[0][2] == ["ly"]
        assert find("In Tehran the Revolutionary Guard Corps met.", libyan) == []
        text = "In Libya they spoke of the Iranian Revolutionary Guard Corps."
        assert find(text, libyan) == []

    def test_of_two_namesakes_on_a_list_the_one_whose_country_is_named(
        self, find, party
    ):
        # Two parties of OFAC's list are called MINISTRY OF STATE SECURITY.
        one = party("cn", "MINISTRY OF STATE SECURITY", country="cn")
        two = party("kp", "MINISTRY OF STATE SECURITY", country="kp")
        text = "North Korea and its Ministry of State Security"
        assert [ids for _, _, ids in find(text, one, two)] == [["kp"]]

    def test_the_country_may_stand_in_the_program(self, find, party):
        from dataclasses import replace  # noqa: PLC0415

        bare = party("g", "Revolutionary Guard Corps")
        act = replace(bare.designations[0], program="The Libya (Sanctions) Regulations")
        listed = replace(bare, designations=(act,))
        assert find("Libya: the Revolutionary Guard Corps", listed)

    def test_a_ship_needs_a_word_that_says_so(self, find, party):
        listed = party("s", "MORNING ZORVASH STAR", schema="Vessel")
        assert find("The Morning Zorvash Star is a newspaper.", listed) == []
        assert find("the tanker Morning Zorvash Star sailed", listed)

    def test_a_legal_form_may_be_left_out(self, find, party):
        listed = party("k", "Karvon Zorvash Trading LLC")
        assert find("at Karvon Zorvash Trading they met", listed)

    def test_both_names_of_a_double_name_are_found(self, find, party):
        # Canada prints English and French in one cell.
        listed = party("c", f"{BUREAU}/Bureau karvonien de vigilance")
        assert find(f"the {BUREAU} met", listed)
        assert find("le Bureau Karvonien de Vigilance", listed)


def test_a_crowd_of_names_does_not_slow_the_search(party, mentions_of):
    import time  # noqa: PLC0415

    crowd = [
        party(f"p{i}", f"Mohammad Ali Zorvash{i} Tamrashi", schema="Person")
        for i in range(5000)
    ]
    text = "Mohammad Ali Zorvash17 Tamrashi met Mohammad Ali and others. " * 300
    started = time.perf_counter()
    assert len(mentions_of(text, crowd)) == 300
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "written",
    [
        "Зорваша Тамрашина",
        "Зорвашем Тамрашиным",
        "Зорвашу Тамрашину",
        "Зорваш Тамрашин",
    ],
)
def test_a_name_is_found_in_every_case_of_its_language(find, party, written):
    listed = party("z", "Зорваш Тамрашин", schema="Person")
    assert find(f"Там видели {written} вчера", listed) == [(written, "name", ["z"])]


def test_an_and_written_together_with_an_arabic_name_is_no_part_of_it(find, party):
    listed = party("z", "زروش پاسدار", schema="Person")
    ((found, _, ids),) = find("قال وزروش پاسدار", listed)
    assert (found, ids) == ("وزروش پاسدار", ["z"])


@pytest.mark.parametrize("written", ["Kim Zor Vash", "Kim Zor-vash", "Zor Vash Kim"])
def test_a_surname_that_comes_first_is_found_so(find, party, written):
    listed = party("k", "Zor Vash KIM", schema="Person", country="kp")
    text = f"North Korea sent {written} there"
    assert find(text, listed) == [(written, "name", ["k"])]


def test_a_body_is_found_on_lists_that_print_its_other_name_only(find, party):
    one = party("a", "Hizbvorash", alias=["Hezbvorash"], country="lb")
    two = party("b", "HIZBVORASH", dataset="b_list", country="lb")
    third = party("c", "Hezbvorash", dataset="c_list", country="lb")
    other = party("d", "Army of Vorash", alias=["Hizbvorash"], dataset="d_list")
    ((_, _, ids),) = find("Fighters of Hezbvorash left Lebanon", one, two, third, other)
    assert ids == ["a", "b", "c"]


def test_a_short_name_after_an_article_counts_where_several_lists_have_it(find, party):
    lists = [party(f"q{n}", "Al Vaeda", dataset=f"list{n}") for n in range(2)]
    assert find("They joined Al-Vaeda there", *lists)[0][2] == ["q0", "q1"]
    assert find("They joined Al-Vaeda there", lists[0]) == []
