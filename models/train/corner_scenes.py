"""Photographs of documents that never were: drawn pages laid on drawn or public-domain grounds, seen in perspective.

`Scenes(pages).scene(seed)` gives what the network sees ([SIDE, SIDE, 3], the picture in the middle on grey) and up to
MOST documents as corners in that square: top left, top right, bottom right, bottom left as the document itself reads.
"""

import math
import random

import cv2
import numpy as np

from corner_cards import colour, page
from mrz_text import LETTERS, pick

SIDE, INNER = 192, 168  # the picture's longer side takes INNER pixels; corners up to 7 % outside it stay inside the square
MOST = 3
cv2.setNumThreads(1)


def smooth(noise: np.random.Generator, side: int, cell: float) -> np.ndarray:
    cells = max(2, int(side / cell) + 2)
    return cv2.resize(noise.standard_normal((cells, cells, 3)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)


class Scenes:
    def __init__(self, pages: int, fonts: list[str], ocr_b: str, textures: list[np.ndarray]):
        self.pages = [page(seed, fonts, ocr_b) for seed in range(pages)]
        self.textures = textures

    def ground(self, rng: random.Random, noise: np.random.Generator, side: int) -> np.ndarray:
        """A table: plain, grained, woven, photographed, or littered."""
        base = np.full((side, side, 3), colour(rng, 5, 250), np.float32)
        kind = rng.random()
        if kind < 0.35 and self.textures:
            texture = rng.choice(self.textures)
            scale = rng.uniform(0.3, 1.0)
            span = int(min(texture.shape[:2]) * scale)
            y, x = rng.randint(0, texture.shape[0] - span), rng.randint(0, texture.shape[1] - span)
            cut = cv2.resize(texture[y : y + span, x : x + span], (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
            cut = cut[:, :, :: rng.choice([1, -1])]
            base = cut * rng.uniform(0.4, 1.2) + rng.uniform(-30, 40)
        elif kind < 0.6:
            v, u = np.mgrid[0:side, 0:side].astype(np.float32)
            angle, period = rng.uniform(0, math.pi), rng.uniform(2, 40)
            grain = smooth(noise, side, rng.uniform(10, 60))[..., 0] * rng.uniform(0, 12)
            along = u * math.cos(angle) + v * math.sin(angle) + grain
            stripes = np.sin(along * 2 * math.pi / period)
            if rng.random() < 0.3:
                stripes = np.sign(stripes) * np.sign(np.sin((v * math.cos(angle) - u * math.sin(angle)) * 2 * math.pi / period))
            base += stripes[..., None] * np.array([rng.uniform(0, 35) for _ in range(3)], np.float32)
        base += smooth(noise, side, rng.uniform(4, 100)) * rng.uniform(0, 16)
        for _ in range(rng.choice([0, 0, 0, 1, 2, 4])):  # other things: sheets, keyboards, phones, cables
            centre = np.array([rng.uniform(0, side), rng.uniform(0, side)])
            w, h, turn = rng.uniform(0.05, 0.7) * side, rng.uniform(0.03, 0.5) * side, rng.uniform(0, math.pi)
            axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
            shape = (np.array([[-w, -h], [w, -h], [w, h], [-w, h]]) / 2) @ axes + centre
            if rng.random() < 0.3:
                cv2.ellipse(base, centre.astype(int).tolist(), (int(w / 2), int(h / 2)), math.degrees(turn), 0, 360, colour(rng, 0, 255), -1, cv2.LINE_AA)
            elif rng.random() < 0.3:
                cv2.line(base, shape[0].astype(int).tolist(), shape[2].astype(int).tolist(), colour(rng, 0, 255), rng.randint(1, 5), cv2.LINE_AA)
            else:
                cv2.fillConvexPoly(base, shape.astype(np.int32), colour(rng, 0, 255), cv2.LINE_AA)
                for _ in range(rng.choice([0, 0, 6])):
                    a = shape[0] + (shape[3] - shape[0]) * rng.uniform(0.1, 0.9)
                    cv2.line(base, a.astype(int).tolist(), (a + (shape[1] - shape[0]) * rng.uniform(0.3, 0.9)).astype(int).tolist(), colour(rng, 0, 255), 1)
        return base

    @staticmethod
    def scan(rng: random.Random, noise: np.random.Generator, side: int) -> np.ndarray:
        """The lid of a scanner, or the paper of a printed figure: almost white, sometimes with a caption."""
        base = np.full((side, side, 3), rng.randint(215, 255), np.uint8)
        if rng.random() < 0.25:
            at = rng.randint(2, side - 2), rng.choice([rng.randint(6, 20), rng.randint(side // 2, side - 2)])
            cv2.putText(base, pick(rng, LETTERS, 4, 16), at, cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.2, 0.5), colour(rng, 0, 120), 1, cv2.LINE_AA)
        return base.astype(np.float32) + smooth(noise, side, side) * rng.uniform(0, 3)

    @staticmethod
    def person(rng: random.Random, noise: np.random.Generator, scene: np.ndarray) -> None:
        """Head and shoulders before the camera: a selfie is no document."""
        height, width = scene.shape[:2]
        size, x, y = rng.uniform(0.2, 0.7) * height, rng.uniform(0.3, 0.7) * width, rng.uniform(0.3, 0.6) * height
        skin = np.array(rng.choice([(236, 200, 175), (200, 150, 120), (150, 100, 75), (95, 65, 50)])) * rng.uniform(0.5, 1.1)
        drawn, lean = scene.astype(np.uint8), rng.gauss(0, 10)
        part = lambda dx, dy, w, h, c: cv2.ellipse(drawn, (int(x + dx * size), int(y + dy * size)), (int(w * size), int(h * size)), lean, 0, 360, c, -1, cv2.LINE_AA)
        part(0, 1.25, rng.uniform(0.8, 1.2), 0.65, colour(rng, 0, 255))
        part(0, 0.5, 0.2, 0.35, (skin * 0.85).tolist())
        hair = colour(rng, 0, 120)
        part(0, -0.1, rng.uniform(0.38, 0.5), rng.uniform(0.5, 0.65), hair)
        part(0, 0.0, 0.36, 0.48, skin.tolist())
        for side in (-1, 1):
            part(side * 0.14, -0.08, 0.06, 0.03, (250, 250, 250))
            part(side * 0.14, -0.08, 0.03, 0.03, hair)
        part(0, 0.1, 0.05, 0.08, (skin * 0.8).tolist())
        part(0, 0.26, 0.11, rng.uniform(0.02, 0.06), (150, 60, 60))
        scene[:] = cv2.GaussianBlur(drawn.astype(np.float32), (0, 0), rng.uniform(0.3, 2.0)) + smooth(noise, max(height, width), 0.2 * size)[:height, :width] * rng.uniform(0, 12)

    def place(self, rng: random.Random, width: float, height: float, aspect: float, share: float, full: bool) -> np.ndarray:
        """Corners of a rectangle seen from a little aside; `share`: its longer side in shorter sides of the picture."""
        if full:
            slack = rng.choice([0.0, 0.0, 0.015, 0.03])
            shift = lambda: rng.uniform(-slack, slack) * width
            corners = np.array([[shift(), shift()], [width + shift(), shift()], [width + shift(), height + shift()], [shift(), height + shift()]])
            return np.roll(corners, rng.choice([0, 0, 0, 2]), axis=0)
        long = share * min(width, height)
        w, h = (long, long / aspect) if aspect >= 1 else (long * aspect, long)
        turn = rng.gauss(0, 0.12) + rng.choice([0, 0, 0, 0.5, 1, 1.5]) * math.pi if rng.random() < 0.7 else rng.uniform(0, 2 * math.pi)
        flat = np.array([[-w, -h, 0], [w, -h, 0], [w, h, 0], [-w, h, 0]]) / 2
        lean, side = rng.gauss(0, 0.28), rng.gauss(0, 0.28)
        spin = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
        tip = np.array([[1, 0, 0], [0, math.cos(lean), -math.sin(lean)], [0, math.sin(lean), math.cos(lean)]])
        yaw = np.array([[math.cos(side), 0, math.sin(side)], [0, 1, 0], [-math.sin(side), 0, math.cos(side)]])
        space = flat @ (yaw @ tip @ spin).T
        distance = rng.uniform(1.3, 4) * max(width, height)
        seen = space[:, :2] * (distance / (distance + space[:, 2:]))
        reach = 0.5 * np.array([width, height])
        spread = np.maximum(reach - (seen.max(0) - seen.min(0)) / 2, 0.03 * reach)
        return seen + reach + np.array([rng.uniform(-1, 1), rng.uniform(-1, 1)]) * spread * rng.choice([0.3, 1.0, 1.0, 1.15])

    def scene(self, seed: int) -> tuple[np.ndarray, np.ndarray]:
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        ratio = rng.choice([4 / 3, 3 / 4, 16 / 9, 9 / 16, 1.42, 1.58, rng.uniform(0.6, 1.8)])
        scale = 2 if rng.random() < 0.5 else 1.25  # drawn larger, then reduced
        long = int(INNER * scale)
        width, height = (long, round(long / ratio)) if ratio >= 1 else (round(long * ratio), long)
        count = rng.choices([0, 1, 2, 3], [0.16, 0.58, 0.20, 0.06])[0]
        scanned = rng.random() < 0.25
        scene = (self.scan if scanned else self.ground)(rng, noise, max(width, height))[:height, :width]
        if rng.random() < (0.6 if count == 0 else 0.05):
            self.person(rng, noise, scene)
        found = []
        full = count == 1 and not scanned and rng.random() < 0.18
        taken = np.zeros((height, width), np.uint8)
        stacked = count > 1 and rng.random() < 0.6 or count == 1 and scanned and rng.random() < 0.7
        for index in range(count):
            flat, kind = rng.choice(self.pages)
            flat = flat.astype(np.float32)
            aspect = flat.shape[1] / flat.shape[0]
            if full:
                corners = self.place(rng, width, height, aspect, 1, True)
            elif stacked:  # cut close: one document, or front and back of a card, one beside the other
                down = ratio < 1.2
                step = (0, height / count) if down else (width / count, 0)
                w, h = (width, step[1]) if down else (step[0], height)
                widest = 0.05 if count > 1 else 0.15
                edge = [rng.uniform(0.0, widest) * min(w, h) for _ in range(4)]
                corners = np.array([[edge[0], edge[1]], [w - edge[2], edge[1]], [w - edge[2], h - edge[3]], [edge[0], h - edge[3]]]) + np.array(step) * index
            else:
                largest = min(1.15 * max(ratio, 1 / ratio), 1.5) if count == 1 else 0.75
                corners = self.place(rng, width, height, aspect, rng.uniform(0.35, largest), False)
            hull = cv2.convexHull(corners.astype(np.float32)).astype(np.int32)
            region = cv2.fillConvexPoly(np.zeros_like(taken), hull, 1)
            if (region & taken).sum() > (0 if stacked else 0.02 * region.sum()) + 2 * width:
                continue
            taken |= region
            book = kind == "td3" and not full and rng.random() < 0.55
            self.lay(rng, noise, scene, flat, corners, kind, book, full)
            found.append(corners)
        scene = self.photograph(rng, noise, scene, found)
        return self.square(scene, found)

    def lay(self, rng, noise, scene, flat, corners, kind, book, full) -> None:
        """Prints the page into the scene; for an open book the page above it and its cover first."""
        height, width = scene.shape[:2]
        h, w = flat.shape[:2]
        page_corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
        there = cv2.getPerspectiveTransform(page_corners, corners.astype(np.float32))
        shadow = rng.random() < 0.5 and not full
        if book:
            rim = rng.uniform(0, 0.05) * w
            outer = np.array([[-rim, -h - rim if rng.random() < 0.8 else -0.2 * h], [w + rim, 0], [w + rim, h + rim], [-rim, 0]], np.float32)
            outer[1, 1], outer[3, 0], outer[3, 1] = outer[0, 1], -rim, h + rim
            cover = cv2.perspectiveTransform(outer[None], there)[0]
            cv2.fillConvexPoly(scene, cover.astype(np.int32), colour(rng, 10, 120), cv2.LINE_AA)
            other = rng.choice(self.pages)[0].astype(np.float32)
            if rng.random() < 0.6:
                other = other * 0.3 + other.mean((0, 1)) * 0.7
            move = np.array([[w / other.shape[1], 0, 0], [0, h / other.shape[0], -h - 1], [0, 0, 1]])
            self.stamp(rng, scene, other, there @ move, 0, False)
        rounded = (0.06 if rng.random() < 0.8 else 0.0) if kind in ("td1", "card", "td2") else rng.choice([0.0, 0.0, 0.03])
        if kind == "td3" and rng.random() < 0.5:
            fold = np.clip(np.arange(h, dtype=np.float32) / (h * rng.uniform(0.03, 0.2)), 0, 1)
            flat = flat * (rng.uniform(0.5, 1) + (1 - rng.uniform(0.5, 1)) * fold)[:, None, None].clip(0, 1)
        self.stamp(rng, scene, flat, there, 0 if full and rng.random() < 0.6 else rounded, shadow)

    @staticmethod
    def stamp(rng, scene, flat, there, rounded, shadow) -> None:
        height, width = scene.shape[:2]
        h, w = flat.shape[:2]
        alpha = np.zeros((h, w), np.float32)
        r = int(rounded * w * rng.uniform(0.5, 1)) if rounded else 0
        cv2.rectangle(alpha, (r, 0), (w - 1 - r, h - 1), 1.0, -1)
        cv2.rectangle(alpha, (0, r), (w - 1, h - 1 - r), 1.0, -1)
        if r:
            for cx in (r, w - 1 - r):
                for cy in (r, h - 1 - r):
                    cv2.circle(alpha, (cx, cy), r, 1.0, -1)
        shrink = w / max(1.0, np.linalg.norm(cv2.perspectiveTransform(np.array([[[0, 0], [w, 0]]], np.float32), there)[0, 1] - cv2.perspectiveTransform(np.array([[[0, 0], [w, 0]]], np.float32), there)[0, 0]))
        soft = cv2.GaussianBlur(flat, (0, 0), 0.4 * shrink) if shrink > 1.3 else flat
        shown = cv2.warpPerspective(soft, there, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover = cv2.warpPerspective(alpha, there, (width, height), flags=cv2.INTER_LINEAR)
        if shadow:
            move = np.float32([[1, 0, rng.gauss(0, 0.015) * width], [0, 1, abs(rng.gauss(0, 0.015)) * width]])
            dark = cv2.GaussianBlur(cv2.warpAffine(cover, move, (width, height)), (0, 0), rng.uniform(0.5, 0.03 * width))
            scene *= 1 - dark[..., None] * rng.uniform(0.1, 0.6)
        cover = cover[..., None]
        scene[:] = scene * (1 - cover) + shown * cover

    @staticmethod
    def photograph(rng, noise, scene, found) -> np.ndarray:
        """Fingers, light, blur, noise, JPEG."""
        height, width = scene.shape[:2]
        for corners in found:
            if rng.random() < 0.15:  # a finger or two over the edge
                i = rng.randrange(4)
                at = corners[i] + (corners[(i + 1) % 4] - corners[i]) * rng.uniform(0.1, 0.9)
                out = at - corners.mean(0)
                skin = rng.choice([(236, 200, 175), (200, 150, 120), (150, 100, 75), (95, 65, 50)])
                thick = max(3, int(rng.uniform(0.03, 0.09) * width))
                for shift in range(rng.choice([1, 1, 2])):
                    start = at - out * rng.uniform(0.0, 0.25) + shift * thick * 1.1
                    cv2.line(scene, start.astype(int).tolist(), (start + out * 3).astype(int).tolist(), skin, thick, cv2.LINE_AA)
        if rng.random() < 0.5:
            light = smooth(noise, max(width, height), rng.uniform(0.3, 1.5) * width)[:height, :width, :1]
            scene = scene * np.clip(1 + light * rng.uniform(0, 0.35), 0.2, 1.8)
        if rng.random() < 0.25:
            y, x = np.mgrid[0:height, 0:width].astype(np.float32)
            spot = ((x - rng.uniform(0, width)) / rng.uniform(5, 60)) ** 2 + ((y - rng.uniform(0, height)) / rng.uniform(5, 60)) ** 2
            scene = scene + (rng.uniform(40, 255) * np.exp(-spot))[..., None]
        scene = scene * np.array([rng.gauss(1, 0.06) for _ in range(3)], np.float32) * rng.choice([1, 1, 1, rng.uniform(0.25, 1.3)])
        if rng.random() < 0.12:
            scene = np.repeat(scene.mean(2, keepdims=True), 3, 2)
        scene = np.clip(scene, 0, 255) ** rng.choice([1, 1, rng.uniform(0.85, 1.1)])
        if rng.random() < 0.5:
            scene = cv2.GaussianBlur(scene, (0, 0), abs(rng.gauss(0, 1.2)) + 0.1)
        scene = scene + noise.standard_normal(scene.shape, np.float32) * abs(rng.gauss(0, 5))
        return np.clip(scene, 0, 255).astype(np.uint8)

    @staticmethod
    def square(scene: np.ndarray, found: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        height, width = scene.shape[:2]
        scale = INNER / max(height, width)
        w, h = max(1, round(width * scale)), max(1, round(height * scale))
        left, top = (SIDE - w) // 2, (SIDE - h) // 2
        square = np.full((SIDE, SIDE, 3), 127, np.uint8)
        square[top : top + h, left : left + w] = cv2.resize(scene, (w, h), interpolation=cv2.INTER_AREA)
        corners = np.full((MOST, 4, 2), np.nan, np.float32)
        for i, quad in enumerate(found[:MOST]):
            corners[i] = quad * [w / width, h / height] + [left, top]
        return square, corners
