"""Disputes between firms: assertion and counter-assertion of portfolios, and mediation among
members.
"""

from poolsim.economy.functions import log


def deterring_portfolio(
    reads: float,
    damages_share: float,
    own_sales: float,
    rival_sales: float,
    cost: float,
    per_patent: float,
) -> float:
    """Patents with which a rival deters assertion, n = ln(1 - (P_ij d S_j - C) / (d S_i)) / ln(1 -
    p).

    Symbols as in `assertion_gain`; per_patent p: chance that one of the rival's patents reads.
    LI-8. Limits: 0.0 where assertion does not pay anyway, at most 1e9, which also stands for
    "cannot be deterred" (no own sales at risk, or patents that never read).
    """
    gain = reads * damages_share * rival_sales - cost
    if gain <= 0.0:
        return 0.0
    exposed = damages_share * own_sales
    per_patent_log = log(1.0 - per_patent)
    if exposed <= gain or per_patent_log >= 0.0:
        return 1e9
    return min(1e9, log(1.0 - gain / exposed) / per_patent_log)
