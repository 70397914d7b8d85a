"""Random contents of machine-readable lines: valid ones of every format, and strings without any meaning."""

import random

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LETTERS = ALPHABET[:26]
DIGITS = ALPHABET[26:36]
# Pairs that look alike in print; drawn more often than others.
LOOK_ALIKES = "O0D Q0O B8 Z2 I1L S5 G6 UV MN KX CG 71 EF PR".replace(" ", "")


def check(text: str) -> str:
    """The check digit of ICAO 9303-3, 4.9: weights 7, 3, 1 over 0-9, A = 10 ... Z = 35, filler 0."""
    value = {c: i for i, c in enumerate(DIGITS + LETTERS)}
    return str(sum(value.get(c, 0) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def pick(rng: random.Random, alphabet: str, least: int, most: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(least, most)))


def name(rng: random.Random, room: int) -> str:
    """Names as letters drawn one by one: the network must learn shapes, not a language."""
    parts = [pick(rng, LETTERS, 2, 11) for _ in range(rng.randint(1, 2))]
    given = [pick(rng, LETTERS, 2, 9) for _ in range(rng.randint(0, 3))]
    return ("<".join(parts) + "<<" + "<".join(given))[:room].ljust(room, "<")


def date(rng: random.Random) -> str:
    return f"{rng.randint(0, 99):02}{rng.randint(1, 12):02}{rng.randint(1, 31):02}"


def lines(rng: random.Random) -> list[str]:
    """One zone: TD1, TD2, TD3, MRV-A or MRV-B, its check digits right."""
    state, nation = pick(rng, LETTERS, 3, 3), pick(rng, LETTERS, 3, 3)
    number = pick(rng, rng.choice([LETTERS + DIGITS, DIGITS]), 6, 9).ljust(9, "<")
    birth, expiry, sex = date(rng), date(rng), rng.choice("MF<")
    kind = rng.choice(["TD1", "TD2", "TD3", "MRVA", "MRVB"])
    optional = pick(rng, rng.choice([DIGITS, LETTERS + DIGITS, "<"]), 0, 14)
    middle = birth + check(birth) + sex + expiry + check(expiry)
    if kind == "TD1":
        first = rng.choice("ICA") + rng.choice("<" + LETTERS) + state + number + check(number) + optional.ljust(15, "<")[:15]
        second = middle + nation + pick(rng, DIGITS + "<", 0, 11).ljust(11, "<")
        composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
        return [first, second + check(composite), name(rng, 30)]
    length = 44 if kind in ("TD3", "MRVA") else 36
    code = {"TD3": "P", "TD2": rng.choice("IACP")}.get(kind, "V") + rng.choice("<<<" + LETTERS)
    first = code + state + name(rng, length - 5)
    start = number + check(number) + nation + middle
    if kind == "TD3":
        personal = optional.ljust(14, "<")[:14]
        digit = check(personal) if personal.strip("<") else rng.choice("<0")
        second = start + personal + digit
        second += check(second[0:10] + second[13:20] + second[21:43])
    elif kind == "TD2":
        second = start + optional.ljust(7, "<")[:7]
        second += check(second[0:10] + second[13:20] + second[21:35])
    else:
        second = start + optional.ljust(length - len(start), "<")[: length - len(start)]
    return [first, second]


def segment(rng: random.Random, length: int) -> str:
    """What one training strip shows: a piece of a valid line, or characters without any order."""
    if rng.random() < 0.45:
        line = rng.choice(lines(rng))
        at = rng.randint(0, max(0, len(line) - length))
        return line[at : at + length]
    text = ""
    while len(text) < length:
        kind = rng.random()
        if kind < 0.15:
            text += "<" * rng.randint(1, 8)
        elif kind < 0.40:
            text += pick(rng, LOOK_ALIKES, 1, 6)
        elif kind < 0.60:
            text += pick(rng, DIGITS, 1, 8)
        elif kind < 0.70:
            text += rng.choice(ALPHABET) * rng.randint(2, 3)
        else:
            text += pick(rng, ALPHABET, 1, 8)
    return text[:length]
