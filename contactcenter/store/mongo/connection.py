"""Opening: what kind of server this is, and whether a centre may be kept on it."""

from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError

from contactcenter.errors import ConfigError, StoreRefused, StoreUnavailable
from contactcenter.store.mongo.driver import Client, connect

OLDEST_SERVER = (6, 0)
NO_REPLICA_SET = "start mongod with --replSet NAME and run rs.initiate() once in mongosh; one node is enough"


async def connected(url: str) -> Client:
    """A client of a primary that keeps what it acknowledges.

    Raises errors.ConfigError for a URL that is none, StoreUnavailable, and StoreRefused with the remedy.
    """
    try:
        client = connect(url)
    except (InvalidURI, ConfigurationError, ValueError) as exc:
        raise ConfigError(
            "store", f"not a MongoDB URL: {exc}", hint="mongodb://HOST[:PORT]/NAME?replicaSet=SET"
        ) from exc
    try:
        await _check(client)
    except BaseException:
        client.close()
        raise
    return client


async def _check(client: Client) -> None:
    try:
        hello = await client.admin.command("hello")
        build = await client.admin.command("buildInfo")
    except OperationFailure as exc:
        raise StoreRefused(f"MongoDB refuses us: {exc.details or exc}", hint="look at name and password") from exc
    except PyMongoError as exc:
        raise StoreUnavailable(f"MongoDB does not answer: {str(exc)[:200]}", hint="is mongod running?") from exc
    if "setName" not in hello:
        raise StoreRefused("this mongod is no member of a replica set", hint=NO_REPLICA_SET)
    if tuple(build["versionArray"][:2]) < OLDEST_SERVER:
        raise StoreRefused(f"MongoDB {build['version']} is too old", hint="6.0 or newer is needed")
