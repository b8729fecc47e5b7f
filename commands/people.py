"""Commands for who may come in and do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from commands.session import Json, Texts, workspace_of
from planning.errors import UsageError
from views.printing import print_json, show

if TYPE_CHECKING:
    from data_sources.store.users import Person

user: Final = typer.Typer(help="Say who may come in and do what.", no_args_is_help=True)
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address they sign in with.")]
Roles = Annotated[
    Texts,
    typer.Option(
        "--role",
        metavar="viewer|planner|leader|executive|administrator",
        help="May be repeated.",
    ),
]
Teams = Annotated[Texts, typer.Option("--team", metavar="marketing|sales", help="May be repeated.")]
Name = Annotated[str | None, typer.Option("--name", help="Shown name.")]


@user.command()
def add(
    context: typer.Context,
    email: Email,
    role: Roles = None,
    team: Teams = None,
    name: Name = None,
    as_json: Json = False,
) -> None:
    """Register somebody, who may sign in from now on."""
    added = workspace_of(context).people.add(email, role or (), team or (), name or "")
    _tell([added], as_json=as_json)


@user.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List who may come in, and what each may do."""
    people = workspace_of(context).people.all()
    if as_json:
        return print_json({"people": [_told(one) for one in people]})
    return _tell(people, as_json=False)


@user.command()
def role(
    context: typer.Context,
    email: Email,
    role: Roles = None,
    team: Teams = None,
    name: Name = None,
    as_json: Json = False,
) -> None:
    """Change what somebody may do; it holds from their next step on."""
    if role is None and team is None and name is None:
        raise UsageError("What is to change?", "Give --role, --team or --name.")
    people = workspace_of(context).people
    _tell([people.change(email, roles=role, teams=team, name=name)], as_json=as_json)


@user.command()
def remove(context: typer.Context, email: Email, as_json: Json = False) -> None:
    """Remove somebody; what they did stays in the history."""
    gone = workspace_of(context).people.remove(email)
    if as_json:
        return print_json({"removed": gone.email})
    from views.terminal import text

    return show(text(f"Removed {gone.email}. What they did stays in the history."))


def _tell(people: list[Person] | tuple[Person, ...], *, as_json: bool) -> None:
    if as_json:
        return print_json(_told(people[0]))
    from views.people import roles_in_words, teams_in_words
    from views.terminal import grid

    rows = [
        (
            one.email,
            one.name if one.name != one.email else "",
            roles_in_words(one.roles),
            teams_in_words(one.teams),
            "yes" if one.has_signed_in else "not yet",
        )
        for one in people
    ]
    return show(grid("People", ("address", "name", "roles", "teams", "signed in"), rows))


def _told(person: Person) -> dict[str, Any]:
    from planning.agreed.rights import ROLES
    from planning.teams import TEAMS

    return {
        "email": person.email,
        "name": person.name,
        "roles": [role for role in ROLES if role in person.roles],
        "teams": [team for team in TEAMS if team in person.teams],
        "signed_in": person.has_signed_in,
    }
