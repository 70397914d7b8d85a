"""Draws strips of machine-readable lines, degraded like phone photos: 32 rows of grey, with the text that they show.

Every strip is made from the seed given to `Strips.strip` alone. Lengths are in heights of a capital unless said otherwise.
"""

import math
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mrz_text import ALPHABET, DIGITS, LETTERS, pick, segment

HEIGHT, WIDTH = 32, 384
CAPTURES = 3  # strips from one board
CAPITAL = 24  # height of a capital on the drawing board, in pixels
cv2.setNumThreads(1)


class Face:
    """A monospaced font at the size at which its capitals are CAPITAL high, its glyphs drawn once."""

    def __init__(self, path: str):
        probe = ImageFont.truetype(path, 200)
        box = probe.getbbox("H", anchor="ls")
        size = round(200 * CAPITAL / -box[1])
        font = ImageFont.truetype(path, size)
        self.pitch = font.getlength("H")
        self.rows, self.base = 2 * CAPITAL, int(1.5 * CAPITAL)
        self.columns = int(self.pitch) + 8
        self.glyphs = {}
        for c in ALPHABET + "abcdefghijklmnopqrstuvwxyz.,:/-":
            cell = Image.new("L", (self.columns, self.rows), 0)
            ImageDraw.Draw(cell).text((4, self.base), c, font=font, fill=255, anchor="ls")
            self.glyphs[c] = np.asarray(cell)

    def draw(self, board: np.ndarray, text: str, x: float, base: float, pitch: float, rng: random.Random, jitter: float):
        """Adds the text with its baseline at `base` and its first cell at `x`; what falls outside the board is lost."""
        for i, c in enumerate(text):
            left = round(x + i * pitch + rng.gauss(0, jitter) + (pitch - self.pitch) / 2) - 4
            top = round(base + rng.gauss(0, jitter)) - self.base
            x0, x1 = max(0, left), min(board.shape[1], left + self.columns)
            y0, y1 = max(0, top), min(board.shape[0], top + self.rows)
            if x0 < x1 and y0 < y1:
                part = board[y0:y1, x0:x1]
                np.maximum(part, self.glyphs[c][y0 - top : y1 - top, x0 - left : x1 - left], out=part)


