"""Random but reproducible methods and tables, as parsed TOML and as text, with all the page on method files allows.

Values are drawn so that no result hangs on the last bit of a sum, except where equal values must give equal results.
"""

import json

AGGREGATIONS = ["arithmetic", "arithmetic", "geometric", "harmonic", "power", "worst-dominates", "product-root"]
POWERS = [-10, -2, -1, -0.5, 0.1, 0.5, 1, 2, 3, 10]
RANGES = [[0, 100], [0, 100], [0, 10], [1, 100], [0, 1], [1, 7], [-10, 10]]
NORMALISATIONS = ["goalposts", "goalposts", "goalposts", "min-max", "z-score", "percentile-rank", "none"]
ODD = [0.0, -0.0, 1e-12, -1e-12, 1e12, -1e12, 1e100, -1e100, 1e200, "inf", "-inf"]
PERIODS = ["2026-Q1", "2026-Q2", "2026-Q4", "2027-Q1"]


def random_case(r):
    """(method, rows): a valid method and a table that it takes; `r` is a random.Random."""
    method = random_method(r)
    return method, random_rows(r, method)


# Methods


def random_method(r):
    """A valid method of one to four levels of nodes, as tomllib would read it."""
    codes = iter(range(10_000))
    rules = random_rules(r)
    nodes, indicators = [], []
    grow(r, None, r.randint(1, 4), nodes, indicators, codes)
    method = {"version": f"random-{r.randint(0, 10**9)}"}
    if rules:
        method["rules"] = rules
    defaults = r.choice([{}, {}, {"weight": 2}, {"normalisation": "min-max"}, {"weight": 0.5, "scale": "linear"}])
    if defaults:
        method["defaults"] = defaults
    for indicator in indicators:
        indicator |= random_indicator(r, defaults, rules.get("range", [0, 100]))
    for node in nodes:
        give_weight(r, node)
        node |= random_node(r)
        under = below(node["code"], nodes, indicators)
        if r.random() < 0.2:
            node["mandatory"] = r.sample(under, min(len(under), r.randint(1, 2)))
    for indicator in indicators:
        give_weight(r, indicator)
    keep_some_weight(nodes, indicators, defaults)
    weighing = {one["code"] for one in nodes if one.get("weight", 1) > 0}
    weighing |= {one["code"] for one in indicators if (defaults | one).get("weight", 1) > 0}
    for node in nodes:
        node["mandatory"] = [code for code in node.pop("mandatory", ()) if code in weighing]
    return method | {"node": shuffled(r, nodes), "indicator": shuffled(r, indicators)}


def random_rules(r):
    rules = {}
    options = {
        "range": RANGES,
        "over": ["table", "period"],
        "decimals": [0, 1, 2, 3, 6],
        "rounding": ["published", "carried"],
        "rank": ["published", "unrounded"],
        "rank_first": ["high", "low"],
        "ties": ["min", "max", "average", "dense"],
    }
    for key, choices in options.items():
        if r.random() < 0.5:
            rules[key] = r.choice(choices)
    if r.random() < 0.3:
        rules |= {"provisional_missing": r.randint(0, 2), "provisional_weight": r.choice([0, 0.3, 0.5, 0.75])}
    if r.random() < 0.2:
        low, high = rules.get("range", [0, 100])
        rules["classes"] = [["low", low], ["high", (low + high) / 2]]
    return rules


def grow(r, parent, depth, nodes, indicators, codes):
    """A node with what is below it: indicators, nodes, or both."""
    code = f"N{next(codes)}" if parent else "Index"
    nodes.append({"code": code} | ({"parent": parent} if parent else {}))
    for _ in range(r.randint(1, 4)):
        if depth > 1 and r.random() < 0.6:
            grow(r, code, depth - 1, nodes, indicators, codes)
        else:
            indicators.append({"code": f"i{next(codes)}", "node": code})


def random_indicator(r, defaults, scale):
    indicator = {}
    kind = r.choice(NORMALISATIONS)
    if kind != defaults.get("normalisation", "goalposts") or r.random() < 0.5:
        indicator["normalisation"] = kind
    if kind not in ("none", "goalposts") and r.random() < 0.6:
        indicator["direction"] = r.choice(["higher", "lower"])
    if kind != "none" and r.random() < 0.25:
        indicator["scale"] = "log"
    if kind == "goalposts":
        low, high = sorted(r.sample([1, 2, 5, 10, 40, 100, 0.5, 75000], 2))
        if indicator.get("scale") != "log" and r.random() < 0.4:
            low = r.choice([0, -5, -0.25])
        falls = r.random() < 0.4
        indicator |= {"floor": high, "target": low} if falls else {"floor": low, "target": high}
        if r.random() < 0.2:
            indicator["direction"] = "lower" if falls else "higher"
    if kind in ("goalposts", "min-max", "percentile-rank") and r.random() < 0.2:
        low, high = scale
        indicator["range"] = r.choice([[low, high], [low, (low + high) / 2], [low + (high - low) / 4, high]])
    if kind == "z-score" and r.random() < 0.7:
        indicator |= {"centre": r.choice([50, 5, 100]), "spread": r.choice([10, 1, 2.5])}
    if kind in ("goalposts", "z-score", "none") and r.random() < 0.5:
        indicator["outside"] = r.choice(["clip", "keep", "refuse"])
    return indicator


