"""The first administrator of a new centre: there is no default password, only a link that works once."""

from contactcenter.desk import tokens
from contactcenter.desk.desk import Desk
from contactcenter.desk.records import save_record
from contactcenter.desk.tokens import TokenPurpose
from contactcenter.ids import AgentId, uuid7
from contactcenter.model.records import Agent, Credential


async def first_administrator_secret(desk: Desk) -> str | None:
    """The secret of a new link while nobody can sign in yet; None once an administrator has chosen a password.

    Every start makes a new link and ends the one before.
    """
    admins = [agent for agent in desk.directory.all(Agent).values() if agent.role == "admin" and agent.active]
    for agent in admins:
        if await desk.store.record(Credential, agent.id) is not None:
            return None
    admin = admins[0] if admins else await _new(desk)
    await desk.store.drop_tokens(TokenPurpose.INVITATION, admin.id)
    secret, _ = await tokens.issue(desk.store, TokenPurpose.INVITATION, admin.id, desk.clock.now())
    return secret


async def _new(desk: Desk) -> Agent:
    """Without a name or an address: whoever opens the link gives them."""
    return await save_record(desk, Agent(id=AgentId(uuid7()), name="", email="", role="admin"), actor="start", new=True)
