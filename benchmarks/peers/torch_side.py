"""PyTorch's side of the comparison: opens nets in configurations and does passes when told to. See SideLoop in the benchmarks
for the protocol.

torch_side.py MATERIAL NET WIDTHxHEIGHT THREADS cpu|cuda

A configuration is MODE-LAYOUT or MODE-LAYOUT-PRECISION. Modes: eager; compiled (torch.compile, max-autotune); graphs (eager,
captured in a CUDA graph); frozen, optimized (TorchScript, forward only). Layouts: nchw, nhwc. Precisions: fp32, tf32, bf16
(autocast). On the processor a pass takes the image from the host's memory and leaves its results there; on a GPU both stay on
the device.
"""

import os
import sys
import time
import traceback

import torch
from torch.nn import functional

import fcn_torch

IGNORE_LABEL = 255
RATE = 1e-20
MOMENTUM = 0.99
WEIGHT_DECAY = 5e-4
WARM_UPS = 3
MESSAGE_LETTERS = 400


def read(path, kind, shape):
    """A file of plain values."""
    values = torch.empty(shape, dtype=kind)
    with open(path, "rb") as file:
        file.readinto(memoryview(values.numpy()).cast("B"))
    return values


def write(path, values):
    """A tensor as plain float32 values in row-major order."""
    with open(path, "wb") as file:
        file.write(memoryview(values.detach().float().cpu().contiguous().numpy()).cast("B"))


class Configuration:
    """How a net is run: mode, layout, precision."""

    def __init__(self, words, device):
        parts = words.split("-")
        self.mode, self.layout = parts[:2]
        self.precision = parts[2] if len(parts) > 2 else "fp32"
        self.device = device
        if self.mode == "graphs" and device != "cuda":
            raise ValueError("CUDA graphs need a GPU")
        if self.mode == "compiled" and not hasattr(torch, "compile"):
            raise ValueError("PyTorch %s has no torch.compile" % torch.__version__)
        if self.precision == "tf32" and (device != "cuda" or torch.cuda.get_device_capability()[0] < 8):
            raise ValueError("TF32 needs a GPU of compute capability 8.0 or newer")

    def apply(self):
        """Sets what PyTorch has one of for the whole process; before every use."""
        if self.device == "cuda":
            torch.backends.cudnn.benchmark = True
            torch.backends.cudnn.allow_tf32 = self.precision != "fp32"
            torch.backends.cuda.matmul.allow_tf32 = self.precision != "fp32"

    def autocast(self):
        # Without the cache of cast weights, which a captured graph must not rely on.
        return torch.autocast(self.device, torch.bfloat16, self.precision == "bf16", cache_enabled=self.mode != "graphs")

    def compiled(self, function):
        return torch.compile(function, mode="max-autotune") if self.mode == "compiled" else function


def captured(run):
    """A CUDA graph of what run does, and what it returned."""
    warm = torch.cuda.Stream()
    warm.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(warm):
        for _ in range(WARM_UPS):
            run()
    torch.cuda.current_stream().wait_stream(warm)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = run()
    return graph, result


class Inference:
    """Scores of one image."""

    def __init__(self, net, image, configuration):
        self.net = net.eval()
        self.image = image
        self.configuration = configuration
        self.scores = None
        self.graph = None
        if configuration.mode in ("frozen", "optimized"):
            with torch.no_grad():
                self.net = torch.jit.freeze(torch.jit.trace(net, image))
                if configuration.mode == "optimized":
                    self.net = torch.jit.optimize_for_inference(self.net)
        self.net = configuration.compiled(self.net)

    def settle(self):
        """After the first pass: what is done once and speeds up all later passes."""
        if self.configuration.mode == "graphs":
            self.scores = None
            self.graph, self.scores = captured(self.forward)

    def forward(self):
        with torch.no_grad(), self.configuration.autocast():
            return self.net(self.image)

    def run(self):
        if self.graph is not None:
            self.graph.replay()
            return
        self.scores = None
        with torch.inference_mode(self.configuration.mode != "compiled"):
            self.scores = self.forward()

    def save(self, folder):
        write(os.path.join(folder, "scores.f32"), self.scores)


class Training:
    """Loss, gradients and an update of SGD with momentum, as often as told."""

    def __init__(self, net, image, labels, configuration, dropout):
        self.net = net.train(dropout)
        self.image = image
        self.labels = labels
        self.configuration = configuration
        self.loss = None
        self.graph = None
        trained = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
        groups = [
            {"params": [p for name, p in trained if name.endswith(".weight")], "weight_decay": WEIGHT_DECAY},
            {"params": [p for name, p in trained if name.endswith(".bias")], "lr": 2 * RATE, "weight_decay": 0},
        ]
        self.optimizer = self.sgd(groups)
        self.loss_of = configuration.compiled(self.forward)

    @staticmethod
    def sgd(groups):
        for kind in ({"fused": True}, {"foreach": True}, {}):
            try:
                return torch.optim.SGD(groups, RATE, MOMENTUM, **kind)
            except (TypeError, RuntimeError):
                continue
        raise AssertionError("plain SGD takes no further option")

    def settle(self):
        if self.configuration.mode == "graphs":
            self.graph, self.loss = captured(self.step)

    def forward(self):
        with self.configuration.autocast():
            scores = self.net(self.image)
        return functional.cross_entropy(scores.float(), self.labels, ignore_index=IGNORE_LABEL, reduction="sum")

    def step(self):
        # Gradients are written anew, into memory of the graph where there is one.
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss_of()
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def run(self):
        if self.graph is not None:
            self.graph.replay()
            return
        self.loss = None
        self.loss = self.step()
        if self.configuration.device == "cpu":
            self.loss.item()

    def save(self, folder):
        write(os.path.join(folder, "loss.f32"), self.loss.reshape(1))
        for name, parameter in self.net.named_parameters():
            if parameter.requires_grad:
                write(os.path.join(folder, name.replace("/", "_") + ".f32"), parameter.grad)


