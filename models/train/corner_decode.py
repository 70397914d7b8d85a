"""From the network's maps to outlines, as the engine does it (kyc-core/src/locate/corners.rs); used to measure."""

from dataclasses import dataclass

import cv2
import numpy as np

SIDE, INNER, CELLS, STEP = 192, 168, 48, 4
LEAST_CELLS = 30  # 1.3 % of the square
NEAR = 4.0  # a corner's spot is sought this far from where two sides meet, in cells
SPOT = 0.25  # least height of a spot


@dataclass
class Found:
    corners: np.ndarray  # in input pixels, as the document reads
    sure: float


def letterbox(picture: np.ndarray):
    """BGR picture -> the network's input, and the way back for corners."""
    height, width = picture.shape[:2]
    scale = INNER / max(height, width)
    w, h = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (SIDE - w) // 2, (SIDE - h) // 2
    square = np.full((SIDE, SIDE, 3), 127, np.uint8)
    square[top : top + h, left : left + w] = cv2.resize(picture, (w, h), interpolation=cv2.INTER_AREA)[..., ::-1]
    back = lambda corners: (corners - [left, top]) * [width / w, height / h]
    return square.astype(np.float32).transpose(2, 0, 1)[None] / 255, back


def rim(mask: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Where the mask crosses one half, row by row and column by column, in cells."""
    points = []
    inside = np.where(label, mask, 0.0)
    for lines, swap in ((inside, False), (inside.T, True)):
        for y, line in enumerate(lines):
            at = np.flatnonzero(line > 0.5)
            if not len(at):
                continue
            for first, step in ((at[0], -1), (at[-1], 1)):
                neighbour = lines[y, first + step] if 0 <= first + step < CELLS else 0.0
                share = (line[first] - 0.5) / max(1e-6, line[first] - min(neighbour, 0.49))
                x = first + 0.5 + step * min(share, 1.0)
                points.append((y + 0.5, x) if swap else (x, y + 0.5))
    return np.array(points)


def four_sided(hull: np.ndarray):
    """Edges are dropped one by one, each time the one whose neighbours, led on until they meet, add the least area."""
    corners = [np.array(p, float) for p in hull]
    while len(corners) > 4:
        best = None
        for i in range(len(corners)):
            a0, a1, b1, b0 = corners[i - 1], corners[i], corners[(i + 1) % len(corners)], corners[(i + 2) % len(corners)]
            r, s = a1 - a0, b1 - b0
            cross = r[0] * s[1] - r[1] * s[0]
            if abs(cross) < 1e-9:
                continue
            d = b0 - a0
            t, u = (d[0] * s[1] - d[1] * s[0]) / cross, (d[0] * r[1] - d[1] * r[0]) / cross
            if t < 1 or u < 1:
                continue
            meet = a0 + t * r
            x, y = meet - a1, b1 - a1
            area = abs(x[0] * y[1] - x[1] * y[0]) / 2
            if best is None or area < best[0]:
                best = (area, i, meet)
        if best is None:
            return None
        corners[best[1]] = best[2]
        del corners[(best[1] + 1) % len(corners)]
    return np.array(corners) if len(corners) == 4 else None


def summit(spot: np.ndarray, y: int, x: int) -> tuple[float, float]:
    """The top of a bell around its highest cell: a parabola through the logarithms of three cells, along each axis."""
    place = []
    for line, at in ((spot[y], x), (spot[:, x], y)):
        before, top, after = [np.log(max(1e-4, line[min(max(at + d, 0), CELLS - 1)])) for d in (-1, 0, 1)]
        bend = 2 * top - before - after
        place.append(at + 0.5 + (np.clip((after - before) / (2 * bend), -0.5, 0.5) if bend > 1e-6 else 0.0))
    return place[0], place[1]


def documents(maps: np.ndarray) -> list[Found]:
    """The largest first."""
    mask, spots = maps[0], maps[1:]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8), connectivity=4)
    found = []
    for index in sorted(range(1, count), key=lambda i: -stats[i, cv2.CC_STAT_AREA])[:3]:
        if stats[index, cv2.CC_STAT_AREA] < LEAST_CELLS:
            continue
        hull = cv2.convexHull(rim(mask, labels == index).astype(np.float32))[:, 0]
        corners = four_sided(hull)
        if corners is None:
            continue
        area = lambda c: np.sum(c[:, 0] * np.roll(c[:, 1], -1) - np.roll(c[:, 0], -1) * c[:, 1])
        if area(corners) < 0:
            corners = corners[::-1]
        votes = np.zeros((4, 4))
        y, x = np.mgrid[0:CELLS, 0:CELLS] + 0.5
        for i, corner in enumerate(corners):
            near = np.hypot(x - corner[0], y - corner[1]) <= NEAR
            heights = np.where(near, spots, 0).max((1, 2))
            votes[i] = heights
            if heights.max() >= SPOT:
                spot = np.where(near, spots[heights.argmax()], 0)
                at = np.unravel_index(spot.argmax(), spot.shape)
                corners[i] = summit(spots[heights.argmax()], *at)
        first = max(range(4), key=lambda r: sum(votes[(k + r) % 4, k] for k in range(4)))
        corners = np.roll(corners, -first, 0)
        found.append(Found(corners * STEP, float(mask[labels == index].mean())))
    return found
