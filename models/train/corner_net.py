"""The network: what of the picture is document, and where its four corners are, as maps at a quarter of the resolution."""

import torch
from torch import nn
from torch.nn import functional

from ocrb_net import Residual, unit


class Corners(nn.Module):
    """[N, 3, 192, 192] RGB 0..1 -> [N, 5, 48, 48] probabilities: document, and its top left, top right, bottom right and
    bottom left corner as the document itself reads."""

    def __init__(self):
        super().__init__()
        self.level = nn.InstanceNorm2d(3, eps=1e-3)
        self.first = unit(3, 16, 3, 2)  # 96
        self.quarter = nn.Sequential(unit(16, 32, 3, 2), Residual(32, 3))  # 48
        self.eighth = nn.Sequential(unit(32, 48, 3, 2), Residual(48, 3))  # 24
        self.sixteenth = nn.Sequential(unit(48, 80, 3, 2), Residual(80, 3), Residual(80, 3))  # 12
        self.whole = nn.Sequential(unit(80, 112, 3, 2), Residual(112, 3), Residual(112, 3))  # 6: sees the whole picture
        self.side = nn.ModuleList([nn.Conv2d(a, b, 1) for a, b in [(112, 80), (80, 48), (48, 32)]])
        self.join = nn.ModuleList([Residual(c, 3) for c in (80, 48, 32)])
        self.last = nn.Sequential(unit(32, 32, 3), nn.Conv2d(32, 5, 1))

    def logits(self, x):
        quarter = self.quarter(self.first(self.level(x)))
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        x = self.whole(sixteenth)
        for side, join, finer in zip(self.side, self.join, (sixteenth, eighth, quarter)):
            x = join(functional.interpolate(side(x), scale_factor=2, mode="nearest") + finer)
        return self.last(x)

    def forward(self, x):
        return self.logits(x).sigmoid()
