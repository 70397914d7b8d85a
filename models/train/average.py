"""The mean of several states of one training run: `average.py OUT STATE STATE...`. It stands in for a falling learning rate."""

import sys

import torch

if __name__ == "__main__":
    states = [torch.load(path) for path in sys.argv[2:]]
    mean = {name: sum(state[name].double() for state in states).div(len(states)).to(value.dtype) for name, value in states[0].items()}
    torch.save(mean, sys.argv[1])
