"""The means by which nodes combine, each as a plain weighted sum on a bent scale: M = f^-1(sum w f(s) / sum w).

Sources: `scoring.md` 2.3 and 2.6; Hardy, Littlewood, Polya, Inequalities (1934), chapter 3, for means of this form.
Every function takes single scores and arrays alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

AGGREGATIONS = ("arithmetic", "geometric", "harmonic", "power", "worst-dominates", "product-root")
SHIFTS = {"worst-dominates": 0.1}
"""The floor shift of an aggregation that names none; 0 for the others."""

Floats = NDArray[np.float64]
_TINY = 1e-300


@dataclass(frozen=True)
class Mean:
    """One way to combine scores between `low` and `high`; `power` and `shift` as in docs/method-files.md."""

    kind: str
    low: float = 0.0
    high: float = 100.0
    power: float = 1.0
    shift: float = 0.0

    def inside(self, score: Any) -> Any:
        """y: the score as the mean sees it, above 0 where the mean is defined."""
        e, span = self.shift, self.high - self.low
        if self.kind == "arithmetic":
            return score
        if self.kind == "worst-dominates":
            return e * span + (1 - e) * (self.high - score)
        return e * span + (1 - e) * (score - self.low) if e else score

    def outside(self, y: Any) -> Any:
        """Back from `inside`."""
        e, span = self.shift, self.high - self.low
        if self.kind == "arithmetic":
            return y
        if self.kind == "worst-dominates":
            return self.high - (y - e * span) / (1 - e)
        return self.low + (y - e * span) / (1 - e) if e else y

    def curve(self, y: Any, *, limits: bool = False) -> Any:
        """f of `inside`; NaN where the mean is not defined. `limits`: what it tends to at the end of its domain."""
        if self.kind == "arithmetic":
            return y
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if self.kind == "power":
                allowed = y >= 0 if limits or self.power > 0 else y > 0
                return np.where(allowed, np.power(y, self.power), np.nan)
            bent = 1 / y if self.kind == "harmonic" else np.log(y)
            allowed = y >= 0 if limits or self.kind == "product-root" else y > 0
            return np.where(allowed, bent, np.nan)

    def uncurve(self, bent: Any) -> Any:
        """Back from `curve`."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if self.kind == "arithmetic":
                return bent
            if self.kind == "power":
                return np.power(bent, 1 / self.power)
            return 1 / bent if self.kind == "harmonic" else np.exp(bent)

    def bend(self, score: Any) -> Any:
        """f of the score: on this scale the mean is a plain weighted sum."""
        return self.curve(self.inside(score))

    def unbend(self, bent: Any) -> Any:
        """Back from `bend`."""
        return self.outside(self.uncurve(bent))

    def bent(self, score: float) -> float:
        """f of one score for explanations: at 0 the value of a very small number instead (Ang 2005, section 4)."""
        return float(self.curve(max(float(self.inside(score)), self._least)))

    @property
    def _least(self) -> float:
        if self.kind == "power":
            return float(_TINY ** (1 / max(1.0, abs(self.power))))
        return -np.inf if self.kind == "arithmetic" else _TINY

    def slope(self, score: float) -> float:
        """1 / f'(s): what a step of f moves the score, where the mean, not an arithmetic one, stands at `score`."""
        y = max(float(self.inside(score)), self._least)
        inner = self.shift - 1 if self.kind == "worst-dominates" else 1 - self.shift
        if self.kind == "power":
            return y ** (1 - self.power) / (self.power * inner)
        return (-y * y if self.kind == "harmonic" else y) / inner