def smooth_noise(noise: np.random.Generator, height: int, width: int, cell: float) -> np.ndarray:
    """Values near 0 with standard deviation about 1 that change over `cell` pixels."""
    small = noise.standard_normal((max(2, int(height / cell) + 2), max(2, int(width / cell) + 2))).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def background(rng: random.Random, noise: np.random.Generator, height: int, width: int, contrast: float) -> np.ndarray:
    """Paper: a tone, a gradient, stains, and on half of the strips security print, at most 0.6 as strong as the ink."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ground = np.full((height, width), rng.uniform(90, 245), np.float32)
    ground += (x / width - 0.5) * rng.gauss(0, 22) + (y / height - 0.5) * rng.gauss(0, 14)
    if rng.random() < 0.5:
        ground += smooth_noise(noise, height, width, rng.uniform(20, 120)) * rng.uniform(0, min(14, 0.3 * contrast))
    if rng.random() < 0.5:
        for _ in range(rng.choice([1, 1, 2])):
            period, angle = rng.uniform(3, 20), rng.uniform(0, math.pi)
            along = x * math.cos(angle) + y * math.sin(angle)
            across = y * math.cos(angle) - x * math.sin(angle)
            wave = across + rng.uniform(0, 25) * np.sin(along * 2 * math.pi / rng.uniform(40, 300) + rng.uniform(0, 6))
            lines = np.sin(wave * 2 * math.pi / period)
            if rng.random() < 0.6:
                lines = np.clip((lines - rng.uniform(0.2, 0.9)) * 4, 0, 1)
            ground -= lines * rng.uniform(0.05, 0.35) * contrast
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        at, to = [(rng.randint(0, width), rng.randint(0, height)) for _ in range(2)]
        cv2.line(ground, at, to, rng.uniform(20, 250), rng.randint(1, 4), cv2.LINE_AA)
    return ground


def motion(rng: random.Random, length: float) -> np.ndarray:
    kernel = np.zeros((15, 15), np.float32)
    angle = rng.uniform(0, math.pi)
    dx, dy = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    for t in np.linspace(-1, 1, 31):
        kernel[round(7 + t * dy), round(7 + t * dx)] += 1
    return kernel / kernel.sum()


def ink(rng: random.Random, noise: np.random.Generator, board: np.ndarray) -> np.ndarray:
    """Printing: strokes thicker or thinner, ink that spreads, fades and misses."""
    kind = rng.random()
    if kind < 0.30:
        size = rng.choice([2, 2, 3, 3, 4])
        board = cv2.dilate(board, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    elif kind < 0.45:
        board = cv2.erode(board, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2, 2)))
    ink = board.astype(np.float32) / 255
    if rng.random() < 0.4:
        ink = np.clip(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.6, 2.2)) * rng.uniform(1.0, 1.6), 0, 1)
    if rng.random() < 0.25:
        ink *= np.clip(1 + smooth_noise(noise, *ink.shape, rng.uniform(4, 40)) * rng.uniform(0.05, 0.35), 0.25, 1)
    if rng.random() < 0.12:
        ink *= noise.random(ink.shape, np.float32) > rng.uniform(0.02, 0.3)
    return ink


def light(rng: random.Random, noise: np.random.Generator, strip: np.ndarray) -> np.ndarray:
    """Shadows, glare and exposure."""
    height, width = strip.shape
    if rng.random() < 0.35:
        strip = strip * np.clip(1 + smooth_noise(noise, height, width, rng.uniform(0.2, 1.5) * width) * rng.uniform(0, 0.3), 0.3, 1.5)
    if rng.random() < 0.12:
        edge = np.linspace(-1, 1, width, dtype=np.float32) * rng.choice([-1, 1]) - rng.uniform(-0.9, 0.9)
        strip = strip * (1 - rng.uniform(0.1, 0.6) / (1 + np.exp(-np.clip(edge * rng.uniform(5, 60), -30, 30))))[None, :]
    if rng.random() < 0.15:
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        at = ((x - rng.uniform(0, width)) / rng.uniform(10, 120)) ** 2 + ((y - rng.uniform(0, height)) / rng.uniform(5, 40)) ** 2
        strip = strip + rng.uniform(30, 170) * np.exp(-at)
    if rng.random() < 0.3:
        strip = 255 * np.clip(strip / 255, 0, 1) ** rng.uniform(0.5, 2.0)
    return np.clip(strip, 0, 255)


def capture(rng: random.Random, noise: np.random.Generator, strip: np.ndarray, contrast: float) -> np.ndarray:
    """Camera and file: blur, noise, sharpening, JPEG, two tones."""
    if rng.random() < 0.6:
        strip = cv2.GaussianBlur(strip, (0, 0), abs(rng.gauss(0, 0.75)) + 0.05)
    if rng.random() < 0.15:
        strip = cv2.filter2D(strip, -1, motion(rng, rng.uniform(1, 4)))
    if rng.random() < 0.15:
        strip = np.clip(strip + rng.uniform(0.3, 1.5) * (strip - cv2.GaussianBlur(strip, (0, 0), 1.2)), 0, 255)
    if rng.random() < 0.6:
        strip = strip + noise.standard_normal(strip.shape, np.float32) * abs(rng.gauss(0, 1)) * min(6.0, 0.12 * contrast)
    strip = np.clip(strip, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(18, 95)]
        strip = cv2.imdecode(cv2.imencode(".jpg", strip, quality)[1], cv2.IMREAD_GRAYSCALE)
    if rng.random() < 0.12:  # a scanner that knows only black and white
        around = cv2.GaussianBlur(strip, (0, 0), 0.5 * strip.shape[0]).astype(np.float32)
        strip = np.where(strip > around - rng.uniform(0.0, 0.35) * contrast, 255, 0).astype(np.uint8)
    return strip


class Board:
    """A printed line, its neighbours and its ground, as drawn; CAPTURES strips are taken from each."""

    def __init__(self, seed: int, main: Face, others: list[Face]):
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        face = rng.choice(others) if others and rng.random() < 0.12 else main
        # The cut is as rough as the engine's: 1.3 to 2.7 capitals high.
        self.cut = min(2.7, max(1.3, rng.gauss(1.85, 0.25)))
        self.scale = HEIGHT / self.cut / CAPITAL  # strip pixels for each board pixel
        self.stretch = rng.uniform(0.80, 1.40)
        pitch = face.pitch * rng.uniform(0.94, 1.08)
        cell = pitch * self.scale * self.stretch  # width of a character in the strip
        before, after = [max(0.0, rng.gauss(0.4, 0.6)) for _ in range(2)]
        count = max(1, int(WIDTH / cell - before - after))
        if rng.random() < 0.06:
            count = rng.randint(0, count)
        self.text = segment(rng, count)
        rows, columns = 6 * CAPITAL, int(WIDTH / (self.scale * self.stretch)) + 80
        board = np.zeros((rows, columns), np.uint8)
        x, self.base = 40 + before * pitch, 3.5 * CAPITAL
        jitter = rng.choice([0, 0, 0, 0.4, 0.8])
        face.draw(board, self.text, x, self.base, pitch, rng, jitter)
        leading = rng.uniform(1.9, 2.9) * CAPITAL
        for side in (-1, 1):
            if rng.random() < 0.6:
                other = segment(rng, count + 4)
                if side < 0 and rng.random() < 0.3:
                    other = pick(rng, LETTERS + DIGITS + "abcdefghijklmnopqrstuvwxyz.,:/-", count + 4, count + 4)
                face.draw(board, other, x - 2 * pitch, self.base + side * leading, pitch, rng, jitter)
        printed = ink(rng, noise, board)
        self.contrast = rng.uniform(30, 220) if rng.random() < 0.85 else rng.uniform(14, 40)
        ground = background(rng, noise, rows // 2, columns // 2, self.contrast)
        ground = cv2.resize(ground, (columns, rows))
        tone = max(5.0, float(ground.mean()) - self.contrast)
        if rng.random() < 0.5:
            tone = np.maximum(ground - self.contrast, rng.uniform(0, 60))
        self.page = ground * (1 - printed) + tone * printed

    def strip(self, seed: int) -> np.ndarray:
        """One photo of it, cut out."""
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        scale, stretch, page = self.scale, self.stretch, self.page
        rows, columns = page.shape
        # From the strip to the board, at the resolution of the photo: `resolution` photo pixels for each strip pixel.
        source = math.exp(rng.uniform(math.log(7), math.log(34)))
        resolution = min(1.3, source / (scale * CAPITAL))
        height, width = max(8, round(HEIGHT * resolution)), max(48, round(WIDTH * resolution))
        tilt = math.radians(rng.choice([rng.gauss(0, 0.5), rng.gauss(0, 0.5), max(-4, min(4, rng.gauss(0, 1.6)))]))
        slant = rng.choice([0, 0, rng.gauss(0, 0.06), rng.gauss(0, 0.15)])
        bend = rng.choice([0, 0, rng.gauss(0, 0.08), rng.gauss(0, 0.2)]) * CAPITAL
        swell, narrow = rng.gauss(0, 0.04), rng.gauss(0, 0.04)
        drop = rng.gauss(0, 0.10) * CAPITAL
        v, u = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.5, (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
        u, v = u[None, :], v[:, None]
        across = v * (HEIGHT / scale) * (1 + 2 * swell * u)
        along = u * (WIDTH / (scale * stretch)) * (1 + narrow * u)
        # A long strip may not tilt out of itself: at most a third of a capital at its ends.
        rise = max(-0.33 * CAPITAL, min(0.33 * CAPITAL, math.tan(tilt) * columns / 2))
        board_x = (columns / 2 + along + slant * across).astype(np.float32)
        board_y = (self.base - CAPITAL / 2 + drop + across + 2 * u * rise + bend * (4 * u * u - 0.5)).astype(np.float32)
        shrink = 1 / (scale * resolution)
        if shrink > 1.2:
            page = cv2.GaussianBlur(page, (0, 0), 0.42 * shrink)
        photo = cv2.remap(page, board_x, board_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        photo = capture(rng, noise, light(rng, noise, photo), self.contrast)
        how = rng.choice([cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA])
        return cv2.resize(photo, (WIDTH, HEIGHT), interpolation=how)


class Strips:
    """`strip(seed)`: [HEIGHT, WIDTH] of grey and its text. Neighbouring seeds share a board."""

    def __init__(self, main: Face, others: list[Face]):
        self.main, self.others, self.at, self.board = main, others, None, None

    def strip(self, seed: int) -> tuple[np.ndarray, str]:
        if self.at != seed // CAPTURES:
            self.at = seed // CAPTURES
            self.board = Board(self.at, self.main, self.others)
        return self.board.strip(seed), self.board.text
