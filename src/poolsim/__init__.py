"""poolsim: an agent-based model of patent alliances and patent pools."""

__version__ = "0.1.0"
