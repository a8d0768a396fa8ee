"""The nets in plain PyTorch: the same layers, names and weights as the engine's, the crops as the reference nets have them."""

import json
import struct

import torch
from torch import nn
from torch.nn import functional

FLOAT_BYTES = 4


def weights(path):
    """Yields (name, tensor) of a safetensors file of float32, one array in memory at a time; tensors are borrowed until the next."""
    with open(path, "rb") as file:
        (table_bytes,) = struct.unpack("<Q", file.read(8))
        table = json.loads(file.read(table_bytes))
        for name, entry in table.items():
            if name == "__metadata__":
                continue
            begin, end = entry["data_offsets"]
            file.seek(8 + table_bytes + begin)
            values = torch.empty((end - begin) // FLOAT_BYTES)
            file.readinto(memoryview(values.numpy()).cast("B"))
            yield name, values.reshape(entry["shape"])


def extents(path):
    """The extents of every array."""
    with open(path, "rb") as file:
        (table_bytes,) = struct.unpack("<Q", file.read(8))
        table = json.loads(file.read(table_bytes))
    return {name: entry["shape"] for name, entry in table.items() if name != "__metadata__"}


def conv(shape, stride=1, padding=0, groups=1):
    """A convolution with bias for weights of these extents: outputs, inputs of a group, kernel, kernel."""
    outputs, inputs, kernel, _ = shape
    return nn.Conv2d(inputs * groups, outputs, kernel, stride, padding, groups=groups)


def upsampling(shape, stride):
    """A frozen bilinear upsampling with dense weights, as in the reference nets; a group a class takes PyTorch twice as long."""
    classes, _, kernel, _ = shape
    layer = nn.ConvTranspose2d(classes, classes, kernel, stride, bias=False)
    layer.weight.requires_grad_(False)
    return layer


def crop(scores, like, offset):
    """The window of like's extents from the offset on."""
    rows, columns = like.shape[2], like.shape[3]
    return scores[:, :, offset : offset + rows, offset : offset + columns]


class Fcn(nn.Module):
    """What all nets share: layers are added under the engine's names."""

    def __init__(self, shapes):
        super().__init__()
        self.shapes = shapes

    def conv(self, name, stride=1, padding=0, groups=1):
        self.add_module(name, conv(self.shapes[name + ".weight"], stride, padding, groups))

    def upsampling(self, name, stride):
        self.add_module(name, upsampling(self.shapes[name + ".weight"], stride))

    def run(self, name, x):
        return self._modules[name](x)

    def relu(self, name, x):
        return functional.relu(self._modules[name](x), inplace=True)

    @torch.no_grad()
    def load(self, path):
        """Copies every weight; fails if a name or an extent differs."""
        own = dict(self.named_parameters())
        for name, values in weights(path):
            target = own.pop(name)
            if values.shape != target.shape:
                raise ValueError("%s: %s in the file, %s in the net" % (name, values.shape, target.shape))
            target.copy_(values)
        if own:
            raise ValueError("the file lacks %s" % ", ".join(own))
        return self


class VggFcn(Fcn):
    """FCN-32s, 16s or 8s on VGG16, or on its small sister with one convolution a stage."""

    STAGES = 5

    def __init__(self, shapes, skips):
        super().__init__(shapes)
        self.skips = skips
        # Half of what fc6 reaches beyond its middle, in pixels of the image; crops follow from it: 5, 9 and 19, 27, 31 for VGG16.
        reach = 16 * (shapes["fc6.weight"][2] - 1)
        small = "conv1.weight" in shapes
        pad = 1 + reach if small else 100
        self.stages = [self.stage(number, small) for number in range(1, self.STAGES + 1)]
        for name in sum(self.stages, []):
            self.conv(name, padding=pad if name == self.stages[0][0] else 1)
        for name in ("fc6", "fc7", "score_fr"):
            self.conv(name)
        self.crops = (reach - 16) // 16, (reach - 24) // 8
        if skips > 0:
            self.upsampling("upscore2", 2)
            self.conv("score_pool4")
        if skips > 1:
            self.upsampling("upscore_pool4", 2)
            self.conv("score_pool3")
        self.last, stride, beyond = (("upscore", 32, 15), ("upscore16", 16, 23), ("upscore8", 8, 27))[skips]
        self.offset = pad + beyond - reach
        self.upsampling(self.last, stride)

    def stage(self, number, small):
        """The names of a stage's convolutions."""
        if small:
            return ["conv%d" % number]
        names = ["conv%d_%d" % (number, i) for i in (1, 2, 3)]
        return [name for name in names if name + ".weight" in self.shapes]

    def forward(self, image):
        x = image
        pooled = []
        for names in self.stages:
            for name in names:
                x = self.relu(name, x)
            x = functional.max_pool2d(x, 2, 2, ceil_mode=True)
            pooled.append(x)
        x = functional.dropout(self.relu("fc6", x), 0.5, self.training)
        x = functional.dropout(self.relu("fc7", x), 0.5, self.training)
        x = self.run("score_fr", x)
        if self.skips > 0:
            x = self.run("upscore2", x)
            x = x + crop(self.run("score_pool4", pooled[3]), x, self.crops[0])
        if self.skips > 1:
            x = self.run("upscore_pool4", x)
            x = x + crop(self.run("score_pool3", pooled[2]), x, self.crops[1])
        return crop(self.run(self.last, x), image, self.offset)


class AlexNetFcn(Fcn):
    """FCN-AlexNet."""

    def __init__(self, shapes):
        super().__init__(shapes)
        self.conv("conv1", stride=4, padding=100)
        self.conv("conv2", padding=2, groups=2)
        self.conv("conv3", padding=1)
        self.conv("conv4", padding=1, groups=2)
        self.conv("conv5", padding=1, groups=2)
        for name in ("fc6", "fc7", "score_fr"):
            self.conv(name)
        self.upsampling("upscore", 32)

    def forward(self, image):
        x = image
        for name in ("conv1", "conv2"):
            x = functional.max_pool2d(self.relu(name, x), 3, 2, ceil_mode=True)
            x = functional.local_response_norm(x, 5, alpha=1e-4, beta=0.75, k=1)
        for name in ("conv3", "conv4", "conv5"):
            x = self.relu(name, x)
        x = functional.max_pool2d(x, 3, 2, ceil_mode=True)
        x = functional.dropout(self.relu("fc6", x), 0.5, self.training)
        x = functional.dropout(self.relu("fc7", x), 0.5, self.training)
        return crop(self.run("upscore", self.run("score_fr", x)), image, 18)


class GoogLeNetFcn(Fcn):
    """FCN-GoogLeNet with no, one or two skips, from the last modules before pool4 and pool3."""

    MODULES = (("3a", "3b"), ("4a", "4b", "4c", "4d", "4e"), ("5a", "5b"))

    def __init__(self, shapes, skips, pad):
        super().__init__(shapes)
        self.skips = skips
        self.offset = pad - 2
        self.conv("conv1/7x7_s2", stride=2, padding=pad)
        self.conv("conv2/3x3_reduce")
        self.conv("conv2/3x3", padding=1)
        for module in sum(self.MODULES, ()):
            for name, padding in (("1x1", 0), ("3x3_reduce", 0), ("3x3", 1), ("5x5_reduce", 0), ("5x5", 2), ("pool_proj", 0)):
                self.conv("inception_%s/%s" % (module, name), padding=padding)
        self.conv("score_fr")
        if skips > 0:
            self.upsampling("upscore2", 2)
            self.conv("score_4e")
        if skips > 1:
            self.upsampling("upscore_4e", 2)
            self.conv("score_3b")
        self.last, stride = (("upscore", 32), ("upscore16", 16), ("upscore8", 8))[skips]
        self.upsampling(self.last, stride)

    def module(self, name, x):
        prefix = "inception_%s/" % name
        one = self.relu(prefix + "1x1", x)
        three = self.relu(prefix + "3x3", self.relu(prefix + "3x3_reduce", x))
        five = self.relu(prefix + "5x5", self.relu(prefix + "5x5_reduce", x))
        pooled = self.relu(prefix + "pool_proj", functional.max_pool2d(x, 3, 1, 1))
        return torch.cat((one, three, five, pooled), 1)

    def forward(self, image):
        x = functional.max_pool2d(self.relu("conv1/7x7_s2", image), 3, 2, ceil_mode=True)
        x = functional.local_response_norm(x, 5, alpha=1e-4, beta=0.75, k=1)
        x = self.relu("conv2/3x3", self.relu("conv2/3x3_reduce", x))
        x = functional.local_response_norm(x, 5, alpha=1e-4, beta=0.75, k=1)
        stages = []
        for stage in self.MODULES:
            x = functional.max_pool2d(x, 3, 2, ceil_mode=True)
            for name in stage:
                x = self.module(name, x)
            stages.append(x)
        x = functional.dropout(x, 0.4, self.training)
        x = self.run("score_fr", x)
        # Upsampled scores cover the skip here, so they are cropped to it.
        if self.skips > 0:
            skip = self.run("score_4e", stages[1])
            x = crop(self.run("upscore2", x), skip, 0) + skip
        if self.skips > 1:
            skip = self.run("score_3b", stages[0])
            x = crop(self.run("upscore_4e", x), skip, 0) + skip
        return crop(self.run(self.last, x), image, self.offset)


def build(net, shapes):
    """The net of this name, for weights of these extents; ValueError if there is none in PyTorch."""
    plain = net
    for ending in ("-narrow", "-tiny"):
        if plain.endswith(ending):
            plain = plain[: -len(ending)]
    skips = {"32s": 0, "16s": 1, "8s": 2}
    google, pad = (plain[: -len("-pad100")], 100) if plain.endswith("-pad100") else (plain, 3)
    for stage, number in skips.items():
        if plain == "fcn" + stage:
            return VggFcn(shapes, number)
        if google == "fcn-googlenet-" + stage:
            return GoogLeNetFcn(shapes, number, pad)
    if plain == "fcn-alexnet":
        return AlexNetFcn(shapes)
    names = ", ".join(["fcn" + stage for stage in skips] + ["fcn-alexnet"] + ["fcn-googlenet-" + stage for stage in skips])
    raise ValueError("net %s is not written in PyTorch here; there are %s, also with -narrow, and fcn8s-tiny" % (net, names))
