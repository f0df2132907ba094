"""The members of the demo as they are played: how good, how large, with whom, and which story each tells.

Every figure that comes of this is synthetic. The profiles are only plausible: they lean on what is public about a
post (Algeria about 85 % on time, the Emirates above 95 %), on population and on the use of the internet.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """One member as it is played.

    `quality`: 0 as bad as the floors, 1 at the targets. `inbound`: items a month in thousands. `outbound`: posted for
    each item that arrives. `partners`: the corridors, largest first. `trend`: gain of quality per quarter.
    """

    code: str
    quality: float
    inbound: float
    outbound: float
    partners: tuple[str, ...]
    trend: float = 0.01
    story: str = ""


_GULF = ("CN", "IN", "US", "GB", "TR", "HK")
_MAGHREB = ("FR", "CN", "ES", "DE", "TR", "US")
_LEVANT = ("CN", "AE", "US", "TR", "DE", "SA")
_NILE = ("CN", "SA", "AE", "GB", "US", "TR")
_HORN = ("AE", "CN", "SA", "KE", "GB", "TR")
_ASIA = ("CN", "RU", "TR", "DE", "US", "KR")

PROFILES = (
    Profile("DZ", 0.66, 210, 0.22, _MAGHREB, 0.025),
    Profile("BH", 0.86, 60, 0.35, _GULF),
    Profile("KM", 0.24, 4, 0.20, ("FR", "AE", "CN", "MG", "TZ", "KE"), 0.02),
    Profile("DJ", 0.40, 5, 0.25, ("FR", "AE", "CN", "ET", "SA", "US"), 0.02),
    Profile("EG", 0.70, 260, 0.40, _NILE, 0.02),
    Profile("IQ", 0.45, 95, 0.08, ("CN", "TR", "AE", "DE", "SE", "US"), -0.01, "backlog"),
    Profile("JO", 0.78, 85, 0.30, _LEVANT),
    Profile("KW", 0.72, 120, 0.12, _GULF, 0.0, "shock"),
    Profile("LB", 0.50, 40, 0.35, ("FR", "CN", "AE", "US", "DE", "TR"), 0.0, "late"),
    Profile("LY", 0.33, 18, 0.06, ("TR", "CN", "IT", "TN", "EG", "AE"), 0.01),
    Profile("MR", 0.36, 6, 0.15, ("FR", "ES", "CN", "MA", "SN", "AE"), 0.02),
    Profile("MA", 0.76, 230, 0.45, ("FR", "ES", "CN", "IT", "BE", "US"), 0.02, "correction"),
    Profile("OM", 0.81, 70, 0.18, _GULF),
    Profile("PS", 0.42, 22, 0.15, ("CN", "JO", "TR", "US", "AE", "GB"), 0.0),
    Profile("QA", 0.92, 110, 0.22, _GULF, 0.005),
    Profile("SA", 0.88, 640, 0.12, _GULF, 0.01),
    Profile("SO", 0.18, 2, 0.10, _HORN, 0.02),
    Profile("SD", 0.30, 9, 0.20, _HORN, 0.0, "contradiction"),
    Profile("SY", 0.28, 7, 0.25, ("AE", "TR", "CN", "DE", "LB", "SA"), 0.02),
    Profile("TN", 0.71, 75, 0.50, _MAGHREB, 0.01),
    Profile("AE", 0.97, 520, 0.80, ("CN", "IN", "US", "GB", "SA", "HK"), 0.0),
    Profile("YE", 0.20, 3, 0.10, _HORN, 0.0, "silent"),
    Profile("KZ", 0.84, 330, 0.15, _ASIA, 0.01),
    Profile("KG", 0.55, 35, 0.12, _ASIA, 0.02),
    Profile("TJ", 0.38, 12, 0.10, _ASIA, 0.02, "late"),
    Profile("TM", 0.32, 8, 0.08, ("TR", "CN", "RU", "AE", "DE", "US"), 0.0, "silent"),
    Profile("UZ", 0.62, 160, 0.12, _ASIA, 0.04),
    Profile("AZ", 0.80, 90, 0.15, ("CN", "TR", "RU", "US", "DE", "GB"), 0.01),
)
"""One profile for each member of the handbook. `story` names what the member shows; `demo_figures.py` plays it."""

PEOPLE = (
    # name,                  address,                       role,            member, region,         language
    ("Salma (uploader)", "uploader.eg@demo.barid", "uploader", "EG", None, "ar"),
    ("Hany (approver)", "approver.eg@demo.barid", "approver", "EG", None, "en"),
    ("Yacine (uploader)", "uploader.dz@demo.barid", "uploader", "DZ", None, "fr"),
    ("Leila (analyst)", "analyst@demo.barid", "analyst", None, "arab", "en"),
    ("Omar (administrator)", "admin@demo.barid", "administrator", None, "arab", "en"),
    ("Aigerim (analyst)", "analyst.ca@demo.barid", "analyst", None, "central-asia", "en"),
    ("Reader", "reader@demo.barid", "reader", None, None, "en"),
)
"""The people who may sign in to the demo; all have the same password, which `barid demo` prints."""

PASSWORD = "barid-demo-2026"
