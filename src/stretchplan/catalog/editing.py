"""Making a catalogue from others: finding, adding, merging, removing. Nothing is changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stretchplan._base import nearest, show
from stretchplan.errors import CatalogError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchplan.catalog.models import Area, Catalog, Source, Tombstone
    from stretchplan.catalog.stretch import Stretch

__all__ = ["extended", "get", "merged", "without"]


def get(catalog: Catalog, name: str) -> Stretch:
    """Return a stretch by its id or an alias: see :meth:`Catalog.get`."""
    if isinstance(name, str):
        if name in catalog.by_id:
            return catalog.by_id[name]
        for stretch in catalog.stretches:
            if name in stretch.aliases:
                return stretch
        for tombstone in catalog.tombstones:
            if tombstone.id == name:
                raise CatalogError(_removed(tombstone), source=catalog.id)
    aliases = (alias for stretch in catalog.stretches for alias in stretch.aliases)
    suggestion = nearest(name, [*catalog.by_id, *aliases])
    hint = f"did you mean {suggestion!r}?" if suggestion else f"known: {_listed(catalog.by_id)}"
    message = f"there is no stretch {show(name)}; {hint}"
    raise CatalogError(Problem("", show(name), message, suggestion), source=catalog.id)


def _removed(tombstone: Tombstone) -> Problem:
    instead = tombstone.replaced_by
    hint = f"use {instead!r} instead" if instead else "nothing replaces it"
    message = f"the stretch {tombstone.id!r} was removed ({tombstone.reason}); {hint}"
    return Problem("", show(tombstone.id), message, instead)


def _listed(names: Iterable[str]) -> str:
    some = list(names)
    return ", ".join(some[:10]) + (", …" if len(some) > 10 else "")


def extended(
    catalog: Catalog,
    *,
    version: str,
    stretches: Iterable[Stretch] = (),
    areas: Iterable[Area] = (),
    sources: Iterable[Source] = (),
    id: str | None = None,  # noqa: A002 - the name of the field
    title: str | None = None,
) -> Catalog:
    """Return a catalogue with entries added: see :meth:`Catalog.extended`."""
    added = {"sources": tuple(sources), "areas": tuple(areas), "stretches": tuple(stretches)}
    return _joined(catalog, added, "what is added", {"id": id, "version": version, "title": title}, catalog)


def merged(
    catalog: Catalog,
    other: Catalog,
    *,
    version: str,
    id: str | None = None,  # noqa: A002 - the name of the field
    title: str | None = None,
) -> Catalog:
    """Return two catalogues as one: see :meth:`Catalog.merged`."""
    if not isinstance(other, type(catalog)):
        raise CatalogError(Problem("other", show(other), f"{show(other)} is not a catalogue; give a Catalog"))
    added = {name: getattr(other, name) for name in ("sources", "areas", "stretches", "tombstones")}
    new = {"id": id, "version": version, "title": title}
    return _joined(catalog, added, f"{other.id} {other.version}", new, catalog, other)


def without(catalog: Catalog, stretch_id: str, *, reason: str, version: str, replaced_by: str | None = None) -> Catalog:
    """Return a catalogue without one stretch: see :meth:`Catalog.without`."""
    gone = get(catalog, stretch_id)
    instead = None if replaced_by is None else get(catalog, replaced_by).id
    if instead == gone.id:
        message = f"{instead!r} is the stretch that is removed; name another one"
        raise CatalogError(Problem("replaced_by", show(replaced_by), message), source=catalog.id)
    tombstones: list[Any] = [
        old.model_copy(update={"replaced_by": instead}) if old.replaced_by == gone.id else old
        for old in catalog.tombstones
    ]
    tombstones += [{"id": name, "replaced_by": instead, "reason": reason} for name in (gone.id, *gone.aliases)]
    stretches = tuple(_unhinted(stretch, gone.id) for stretch in catalog.stretches if stretch.id != gone.id)
    fields = {"stretches": stretches, "tombstones": tuple(tombstones)}
    return _renamed(catalog, fields, {"id": None, "version": version, "title": None}, catalog)


def _unhinted(stretch: Stretch, gone: str) -> Stretch:
    """Return a stretch without the ordering hints that name a removed one."""
    hints = stretch.ordering
    if gone not in hints.after and gone != hints.straight_after:
        return stretch
    left = {
        "after": tuple(name for name in hints.after if name != gone),
        "straight_after": None if hints.straight_after == gone else hints.straight_after,
    }
    return stretch.model_copy(update={"ordering": hints.model_copy(update=left)})


def _joined(
    catalog: Catalog,
    added: dict[str, tuple[Any, ...]],
    whose: str,
    new: dict[str, str | None],
    *before: Catalog,
) -> Catalog:
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, entries in added.items():
        entry_type = _entry_types()[field]
        mine = {entry.id: entry for entry in getattr(catalog, field)}
        together = list(mine.values())
        for i, entry in enumerate(entries):
            if not isinstance(entry, entry_type):
                message = f"{show(entry)} is not allowed; give an entry of type {entry_type.__name__}"
                problems.append(Problem(f"{field}[{i}]", show(entry), message))
                continue
            known = mine.get(entry.id)
            if known is None:
                together.append(entry)
            elif known != entry:
                differing = ", ".join(n for n in type(known).model_fields if getattr(known, n) != getattr(entry, n))
                problems.append(
                    Problem(
                        f"{field}[{i}] ({entry.id})",
                        show(entry.id),
                        f"{entry.id!r} stands in {catalog.id} {catalog.version} and in {whose}, and they differ "
                        f"in {differing}; give one of them another id",
                    )
                )
        fields[field] = tuple(together)
    if problems:
        raise CatalogError(*problems, source=catalog.id)
    return _renamed(catalog, fields, new, *before)


def _entry_types() -> dict[str, Any]:
    from stretchplan.catalog.models import Area, Source, Stretch, Tombstone  # models imports this module

    return {"sources": Source, "areas": Area, "stretches": Stretch, "tombstones": Tombstone}


def _renamed(catalog: Catalog, fields: dict[str, Any], new: dict[str, str | None], *before: Catalog) -> Catalog:
    """Return the catalogue with other fields and another name, which must not be that of another content."""
    names = {name: value for name, value in new.items() if value is not None}
    made = catalog.model_copy(update=fields | names)
    for old in before:
        if (made.id, made.version) == (old.id, old.version) and made != old:
            message = f"{old.version!r} is the version of {old.id} with another content; give the new one its own"
            raise CatalogError(Problem("version", show(made.version), message), source=catalog.id)
    return made