class Footprint:
    """What one configuration takes of a GPU's memory, while others of the same process hold theirs."""

    def __init__(self):
        torch.cuda.empty_cache()
        self.held = 0
        self.peak = 0
        self.reserved = -torch.cuda.memory_reserved()

    def watched(self, work):
        """Does work, and notes the most that was allocated meanwhile."""
        torch.cuda.synchronize()
        before = torch.cuda.memory_allocated()
        torch.cuda.reset_peak_memory_stats()
        result = work()
        torch.cuda.synchronize()
        self.peak = max(self.peak, self.held + torch.cuda.max_memory_allocated() - before)
        self.held += torch.cuda.memory_allocated() - before
        return result

    def forget(self):
        """Trials of algorithms and compilers' measurements are no part of what a pass needs."""
        torch.cuda.empty_cache()
        self.peak = 0

    def settled(self):
        self.reserved += torch.cuda.memory_reserved()


class Opened:
    """A net that is open for one kind of pass in one configuration."""

    def __init__(self, host, mode, words):
        self.configuration = Configuration(words, host.device)
        self.configuration.apply()
        self.footprint = Footprint() if host.device == "cuda" else None
        self.side = self.watched(lambda: self.first(host, mode))
        if self.footprint:
            self.footprint.forget()
            self.watched(self.side.settle)
            for _ in range(2):
                self.watched(self.side.run)
            self.footprint.settled()

    def first(self, host, mode):
        net = fcn_torch.build(host.net, fcn_torch.extents(host.weights)).load(host.weights).to(host.device)
        image = host.image
        if self.configuration.layout == "nhwc":
            net = net.to(memory_format=torch.channels_last)
            image = image.contiguous(memory_format=torch.channels_last)
        if mode == "forward":
            side = Inference(net, image, self.configuration)
        else:
            side = Training(net, image, host.labels, self.configuration, dropout=mode == "train")
        side.run()
        return side

    def watched(self, work):
        return self.footprint.watched(work) if self.footprint else work()

    def time(self, passes):
        self.configuration.apply()
        return self.watched(lambda: [self.timed() for _ in range(passes)])

    def timed(self):
        """Milliseconds on the wall clock / by the device's events."""
        if not self.footprint:
            begin = time.perf_counter()
            self.side.run()
            return "%.4f/-" % ((time.perf_counter() - begin) * 1e3)
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda.synchronize()
        begin = time.perf_counter()
        start.record()
        self.side.run()
        end.record()
        end.synchronize()
        wall = (time.perf_counter() - begin) * 1e3
        return "%.4f/%.4f" % (wall, start.elapsed_time(end))

    def memory(self):
        return "%d %d" % (self.footprint.peak, self.footprint.reserved) if self.footprint else "-"


class Host:
    """What all configurations share, and those that are open."""

    def __init__(self, material, net, size, threads, device):
        width, height = (int(extent) for extent in size.split("x"))
        torch.set_num_threads(int(threads))
        torch.set_num_interop_threads(1)
        torch.manual_seed(1)
        if device == "cuda" and not torch.cuda.is_available():
            raise ValueError("PyTorch %s sees no GPU" % torch.__version__)
        self.net = net
        self.device = device
        self.weights = os.path.join(material, "weights.safetensors")
        self.image = read(os.path.join(material, "image.f32"), torch.float32, (1, 3, height, width)).to(device)
        labels = read(os.path.join(material, "labels.u8"), torch.uint8, (1, height, width))
        self.labels = labels.long().to(device)
        self.open = {}

    def answer(self, words):
        """Does what a line says; returns what follows 'done'."""
        command, mode, configuration = words[:3]
        key = (mode, configuration)
        if command == "open":
            self.open[key] = Opened(self, mode, configuration)
        elif command == "time":
            return " ".join(self.open[key].time(int(words[3])))
        elif command == "memory":
            return self.open[key].memory()
        elif command == "save":
            self.open[key].side.save(words[3])
        elif command == "close":
            del self.open[key]
            if self.device == "cuda":
                torch.cuda.empty_cache()
        else:
            raise ValueError("unknown command " + command)
        return ""


def reason(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return ("%s: %s" % (type(error).__name__, " ".join(lines)))[:MESSAGE_LETTERS]


def main(arguments):
    # What libraries print must not get between the lines of the protocol.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    host = Host(*arguments)
    print("ready PyTorch " + torch.__version__, file=out, flush=True)
    for line in sys.stdin:
        words = line.rstrip("\n").split(" ", 3)
        if len(words) < 3:
            return
        try:
            print(("done " + host.answer(words)).strip(), file=out, flush=True)
        except Exception as error:  # the reason goes to whoever asked, and other configurations go on
            traceback.print_exc()
            print("failed " + reason(error), file=out, flush=True)


main(sys.argv[1:])
