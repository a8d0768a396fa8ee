"""PyTorch's side of the comparison: does one pass when told to. See SideLoop in the benchmarks for the protocol.

torch_side.py MATERIAL NET WIDTHxHEIGHT THREADS forward|train|gradients CONFIGURATION
"""

import os
import sys

import torch
from torch.nn import functional

import fcn_torch

IGNORE_LABEL = 255
RATE = 1e-12
MOMENTUM = 0.99
WEIGHT_DECAY = 5e-4


def read(path, kind, shape):
    """A file of plain values."""
    values = torch.empty(shape, dtype=kind)
    with open(path, "rb") as file:
        file.readinto(memoryview(values.numpy()).cast("B"))
    return values


def write(path, values):
    """A tensor as plain float32 values in row-major order."""
    with open(path, "wb") as file:
        file.write(memoryview(values.detach().float().contiguous().numpy()).cast("B"))


class Inference:
    """Scores of one image."""

    def __init__(self, net, image, configuration):
        self.image = image
        net.eval()
        if configuration.startswith("eager"):
            self.net = net
        else:
            with torch.no_grad():
                self.net = torch.jit.freeze(torch.jit.trace(net, image))
                if configuration.startswith("optimized"):
                    self.net = torch.jit.optimize_for_inference(self.net)
        self.scores = None

    def run(self):
        self.scores = None
        with torch.inference_mode():
            self.scores = self.net(self.image)

    def save(self, folder):
        write(os.path.join(folder, "scores.f32"), self.scores)


class Training:
    """Loss, gradients and an update of SGD with momentum, as often as told."""

    def __init__(self, net, image, labels, dropout):
        self.net = net.train(dropout)
        self.image = image
        self.labels = labels
        self.loss = None
        trained = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
        groups = [
            {"params": [p for name, p in trained if name.endswith(".weight")], "weight_decay": WEIGHT_DECAY},
            {"params": [p for name, p in trained if name.endswith(".bias")], "lr": 2 * RATE, "weight_decay": 0},
        ]
        self.optimizer = self.sgd(groups)

    @staticmethod
    def sgd(groups):
        for kind in ({"fused": True}, {"foreach": True}, {}):
            try:
                return torch.optim.SGD(groups, RATE, MOMENTUM, **kind)
            except (TypeError, RuntimeError):
                continue
        raise AssertionError("plain SGD takes no further option")

    def backward(self):
        self.optimizer.zero_grad(set_to_none=True)
        scores = self.net(self.image)
        loss = functional.cross_entropy(scores, self.labels, ignore_index=IGNORE_LABEL, reduction="sum")
        loss.backward()
        return loss.item()

    def run(self):
        self.loss = self.backward()
        self.optimizer.step()

    def save(self, folder):
        write(os.path.join(folder, "loss.f32"), torch.tensor([self.loss]))
        for name, parameter in self.net.named_parameters():
            if parameter.requires_grad:
                write(os.path.join(folder, name.replace("/", "_") + ".f32"), parameter.grad)


def main(material, net_name, size, threads, mode, configuration):
    width, height = (int(extent) for extent in size.split("x"))
    torch.set_num_threads(int(threads))
    torch.set_num_interop_threads(1)
    torch.manual_seed(1)
    weights = os.path.join(material, "weights.safetensors")
    net = fcn_torch.build(net_name, fcn_torch.extents(weights)).load(weights)
    image = read(os.path.join(material, "image.f32"), torch.float32, (1, 3, height, width))
    if configuration.endswith("nhwc"):
        net = net.to(memory_format=torch.channels_last)
        image = image.contiguous(memory_format=torch.channels_last)
    if mode == "forward":
        side = Inference(net, image, configuration)
    else:
        labels = read(os.path.join(material, "labels.u8"), torch.uint8, (1, height, width)).long()
        side = Training(net, image, labels, dropout=mode == "train")
    serve(side)


def serve(side):
    print("ready PyTorch " + torch.__version__, flush=True)
    for line in sys.stdin:
        command, _, folder = line.rstrip("\n").partition(" ")
        if command == "pass":
            side.run()
        elif command == "save":
            side.save(folder)
        else:
            return
        print("done", flush=True)


main(*sys.argv[1:])
