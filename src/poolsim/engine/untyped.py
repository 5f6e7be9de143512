"""Names for what numba and llvmlite declare no types of."""

from collections.abc import Callable
from typing import Any, TypeAlias

Context: TypeAlias = Any  # numba's contexts and managers of data models
Builder: TypeAlias = Any  # writes LLVM instructions
Signature: TypeAlias = Any  # argument types and return type of a call
Value: TypeAlias = Any  # inside compiled code: an LLVM value, or the type of one
Values: TypeAlias = Any  # of the arguments of a call
Library: TypeAlias = Any  # a module of LLVM on its way to machine code
Function: TypeAlias = Callable[..., Any]
