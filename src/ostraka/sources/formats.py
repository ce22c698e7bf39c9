"""Which format the files of a version are in: the one place that knows all readers."""

from __future__ import annotations

from importlib import import_module

from ostraka.errors import RefusedError, UsageError
from ostraka.sources.catalog import Dataset, official_datasets
from ostraka.sources.files import SourceFile, looks_like_html
from ostraka.sources.reader import Format

#: Format name → module in `lists/` that has it as `FORMAT` (or `FORMATS`, by name).
READERS = {
    "au_dfat_xlsx": "au_dfat_xlsx",
    "bods": "bods_json",
    "ca_sema_xml": "ca_sema_xml",
    "ch_seco_xml": "ch_seco_xml",
    "csv": "own_table",
    "eu_fsf_csv": "eu_fsf_csv",
    "eu_fsf_xml": "eu_fsf_xml",
    "ftm": "ftm_json",
    "ftm_delta": "ftm_delta",
    "ftm_statements": "ftm_statements",
    "gleif_csv": "gleif_csv",
    "gleif_xml": "gleif_xml",
    "int_worldbank_json": "int_worldbank_json",
    "links": "links_csv",
    "ofac_advanced": "ofac_advanced",
    "ofac_csv": "ofac_csv",
    "ofac_enhanced": "ofac_enhanced",
    "ofac_xml": "ofac_xml",
    "uk_fcdo_csv": "uk_fcdo_csv",
    "uk_fcdo_xml": "uk_fcdo_xml",
    "uk_ofsi_csv": "uk_ofsi_csv",
    "uk_psc": "uk_psc_json",
    "un_xml": "un_xml",
    "us_bis_dpl_tsv": "us_bis_dpl_tsv",
    "us_csl_csv": "us_csl_csv",
    "us_csl_json": "us_csl_json",
    "xlsx": "own_table",
}

#: Formats that go by one name.
_FAMILIES = {"ftm": ("ftm", "ftm_statements", "ftm_delta")}

#: Formats of no publisher: that a file could be read so says nothing about it.
_OF_NOBODY = frozenset({"csv", "xlsx"})

#: Formats no publisher uses: what others made of a list, and lists of one's own.
CONVERSIONS = frozenset({"ftm", "ftm_delta", "ftm_statements", "csv", "xlsx"})


def find_format(name: str) -> Format:
    """Return a format by name, importing its reader.

    Raises:
        UsageError: There is no such format.
    """
    if name not in READERS:
        raise UsageError(
            f"unknown format {name!r}; one of: {', '.join(sorted(READERS))}"
        )
    module = import_module(f"ostraka.sources.lists.{READERS[name]}")
    formats: dict[str, Format] = getattr(module, "FORMATS", {})
    found: Format = formats[name] if formats else module.FORMAT
    return found


def choose_format(
    dataset: Dataset, files: list[SourceFile], name: str | None
) -> tuple[Format, dict[str, SourceFile]]:
    """Return the format the files are in and the role of each.

    Args:
        dataset: The list they are given as.
        files: All files of the version.
        name: Format named by the user, or None to find it.

    Raises:
        RefusedError: They are in no format of the list, or some are missing.
        UsageError: There is no format of that name.
    """
    heads = {file: file.head() for file in files}
    for file, head in heads.items():
        if looks_like_html(head):
            raise RefusedError(
                f"{dataset.name}: {file.path.name} is a web page, not a list; "
                "the publisher may have answered with a login or an error page"
            )
    names = [
        member
        for n in ([name] if name else [n for n in dataset.formats if n in READERS])
        for member in _FAMILIES.get(n, (n,))
    ]
    listed = ", ".join(file.path.name for file in files)
    incomplete = ""
    for candidate in names:
        found = find_format(candidate)
        roles = _roles(found, heads)
        if roles is None:
            continue
        missing = sorted(set(found.required) - roles.keys())
        if not missing:
            return found, roles
        incomplete = f"{candidate} without its {' and '.join(missing)} file"
    if incomplete:
        raise RefusedError(
            f"{dataset.name}: {listed}: {incomplete}; give all files of the version together"
        )
    others = [
        n
        for n in READERS
        if n not in names
        and n not in _OF_NOBODY
        and _assign(find_format(n), heads) is not None
    ]
    hint = f"; it looks like {others[0]}" + _owner(others[0]) if others else ""
    raise RefusedError(
        f"{dataset.name}: {listed}: not in a format of this list ({', '.join(names)}){hint}"
    )


def _owner(format_name: str) -> str:
    owners = [d.name for d in official_datasets().values() if format_name in d.formats]
    return f", a format of {owners[0]}" if owners else ""


def _assign(
    found: Format, heads: dict[SourceFile, bytes]
) -> dict[str, SourceFile] | None:
    """Return the files by role, or None if they are no whole version of this format."""
    roles = _roles(found, heads)
    whole = roles is not None and set(found.required) <= roles.keys()
    return roles if whole else None


def _roles(
    found: Format, heads: dict[SourceFile, bytes]
) -> dict[str, SourceFile] | None:
    """Return the files by role, or None if they are not all of this format."""
    roles: dict[str, SourceFile] = {}
    for file, head in heads.items():
        role = found.sniff(file.name, head)
        if role is None or role in roles:
            return None
        roles[role] = file
    return roles
