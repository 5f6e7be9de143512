"""Names that stood in scenarios and studies before: what became of each number and outcome."""

from collections.abc import Iterable

from poolsim.scenario.toml import nearest

FORMER: dict[str, str] = {
    "alliance.dues_cap": "is gone: members vote against dues that are too high",
    "alliance.treasury": "is alliance.endowment now",
    "alliance.ventures": "is gone: no alliance is known to have bought stakes in companies",
    "custody.operation_share": "is alliance.custody now, the share of the returns that it takes",
    "disputes.memory": "is gone: nothing read it",
    "governance.approval": "is gone: members vote by what an item gives them",
    "litigation.english_rule": "is gone: each side bears its own cost",
    "litigation.joint_holder": "is gone: a joint suit costs the holder what one suit does",
    "litigation.joint_licensee": "is gone: a joint suit costs licensees what one suit does",
    "litigation.screening": "is gone: holders do not make screening offers",
    "litigation.screening_width": "is gone: holders do not make screening offers",
    "governance.founding_horizon": "is gone: founders foresee 80 quarters of the treasury",
    "market.elasticity": "is market.home_elasticity and market.export_elasticity now",
    "membership.benefit_sd": "is gone: membership.intensity is per stake, and tastes last",
    "membership.congestion": "is gone: alliances are open or closed, by alliance.admission",
    "licence_income": "is licence_outside, licence_sector and licence_own now, by who pays",
    "pool.compliance_norm": "is pool.readiness now, a share of the choke royalty",
    "research.dispersion": "is gone: filings are Poisson",
    "internal_suits": "is invited_suits now, of the same firms under every design",
    "royalty_members": "is royalty_invited now, of the same firms under every design",
    "royalty_outsiders": "is royalty_others now, of the firms not invited",
    "ssr_ngo": "is ssr_members now, and counts all member money",
    "ssr_ngo_life": "is ssr_members_life now, and counts all member money",
    "structure.capital_calls": "is gone: members vote levies, by structure.may_charge_dues",
    "structure.may_take_grants": "is gone: an alliance without grants has alliance.grant 0",
    "switches.capital_calls": "is switches.levy now",
    "switches.screening": "is gone: holders do not make screening offers",
    "switches.ventures": "is gone with alliance.ventures",
    "ventures": "is gone with alliance.ventures",
}
EVERY = {"alliances": "alliance", "structures": "structure"}


def known_as(word: str, words: Iterable[str], address: str = "") -> str:
    """`; ...` and what became of a name of old, else the nearest of the words of today. The address
    is that of the word, where the word is part of one.
    """
    for name in _names(address or word):
        if name in FORMER:
            return f"; {name} {FORMER[name]}"
    return nearest(word, words)


def _names(address: str) -> tuple[str, str]:
    """The address for all members, and the table it stands in."""
    every = for_all(address)
    return every, every.partition(".")[0]


def for_all(address: str) -> str:
    """The address for all members of the number of one: `alliance.dues` of `alliances.ctu.dues`."""
    table, *inner = address.split(".")
    table = "structure" if "structure" in inner[:-1] else EVERY.get(table, table)
    return ".".join([table, *inner[-1:]])
