"""A cluster of Dask as the executor of a study: found by its address or scheduler file, and used
only where nobody on the way can read or replace what is sent.

Whoever can speak to a scheduler or worker of Dask can run code there, and on this machine.
"""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from poolsim.errors import ScenarioError, WorkersError

OPTION = "--on"
SEALED = ("tls", "wss")  # kinds of address that only holders of a certificate can use
KINDS = (*SEALED, "tcp", "ws")
INSTALL = "pip install 'poolsim[dask]'"
CERTIFICATES = "name its files in the settings of Dask, distributed.comm.tls (docs/clusters.md)"
MOST_BYTES = 10_000_000  # of a scheduler file, which names its workers too
SECONDS = 8  # to wait for a scheduler's answer


@contextmanager
def dask_executor(where: str, *, insecure: bool) -> Iterator[tuple[Executor, int]]:
    """The executor of a cluster, and the threads that it has now.

    where: the address of its scheduler, or the file that this one writes. Raises ScenarioError
    for what is neither, or open to others and not `insecure`; WorkersError where nobody answers.
    """
    address = address_of(where)
    refuse_malformed(address)
    if not insecure:
        refuse_open([address])
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError:
        raise ScenarioError([f"{OPTION}: needs Dask: {INSTALL}"]) from None
    if address.startswith(SEALED) and not Security().get_connection_args("client")["ssl_context"]:
        raise ScenarioError([f"{OPTION} {address}: no certificate: {CERTIFICATES}"])
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        raise WorkersError(f"{OPTION} {address}: cannot be reached: {error}") from None
    with client:
        found = client.scheduler_info(n_workers=-1)
        if not insecure:
            refuse_open([found["address"], *found["workers"]])  # a port may be a forwarded one
        # Not in a `with`: that waits for chunks which a lost scheduler never gives back.
        executor = client.get_executor(pure=False)
        yield executor, sum(worker["nthreads"] for worker in found["workers"].values())


def address_of(where: str) -> str:
    """The address of a scheduler, itself or from its file. Raises ScenarioError for neither."""
    if "://" in where:
        return where
    try:
        with Path(where).open("rb") as file:
            found = json.loads(file.read(MOST_BYTES))["address"]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no JSON"
        raise ScenarioError(
            [
                f"{OPTION}: '{where}' is no address such as tls://HOST:8786, nor a scheduler file "
                f"that can be read: {reason}"
            ]
        ) from None
    except (KeyError, TypeError):
        found = None
    if not isinstance(found, str) or "://" not in found:
        raise ScenarioError([f"{OPTION}: {where}: no scheduler file: it tells no 'address'"])
    return found


def refuse_malformed(address: str) -> None:
    """Raise ScenarioError for what is no address of a scheduler."""
    try:
        parts = urlsplit(address)
        good = bool(parts.scheme in KINDS and parts.hostname and parts.port)
    except ValueError:
        good = False
    if not good:
        kinds = ", ".join(f"{kind}://HOST:PORT" for kind in KINDS)
        raise ScenarioError([f"{OPTION}: '{address}' is none of {kinds}"])


def refuse_open(addresses: Iterable[str]) -> None:
    """Raise ScenarioError for an address that others on the network can read or use."""
    for address in addresses:
        if not is_private(address):
            raise ScenarioError(
                [
                    f"{OPTION}: {address}: neither TLS nor of this machine alone: whoever reaches "
                    "it can run code as you; use tls://, or say --insecure in a network where "
                    "you trust everybody"
                ]
            )


def is_private(address: str) -> bool:
    """Whether an address is sealed by certificates, or does not leave this machine."""
    try:
        parts = urlsplit(address)
        if parts.scheme in SEALED:
            return True
        host = parts.hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