def random_node(r):
    node = {}
    if r.random() < 0.85:
        node["aggregation"] = r.choice(AGGREGATIONS)
    if node.get("aggregation") == "power":
        node["power"] = r.choice(POWERS)
    if r.random() < 0.4:
        node["floor_shift"] = r.choice([0, 0.01, 0.1, 0.5])
    if r.random() < 0.4:
        node["least_coverage"] = r.choice([0, 0.2, 0.5, 0.66, 1])
    if r.random() < 0.15:
        node["decimals"] = r.choice([0, 1, 3])
    return node


def give_weight(r, one):
    if r.random() < 0.6:
        one["weight"] = r.choice([0, 1, 1, 2, 3, 0.5, 0.25, 0.1])


def keep_some_weight(nodes, indicators, defaults):
    """Not all children of a node may weigh 0."""
    for node in nodes:
        children = [n for n in nodes if n.get("parent") == node["code"]]
        children += [defaults | i for i in indicators if i["node"] == node["code"]]
        if all(child.get("weight", 1) == 0 for child in children):
            next(one for one in (*nodes, *indicators) if one["code"] == children[0]["code"])["weight"] = 1


def below(code, nodes, indicators):
    found = [i["code"] for i in indicators if i["node"] == code]
    for node in nodes:
        if node.get("parent") == code:
            found += [node["code"], *below(node["code"], nodes, indicators)]
    return found


def shuffled(r, items):
    return r.sample(items, len(items))


# Tables


def random_rows(r, method):
    """Rows as csv.DictReader gives them: texts, "" where a cell is missing; sometimes a column is absent."""
    scale = method.get("rules", {}).get("range", [0, 100])
    periods = r.choice([None, [""], PERIODS[:1], PERIODS[:3], PERIODS])
    units = [f"U{n}" for n in range(r.choice([1, 2, 3, 8, 15]))]
    holes, odd = r.choice([0, 0, 0.1, 0.3, 0.8]), r.choice([0, 0, 0.02, 0.1])
    keys = [(u, p) for u in units for p in (periods or [None]) if r.random() < 0.9] or [
        (units[0], (periods or [None])[0])
    ]
    rows = [{"unit": unit} | ({} if period is None else {"period": period}) for unit, period in shuffled(r, keys)]
    for one in method["indicator"]:
        if r.random() < 0.04:
            continue
        column = random_column(r, method.get("defaults", {}) | one, scale, len(rows))
        for row, value in zip(rows, column, strict=True):
            if r.random() < odd:
                value = r.choice(ODD)
            row[one["code"]] = "" if r.random() < holes else str(value)
    return rows


def random_column(r, indicator, scale, size):
    """Values about the range in which they give points: any, at its ends, equal, or few different ones."""
    low, high = scale
    if indicator.get("normalisation", "goalposts") == "goalposts":
        low, high = sorted([indicator["floor"], indicator["target"]])
    wide = (high - low) * r.choice([0, 0, 0.3])
    shape = r.choice(["any", "any", "any", "ends", "constant", "few", "huge"])
    if shape == "constant":
        return [r.uniform(low, high)] * size
    few = [low, high, r.uniform(low, high)] if shape == "ends" else [r.uniform(low, high) for _ in range(3)]
    if shape in ("ends", "few"):
        return [r.choice(few) for _ in range(size)]
    times = r.choice([1e12, 1e100, 1e200]) if shape == "huge" else 1
    return [r.uniform(low - wide, high + wide) * times for _ in range(size)]


# Text


def to_toml(method):
    """The method as TOML text: what tomllib reads from it is the method again."""
    lines = [f"{key} = {literal(value)}" for key, value in method.items() if not isinstance(value, dict | list)]
    for key, value in method.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *pairs(value)]
    for key, value in method.items():
        if isinstance(value, list):
            for one in value:
                lines += ["", f"[[{key}]]", *pairs(one)]
    return "\n".join(lines) + "\n"


def pairs(table):
    return [f"{key} = {literal(value)}" for key, value in table.items()]


def literal(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(literal(one) for one in value) + "]"
    return repr(value)


def to_csv(method, rows):
    """The table as CSV text, without the columns that no row has. No cell of these tables needs quotes."""
    columns = ["unit", *(["period"] if "period" in rows[0] else [])]
    columns += [one["code"] for one in method["indicator"] if one["code"] in rows[0]]
    return "\n".join([",".join(columns), *(",".join(row[c] for c in columns) for row in rows)]) + "\n"
