"""A cluster of Dask as the executor of a study: found by its address or scheduler file, and used
only where nobody on the way can read or replace what is sent.

Whoever can speak to a scheduler or worker of Dask can run code there, and on this machine.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from poolsim.errors import ScenarioError, WorkersError
from poolsim.study.executor import RESUME

OPTION = "--on"
SEALED = ("tls", "wss")  # kinds of address that only holders of a certificate can use
KINDS = (*SEALED, "tcp", "ws")
INSTALL = "pip install 'poolsim[dask]'"
CERTIFICATES = "name its files in the settings of Dask, distributed.comm.tls (docs/clusters.md)"
OPEN = (
    "neither TLS nor of this machine alone: whoever reaches it can run code as you; use tls://, or "
    "say --insecure in a network where you trust everybody"
)
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
        threads = sum(worker["nthreads"] for worker in found["workers"].values())
        yield executor if insecure else Sealed(executor), threads


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
            raise ScenarioError([f"{OPTION}: {address}: {OPEN}"])


class Sealed(Executor):
    """An executor of Dask whose workers run no chunk where others can read or use them: one may
    join at any time.
    """

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def submit(self, work: Callable[..., Any], /, *given: Any) -> Future[Any]:  # type: ignore[override]
        """Give out work."""
        return self.executor.submit(_sealed, work, *given)


def _sealed(work: Callable[..., Any], *given: Any) -> Any:
    """What a worker does. Raises WorkersError where others can read or use it."""
    from distributed import get_worker

    address = get_worker().address
    if not is_private(address):
        raise WorkersError(f"{OPTION}: {address}: {OPEN}; {RESUME}")
    return work(*given)


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
