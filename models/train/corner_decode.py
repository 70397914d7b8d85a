"""From the network's maps to outlines, as the engine does it (kyc-core/src/locate/corners.rs); used to measure."""

from dataclasses import dataclass

import cv2
import numpy as np

SIDE, INNER, CELLS, STEP = 192, 168, 48, 4
LEAST_CELLS = 30  # 1.3 % of the square
NEAR = 4.0  # a corner's spot is sought this far from where two sides meet, in cells
SPOT = 0.25  # least height of a spot
SPOT_BETWEEN = 0.35  # the same, of corners in the middle of a side
BESIDE = 2.5  # so far from a side a corner is in its middle, in cells
END = 0.2  # this share of a side belongs to its own corners
ASKEW = 0.15  # a cut is at about the same share of both sides
MOST_GROUPS = 16


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
    """Where the mask falls through one half at the edge of a group, or halfway to a neighbour that was cut off, in cells."""
    points = []
    for y, x in np.argwhere(label):
        for dy, dx in ((0, -1), (0, 1), (-1, 0), (1, 0)):
            inside = 0 <= y + dy < CELLS and 0 <= x + dx < CELLS
            if inside and label[y + dy, x + dx]:
                continue
            beside = mask[y + dy, x + dx] if inside else 0.0
            share = min((mask[y, x] - 0.5) / max(1e-6, mask[y, x] - beside), 1.0) if beside <= 0.5 else 0.5
            points.append((x + 0.5 + share * dx, y + 0.5 + share * dy))
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


def sides_of(mask: np.ndarray, label: np.ndarray):
    """The four corners around a group, clockwise."""
    corners = four_sided(cv2.convexHull(rim(mask, label).astype(np.float32))[:, 0])
    if corners is None:
        return None
    area = np.sum(corners[:, 0] * np.roll(corners[:, 1], -1) - np.roll(corners[:, 0], -1) * corners[:, 1])
    return corners[::-1] if area < 0 else corners


def middle(spots: np.ndarray, a: np.ndarray, b: np.ndarray):
    """Where on the side from a to b, away from its ends, corners are seen: place and height. Two of one place are one."""
    y, x = np.mgrid[0:CELLS, 0:CELLS] + 0.5
    length = max(1e-6, float(np.hypot(*(b - a))))
    along = ((x - a[0]) * (b - a)[0] + (y - a[1]) * (b - a)[1]) / length
    across = ((x - a[0]) * (b - a)[1] - (y - a[1]) * (b - a)[0]) / length
    near = (np.abs(across) <= BESIDE) & (along >= END * length) & (along <= (1 - END) * length)
    heights = np.where(near, spots.max(0), 0)
    top = heights.max()
    if top < SPOT_BETWEEN:
        return None
    around = np.where(np.abs(along - along.flat[heights.argmax()]) <= NEAR, heights, 0) ** 2
    return a + (b - a) * float((along * around).sum() / around.sum()) / length, float(top)


def cut(spots: np.ndarray, corners: np.ndarray):
    """A line through corners that are seen in the middle of two opposite sides: there, two documents touch."""
    best = None
    for i in (0, 1):
        one, other = middle(spots, corners[i], corners[i + 1]), middle(spots, corners[(i + 3) % 4], corners[i + 2])
        if one is None or other is None:
            continue
        share = lambda p, a, b: float(np.hypot(*(p - a)) / max(1e-6, np.hypot(*(b - a))))
        if abs(share(one[0], corners[i], corners[i + 1]) - share(other[0], corners[(i + 3) % 4], corners[i + 2])) > ASKEW:
            continue
        height = min(one[1], other[1])
        if best is None or height > best[0]:
            best = (height, one[0], other[0])
    return best and best[1:]


def groups(mask: np.ndarray, spots: np.ndarray) -> list[np.ndarray]:
    """Cells of one document each, the largest first."""
    count, labels, _, _ = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8), connectivity=4)
    todo, done = [labels == index for index in range(1, count)], []
    y, x = np.mgrid[0:CELLS, 0:CELLS] + 0.5
    while todo and len(done) < MOST_GROUPS:
        label = todo.pop(0)
        if label.sum() < LEAST_CELLS:
            continue
        corners = sides_of(mask, label)
        line = cut(spots, corners) if corners is not None else None
        if line is not None:
            a, b = line
            left = (b - a)[0] * (y - a[1]) - (b - a)[1] * (x - a[0]) > 0
            parts = [label & left, label & ~left]
            if min(part.sum() for part in parts) >= LEAST_CELLS:
                todo += parts
                continue
        done.append(label)
    return sorted(done, key=lambda label: -label.sum())


def documents(maps: np.ndarray) -> list[Found]:
    """The largest first."""
    mask, spots = maps[0], maps[1:]
    found = []
    for label in groups(mask, spots)[:3]:
        corners = sides_of(mask, label)
        if corners is None:
            continue
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
        found.append(Found(np.roll(corners, -first, 0) * STEP, float(mask[label].mean())))
    return found
