"""Who may do what: permissions, the built-in roles, and whose conversations a principal sees.

Default deny: a door (HTTP route, socket event) names the permission it needs, and whoever lacks it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contactcenter.desk.directory import Directory
from contactcenter.errors import Forbidden, Unauthenticated
from contactcenter.ids import AgentId, ContactId, InboxId
from contactcenter.model.contact import Identity
from contactcenter.model.entry import Author, AuthorKind
from contactcenter.model.records import Agent, Queue, Reach, Role
from contactcenter.model.scope import EVERYTHING, Scope


class Permission(StrEnum):
    """What a door may ask for. PUBLIC is open to everybody, and is rate limited by network."""

    PUBLIC = "public"
    VISIT = "visit"  # the contact's own side: write, read, rate
    SIGNED_IN = "signed_in"  # any agent about itself
    CENTRE_READ = "centre.read"  # the names of agents, queues, tags ...
    CONVERSATIONS_READ = "conversations.read"
    CONVERSATIONS_REPLY = "conversations.reply"
    CONVERSATIONS_NOTE = "conversations.note"
    CONVERSATIONS_ASSIGN = "conversations.assign"  # accept, decline, take, transfer
    CONVERSATIONS_CLOSE = "conversations.close"  # resolve, reopen, snooze, wake
    CONVERSATIONS_EDIT = "conversations.edit"  # tags, facts, links, language, promises
    CONVERSATIONS_MERGE = "conversations.merge"
    CONTACTS_READ = "contacts.read"
    CONTACTS_EDIT = "contacts.edit"
    CONTACTS_BLOCK = "contacts.block"
    CONTACTS_MERGE = "contacts.merge"
    ARTICLES_READ = "articles.read"
    FILES_UPLOAD = "files.upload"
    SEARCH = "search"
    RECORDS_READ = "records.read"  # everything that administrators keep
    KNOWLEDGE_DRAFT = "knowledge.draft"  # articles begun from conversations, for others to publish
    KNOWLEDGE_EDIT = "knowledge.edit"  # articles, canned replies, tags, products, symptoms, problems
    PEOPLE_EDIT = "people.edit"  # agents, teams, skills, invitations
    CENTRE_EDIT = "centre.edit"  # queues, inboxes, companies, fact keys
    ROLES_EDIT = "roles.edit"
    TOKENS_EDIT = "tokens.edit"
    QUARANTINE = "quarantine"
    AUDIT_READ = "audit.read"


_AGENT = frozenset(
    {
        Permission.SIGNED_IN,
        Permission.CENTRE_READ,
        Permission.CONVERSATIONS_READ,
        Permission.CONVERSATIONS_REPLY,
        Permission.CONVERSATIONS_NOTE,
        Permission.CONVERSATIONS_ASSIGN,
        Permission.CONVERSATIONS_CLOSE,
        Permission.CONVERSATIONS_EDIT,
        Permission.CONTACTS_READ,
        Permission.CONTACTS_EDIT,
        Permission.CONTACTS_BLOCK,
        Permission.ARTICLES_READ,
        Permission.KNOWLEDGE_DRAFT,
        Permission.FILES_UPLOAD,
        Permission.SEARCH,
    }
)
_SUPERVISOR = _AGENT | {
    Permission.CONVERSATIONS_MERGE,
    Permission.CONTACTS_MERGE,
    Permission.RECORDS_READ,
    Permission.KNOWLEDGE_EDIT,
    Permission.QUARANTINE,
}
_ADMIN = frozenset(Permission) - {Permission.PUBLIC, Permission.VISIT}
_API = _SUPERVISOR - {Permission.SIGNED_IN}

ROLES: Mapping[str, Role] = {
    role.id: role
    for role in (
        Role(id="visitor", name="Visitor", permissions=frozenset({Permission.VISIT}), reach=Reach.OWN),
        Role(id="agent", name="Agent", permissions=_AGENT, reach=Reach.TEAMS),
        Role(id="supervisor", name="Supervisor", permissions=_SUPERVISOR, reach=Reach.ALL),
        Role(id="admin", name="Administrator", permissions=_ADMIN, reach=Reach.ALL),
        Role(id="api", name="Program", permissions=_API, reach=Reach.ALL),
    )
}


class PrincipalKind(StrEnum):
    NOBODY = "nobody"
    VISITOR = "visitor"
    AGENT = "agent"
    API = "api"
    OPERATOR = "operator"  # the command line, over the control socket that only the machine's operator can open


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Whoever acts. ``id`` is the contact, agent or API token; a visitor also has its inbox and identity."""

    kind: PrincipalKind
    id: str = ""
    name: str = ""
    role: Role
    inbox_id: InboxId | None = None
    identity: Identity | None = None
    session: str = ""  # hash of the sign-in it came with

    @property
    def is_staff(self) -> bool:
        return self.kind in (PrincipalKind.AGENT, PrincipalKind.API, PrincipalKind.OPERATOR)

    @property
    def author(self) -> Author:
        """How entries name the principal."""
        return Author(_AUTHORS[self.kind], self.id)

    @property
    def actor(self) -> str:
        """How the audit names the principal."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    def may(self, permission: Permission) -> bool:
        return permission is Permission.PUBLIC or permission in self.role.permissions

    def require(self, permission: Permission) -> None:
        """Raises errors.Unauthenticated for nobody, errors.Forbidden for somebody without the permission."""
        if self.may(permission):
            return
        if self.kind is PrincipalKind.NOBODY:
            raise Unauthenticated("sign in first")
        raise Forbidden("your role does not allow this")


_AUTHORS = {
    PrincipalKind.NOBODY: AuthorKind.CONTACT,
    PrincipalKind.VISITOR: AuthorKind.CONTACT,
    PrincipalKind.AGENT: AuthorKind.AGENT,
    PrincipalKind.API: AuthorKind.API,
    PrincipalKind.OPERATOR: AuthorKind.API,
}

_NO_ROLE = Role(id="nobody", name="", permissions=frozenset(), reach=Reach.OWN)
NOBODY = Principal(kind=PrincipalKind.NOBODY, role=_NO_ROLE)
OPERATOR = Principal(kind=PrincipalKind.OPERATOR, name="operator", role=ROLES["admin"])


def role_of(directory: Directory, role_id: str) -> Role:
    """The built-in role, else the stored one, else one that allows nothing."""
    return ROLES.get(role_id) or directory.get(Role, role_id) or _NO_ROLE


def agent_principal(directory: Directory, agent_id: str, session: str = "") -> Principal | None:
    """The agent as it is now; None if it is gone or no longer active."""
    agent = directory.get(Agent, agent_id)
    if agent is None or not agent.active:
        return None
    role = role_of(directory, agent.role)
    return Principal(kind=PrincipalKind.AGENT, id=agent.id, name=agent.name, role=role, session=session)


def queues_of(directory: Directory, agent: Agent) -> frozenset[str]:
    """Queues of the agent's teams; a queue without teams is everybody's."""
    mine = set(agent.teams)
    return frozenset(queue.id for queue in directory.all(Queue).values() if not queue.teams or mine & set(queue.teams))


def scope_of(principal: Principal, directory: Directory, contacts: frozenset[ContactId] = frozenset()) -> Scope:
    """The one filter behind list, search, count and join.

    ``contacts``: for a visitor, its contact and all merged with it (store.merged_contacts).
    """
    if principal.kind is PrincipalKind.VISITOR:
        return Scope(contacts=contacts or frozenset({ContactId(principal.id)}))
    if not principal.is_staff or not principal.may(Permission.CONVERSATIONS_READ):
        return Scope()
    if principal.role.reach is Reach.ALL:
        return EVERYTHING
    agent = directory.get(Agent, principal.id)
    if agent is None:
        return Scope()
    if principal.role.reach is Reach.OWN:
        return Scope(agent_id=AgentId(agent.id))
    return Scope(agent_id=AgentId(agent.id), queue_ids=queues_of(directory, agent))  # type: ignore[arg-type]
