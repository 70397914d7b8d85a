"""The network: convolutions only, four columns of the strip a step, 37 symbols and the blank at every step."""

import torch
from torch import nn


def unit(inputs: int, outputs: int, kernel, stride=1) -> nn.Sequential:
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, (kernel[0] // 2, kernel[1] // 2), bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    def __init__(self, channels: int, kernel):
        super().__init__()
        self.body = unit(channels, channels, kernel)

    def forward(self, x):
        return x + self.body(x)


class OcrB(nn.Module):
    """[N, 1, 32, W] grey 0..255 -> [N, W/4, 38] natural logarithms of probabilities; index 0 is the blank, then A-Z, 0-9, <."""

    def __init__(self):
        super().__init__()
        # Each line is set to mean 0 and deviation 1 by itself: exposure and contrast carry nothing.
        self.level = nn.InstanceNorm2d(1, eps=4.0)
        self.look = nn.Sequential(
            unit(1, 20, 5, 2),  # 16 x W/2
            Residual(20, 3),
            unit(20, 40, 3, 2),  # 8 x W/4
            Residual(40, 3),
            Residual(40, 3),
            unit(40, 72, 3, (2, 1)),  # 4 x W/4
            Residual(72, 3),
            Residual(72, 3),
        )
        self.column = nn.Sequential(nn.Conv2d(72, 112, (4, 1), bias=False), nn.BatchNorm2d(112), nn.ReLU(inplace=True))
        self.context = nn.Sequential(Residual(112, (1, 5)), Residual(112, (1, 5)))
        self.classes = nn.Conv2d(112, 38, 1)

    def forward(self, x):
        x = self.context(self.column(self.look(self.level(x))))
        return self.classes(x).squeeze(2).permute(0, 2, 1).float().log_softmax(2)
