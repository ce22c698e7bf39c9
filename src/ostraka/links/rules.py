"""The rules of ownership and control: one function for each regime, with its law.

The first sentence of each function is shown to the analyst.  What stands in quotation
marks is the source's own text; everything else is our paraphrase.  A rule says whether
a regime's measures reach a party that is not listed; it never makes it a listed one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ostraka.errors import UsageError
from ostraka.links.share import HALF


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands.

    Attributes:
        title: The text, its paragraph and date.
        url: Where it can be read.
        quote: Its own words, or None where we only paraphrase it.
    """

    title: str
    url: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How one regime counts.

    Attributes:
        regime: `ofac`, `eu` or `uk`.
        title: Whose rule it is.
        summary: The rule in a sentence.
        lists: The datasets whose parties are listed under the regime.
        bar: Least holding that is enough, in millionths of a percent.
        aggregates: Whether holdings of different listed parties are added up.
        control: Whether control is enough without ownership.
        voting: Whether a majority of the voting rights is enough.
        joint_whole: Whether each joint holder counts as holding the whole stake.
        citations: Where it stands.
    """

    regime: str
    title: str
    summary: str
    lists: tuple[str, ...]
    bar: int
    aggregates: bool
    control: bool
    voting: bool
    joint_whole: bool
    citations: tuple[Citation, ...]


_OFAC_AGGREGATES = date(2014, 8, 13)
_EU_AGGREGATES = date(2022, 4, 8)
_EU_HALF = date(2024, 7, 3)


def ofac(day: date) -> Rule:
    """Owned 50 % or more, directly or indirectly and in the aggregate, by blocked parties.

    A stake flows on only through an owner that is itself owned 50 % or more, and then
    whole, not multiplied; control alone is not enough.  Before 13 August 2014 holdings
    of different blocked parties were not added up.
    """
    return Rule(
        regime="ofac",
        title="OFAC's 50 Percent Rule",
        summary=_summary(ofac),
        lists=("us_ofac_sdn",),
        bar=HALF,
        aggregates=day >= _OFAC_AGGREGATES,
        control=False,
        voting=False,
        joint_whole=False,
        citations=(
            Citation(
                "31 CFR 587.406 (the same section in other parts of chapter V)",
                "https://www.ecfr.gov/current/title-31/section-587.406",
                "have an interest in all property and interests in property of an entity in which such persons directly or indirectly own, whether individually or in the aggregate, a 50 percent or greater interest",
            ),
            Citation(
                "OFAC FAQ 401: indirectly",
                "https://ofac.treasury.gov/faqs/401",
                "refers to one or more blocked persons' ownership of shares of an entity through another entity or entities that are 50 percent or more owned in the aggregate by the blocked person(s)",
            ),
            Citation(
                "OFAC FAQ 398: control",
                "https://ofac.treasury.gov/faqs/398",
                "speaks only to ownership and not to control",
            ),
            Citation(
                "OFAC FAQ 399: the holdings of all blocked persons are added up",
                "https://ofac.treasury.gov/faqs/399",
                "Blocked Person X owns 25 percent of Entity A, and Blocked Person Y owns another 25 percent of Entity A, Entity A is considered to be blocked",
            ),
        ),
    )


def eu(day: date) -> Rule:
    """Owned 50 % or more by listed parties together, or controlled by one of them.

    What an owned or controlled entity holds counts as the listed party's, whole: its
    assets are presumed to be under the same control, and the presumption can be
    rebutted.  Until 2 July 2024 more than 50 % was needed; holdings of different listed
    parties have been added up since the Commission's answer of 8 April 2022.
    """
    return Rule(
        regime="eu",
        title="EU Best Practices on ownership and control",
        summary=_summary(eu),
        lists=("eu_fsf",),
        bar=HALF if day >= _EU_HALF else HALF + 1,
        aggregates=day >= _EU_AGGREGATES,
        control=True,
        voting=True,
        joint_whole=False,
        citations=(
            Citation(
                "Council, EU Best Practices for the effective implementation of restrictive measures, 3 July 2024, on ownership",
                "https://data.consilium.europa.eu/doc/document/ST-11623-2024-INIT/en/pdf",
                "the possession of 50% or more of the proprietary rights of an entity or having majority interest in it",
            ),
            Citation(
                "The same before 3 July 2024",
                "https://data.consilium.europa.eu/doc/document/ST-8519-2018-INIT/en/pdf",
                "the possession of more than 50% of the proprietary rights of an entity or having majority interest in it",
            ),
            Citation(
                "Commission, consolidated FAQs, asset freeze, question 8 (8 April 2022): holdings added up",
                "https://finance.ec.europa.eu/publications/consolidated-version_en",
                "One should take into account the aggregated ownership of the entity.",
            ),
            Citation(
                "Commission, consolidated FAQs, asset freeze, question 1 (8 April 2022): control reaches on",
                "https://finance.ec.europa.eu/publications/consolidated-version_en",
                "if the listed person is deemed to own or control a non-listed entity, it can be presumed that the control also extends to the assets of that entity",
            ),
        ),
    )


def uk(day: date) -> Rule:  # noqa: ARG001 - the rule has been the same since 2018
    """More than 50 % held by one designated person, or controlled by it.

    Shares, voting rights and the right to appoint or remove most of the board are
    tested each by itself.  Holdings of different designated persons are not added up
    unless they are held jointly or under a joint arrangement; then each counts as
    holding the whole.  What is held through others counts where each of them is itself
    held by a majority or controlled.
    """
    return Rule(
        regime="uk",
        title="UK regulation 7, owned or controlled directly or indirectly",
        summary=_summary(uk),
        lists=("uk_fcdo", "uk_ofsi"),
        bar=HALF + 1,
        aggregates=False,
        control=True,
        voting=True,
        joint_whole=True,
        citations=(
            Citation(
                "Sanctions and Anti-Money Laundering Act 2018, section 62: regulations say what owned or controlled means",
                "https://www.legislation.gov.uk/ukpga/2018/13/section/62",
            ),
            Citation(
                "Regulation 7(2) of the regulations made under the Act, e.g. S.I. 2019/855 (Russia)",
                "https://www.legislation.gov.uk/uksi/2019/855/regulation/7",
                "holds directly or indirectly more than 50% of the shares in C",
            ),
            Citation(
                "Schedule 1, paragraph 2: joint interests",
                "https://www.legislation.gov.uk/uksi/2019/855/schedule/1",
                "If two or more persons each hold a share or right jointly, each of them is treated as holding that share or right.",
            ),
            Citation(
                "OFSI, UK financial sanctions general guidance, chapter 4 (March 2022): no adding up",
                "https://www.gov.uk/government/publications/financial-sanctions-general-guidance",
                "OFSI would not simply aggregate different designated persons’ holdings in a company, unless, for example, the shares or rights are subject to a joint arrangement between the designated parties or one party controls the rights of another.",
            ),
        ),
    )


#: Every regime that has a rule here.
REGIMES: dict[str, Callable[[date], Rule]] = {"ofac": ofac, "eu": eu, "uk": uk}


def rule_of(regime: str, day: date) -> Rule:
    """Return a regime's rule as it stood on a day.

    Raises:
        UsageError: There is no rule of that regime here.
    """
    if regime not in REGIMES:
        raise UsageError(
            f"{regime!r} has no rule of ownership here; one of: {', '.join(REGIMES)}"
        )
    return REGIMES[regime](day)


def _summary(rule: Callable[[date], Rule]) -> str:
    return (rule.__doc__ or "").partition("\n")[0]
