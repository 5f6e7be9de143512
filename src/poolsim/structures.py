"""Structures of an alliance: tables of numbers, never a branch in a rule.

The paper names three (section 5.2): entity company, social group, cooperative. A fourth is a TOML table.
"""
from poolsim.parameters import LEVER, UNCERTAINTY, Group, number


class Structure(Group):
    """The numbers in which organisational forms differ."""

    legal_person: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it can own, owe and become insolvent")
    may_license: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if it may license a patent pool and sue for it")
    host_share: float = number(0.0, "share of fixed cost", 0.0, 1.0, LEVER, "assumption", "share of the fixed cost that a host bears")
    capital: float = number(0.0, "RMB m per member", 0.0, 100.0, LEVER, "assumption", "capital a founder or joining member subscribes")
    capital_calls: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if members may be called to put in more capital")
    founding_share: float = number(0.5, "share of those invited", 0.0, 1.0, LEVER, "assumption", "share of the invited firms that must agree to found it")
    quorum: float = number(0.5, "share of votes", 0.0, 1.0, LEVER, "assumption", "share of votes that carries a proposal; a majority at 1/2 or less, all at 1")
    vote_weight: float = number(0.0, "-1, 0 or 1", -1.0, 1.0, LEVER, "assumption", "votes by capital (1), by head (0), or the lead firm decides (-1)")
    mandate: float = number(0.35, "1", 0.0, 1.0, UNCERTAINTY, "assumption", "mandate strength kappa: how far members are bound by the secretariat's word")
    fixed_cost: float = number(0.2, "RMB m per quarter", 0.0, 50.0, UNCERTAINTY, "assumption", "fixed cost of the secretariat")
    member_cost: float = number(0.005, "RMB m per member and quarter", 0.0, 5.0, UNCERTAINTY, "assumption", "cost of serving a member at full service")
    entry_cost: float = number(0.05, "years of membership cost", 0.0, 50.0, UNCERTAINTY, "assumption", "sunk cost of joining beside capital, in years of the flow cost of membership")
    exit_cost: float = number(0.0, "share of capital", 0.0, 1.0, LEVER, "assumption", "share of its capital that a leaving member forfeits")
    may_charge_dues: float = number(1.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if it may charge dues")
    may_take_grants: float = number(1.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if it may take grants, itself or through its host")


ENTITY = Structure(legal_person=1.0, may_license=1.0, host_share=0.0, capital=1.0, capital_calls=1.0, founding_share=1.0,
                   quorum=2.0 / 3.0, vote_weight=1.0, mandate=0.9, fixed_cost=0.75, entry_cost=2.0, exit_cost=0.5)
SOCIAL_GROUP = Structure(legal_person=1.0, may_license=1.0, host_share=0.0, capital=0.0, capital_calls=0.0, founding_share=0.8,
                         quorum=0.5, vote_weight=0.0, mandate=0.6, fixed_cost=0.5, entry_cost=0.1, exit_cost=0.0)
COOPERATIVE = Structure(legal_person=0.0, may_license=0.0, host_share=0.6, capital=0.0, capital_calls=0.0, founding_share=0.5,
                        quorum=0.5, vote_weight=-1.0, mandate=0.35, fixed_cost=0.2, entry_cost=0.05, exit_cost=0.0)

STRUCTURES: dict[str, Structure] = {"entity": ENTITY, "social_group": SOCIAL_GROUP, "cooperative": COOPERATIVE}
