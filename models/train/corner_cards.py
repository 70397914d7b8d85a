"""Draws flat documents without any model in the world: cards, passport pages, open books, forms. All of it is made up."""

import math
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mrz_text import DIGITS, LETTERS, lines, pick

SMALL = LETTERS.lower()


def colour(rng: random.Random, low: int, high: int) -> tuple[int, int, int]:
    return tuple(rng.randint(low, high) for _ in range(3))


def paper(rng: random.Random, noise: np.random.Generator, width: int, height: int) -> np.ndarray:
    """A ground with two tones and, mostly, fine security print."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    low, high = rng.choice([(150, 255), (185, 255), (235, 255), (90, 220), (20, 120)])
    a, b = [np.array(colour(rng, low, high), np.float32) for _ in range(2)]
    angle = rng.uniform(0, math.pi)
    share = (x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle)
    share = np.clip(share * rng.uniform(0.5, 2) + 0.5, 0, 1)[..., None]
    page = a * share + b * (1 - share)
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        wave = y + rng.uniform(0, 20) * np.sin(x * 2 * math.pi / rng.uniform(20, 200) + rng.uniform(0, 6))
        tint = np.array([rng.uniform(-40, 10) for _ in range(3)], np.float32)
        page += (np.sin(wave * 2 * math.pi / rng.uniform(4, 30)) > rng.uniform(-0.2, 0.9))[..., None] * tint
    if rng.random() < 0.35:  # an emblem
        centre = rng.uniform(0.3, 0.8) * width, rng.uniform(0.3, 0.7) * height
        ring = np.hypot(x - centre[0], y - centre[1])
        page[(ring < rng.uniform(0.1, 0.35) * height) & (np.sin(ring / rng.uniform(1, 4)) > 0)] += rng.uniform(-45, 20)
    return page + noise.standard_normal((height, width, 1), np.float32) * rng.uniform(0, 4)


def portrait(rng: random.Random, draw: ImageDraw.ImageDraw, x: float, y: float, width: float, height: float) -> None:
    """The outline of a head and shoulders."""
    draw.rectangle([x, y, x + width, y + height], fill=colour(rng, 120, 250))
    skin = rng.choice([(236, 200, 175), (200, 150, 120), (150, 100, 75), (95, 65, 50)])
    middle = x + width / 2
    draw.ellipse([middle - 0.48 * width, y + 0.72 * height, middle + 0.48 * width, y + 1.3 * height], fill=colour(rng, 0, 200))
    draw.rectangle([x, y + height, x + width, y + 1.3 * height], fill=None)
    draw.ellipse([middle - 0.32 * width, y + 0.10 * height, middle + 0.32 * width, y + 0.70 * height], fill=colour(rng, 5, 110))
    draw.ellipse([middle - 0.26 * width, y + 0.18 * height, middle + 0.26 * width, y + 0.80 * height], fill=skin)


def text(rng: random.Random, least: int, most: int) -> str:
    alphabet = rng.choice([LETTERS, SMALL, DIGITS, LETTERS + SMALL])
    return " ".join(pick(rng, alphabet, 2, 10) for _ in range(rng.randint(least, most)))


def page(seed: int, fonts: list[str], ocr_b: str) -> tuple[np.ndarray, str]:
    """One side of a document as RGB with 400 pixels of width, and what it is: `td1`, `td2`, `td3`, `card` or `sheet`."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    kind = rng.choice(["td1", "td1", "td2", "td3", "td3", "card", "card", "sheet"])
    aspect = {"td1": 85.6 / 54, "card": 85.6 / 54, "td2": 105 / 74, "td3": 125 / 88, "sheet": rng.uniform(0.66, 1.5)}[kind]
    width = 400
    height = round(width / aspect)
    ground = np.clip(paper(rng, noise, width, height), 0, 255).astype(np.uint8)
    picture = Image.fromarray(ground)
    draw = ImageDraw.Draw(picture)
    dark = float(ground.mean()) < 110
    ink = colour(rng, 190, 255) if dark else colour(rng, 0, 90)
    face = lambda size: ImageFont.truetype(rng.choice(fonts), max(5, round(size)))
    zone = kind in ("td2", "td3") or (kind == "td1" and rng.random() < 0.6)
    foot = height * (0.74 if zone and kind != "td1" else 0.62 if zone else 0.95)
    if rng.random() < 0.7:
        draw.rectangle([0, 0, width, height * rng.uniform(0.08, 0.2)], fill=colour(rng, 0, 255) if rng.random() < 0.5 else None)
        draw.text((rng.uniform(0.02, 0.4) * width, 0.02 * height), text(rng, 1, 4).upper(), font=face(rng.uniform(10, 26)), fill=ink)
    left = 0.04 * width
    if rng.random() < (0.85 if kind != "sheet" else 0.2):
        wide = rng.uniform(0.18, 0.32) * width
        at = left if rng.random() < 0.7 else width - left - wide
        portrait(rng, draw, at, 0.2 * height, wide, min(wide * 1.28, foot - 0.22 * height))
        left = left + wide + 8 if at == left else left
    y, size = 0.2 * height, rng.uniform(7, 13)
    while y < foot - 2 * size:
        for column in range(rng.choice([1, 1, 2, 3])):
            if rng.random() < 0.85:
                draw.text((left + column * 0.28 * width, y), text(rng, 1, 2), font=face(size), fill=ink)
        y += size * rng.uniform(1.2, 2.4)
    for _ in range(rng.choice([0, 0, 1, 2])):  # chip, barcode, signature panel, second portrait
        w, h = rng.uniform(0.08, 0.4) * width, rng.uniform(0.08, 0.25) * height
        x, top = rng.uniform(0, width - w), rng.uniform(0.1 * height, max(0.11 * height, foot - h))
        if rng.random() < 0.4:
            for bar in range(int(w / 3)):
                if rng.random() < 0.5:
                    draw.rectangle([x + bar * 3, top, x + bar * 3 + 2, top + h], fill=ink)
        else:
            draw.rounded_rectangle([x, top, x + w, top + h], 4, fill=colour(rng, 0, 255), outline=ink)
    if zone:
        zone_lines = lines(rng)
        wanted = 3 if kind == "td1" else 2
        while len(zone_lines) != wanted:
            zone_lines = lines(rng)
        if rng.random() < 0.5:
            draw.rectangle([0, foot - 2, width, height], fill=colour(rng, 200, 255))
            ink = colour(rng, 0, 60)
        longest = len(zone_lines[0])
        font = ImageFont.truetype(ocr_b, 20)
        font = ImageFont.truetype(ocr_b, max(6, round(20 * 0.9 * width / (font.getlength("H") * longest))))
        leading = (height - foot) / (wanted + 0.6)
        for i, line in enumerate(zone_lines):
            draw.text((0.05 * width, foot + (i + 0.3) * leading), line, font=font, fill=ink)
    if rng.random() < 0.15:
        draw.rectangle([0, 0, width - 1, height - 1], outline=colour(rng, 0, 160), width=rng.randint(1, 3))
    return np.asarray(picture), kind
