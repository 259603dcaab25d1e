#!/usr/bin/env python3
"""PyTorch at the work of `espalier bench`, for a comparison in one sitting.

    python3 src/benchmark/python/torch_peer.py [--net vgg-s,vgg-16] [--only train,forward,scores,gradcam] [--best] [--bf16]

Needs torch alone. Prints what `bench` prints: a line of JSON for each measurement, the median of its repeats after as
many uncounted ones. Without options PyTorch is used as it usually is; --best lays memory out with channels last and
computes no gradient of weights for scores; --bf16 trains and infers under bfloat16 autocast.
"""
import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F
from torch.nn import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential

# Widths of 3x3 convolutions between max pools, as in espalier.network.Architectures.
STAGES = {
    "vgg-s": [[32, 32], [64, 64], [128, 128]],
    "vgg-16": [[64, 64], [128, 128], [256] * 3, [512] * 3, [512] * 3],
}


def convolutions(stages, normalised):
    parts, inputs = [], 3
    for stage in stages:
        for width in stage:
            parts.append(Conv2d(inputs, width, kernel_size=3, padding=1))
            if normalised:
                parts.append(BatchNorm2d(width))
            parts.append(ReLU())
            inputs = width
        parts.append(MaxPool2d(2))
    return parts, inputs


def small_net(name):
    """For pictures of 32x32: batch norms, the mean over places, one dense layer."""
    parts, width = convolutions(STAGES[name], normalised=True)
    return Sequential(*parts, AdaptiveAvgPool2d(1), Flatten(), Linear(width, 10))


def large_net():
    """VGG-16 for 224x224 as it was published: no batch norms, two dense layers of 4096."""
    parts, width = convolutions(STAGES["vgg-16"], normalised=False)
    return Sequential(*parts, Flatten(), Linear(width * 49, 4096), ReLU(), Linear(4096, 4096), ReLU(), Linear(4096, 1000))


def fast(values):
    """A network or pictures with channels last."""
    return values.to(memory_format=torch.channels_last)


class Peer:
    def __init__(self, options):
        self.options = options

    def explained(self, network):
        """A network that gradients of activations are asked of."""
        return fast(network.eval()).requires_grad_(False) if self.options.best else network.eval()

    def pictures(self, count, side):
        """Such pictures as the network looks at then."""
        pictures = torch.randn(count, 3, side, side)
        return fast(pictures).requires_grad_() if self.options.best else pictures

    def precision(self):
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.options.bf16)

    def train(self, network):
        network = fast(network.train())
        optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
        pictures, labels = fast(torch.randn(64, 3, 32, 32)), torch.randint(10, (64,))

        def step():
            optimizer.zero_grad()
            with self.precision():
                loss = F.cross_entropy(network(pictures), labels)
            loss.backward()
            optimizer.step()

        return step, 64

    def forward(self, network):
        network = fast(network.eval())
        pictures = fast(torch.randn(64, 3, 32, 32))

        def infer():
            with torch.inference_mode(), self.precision():
                network(pictures)

        return infer, 64

    def scores(self, network):
        """The class-aware score of each filter: |a dL/da| above 0, mean over a class's pictures, sum over classes, largest place."""
        network = self.explained(network)
        classes = [(self.pictures(10, 32), torch.full((10,), label)) for label in range(10)]
        layers = [part for part in network if isinstance(part, Conv2d)]
        outputs = {}
        for layer in layers:
            layer.register_forward_hook(lambda module, inputs, output: outputs.update({module: output}))

        def score():
            sums = [0] * len(layers)
            for pictures, labels in classes:
                loss = F.cross_entropy(network(pictures), labels, reduction="sum")
                gradients = self.gradients(loss, [outputs[layer] for layer in layers], network)
                for i, (layer, gradient) in enumerate(zip(layers, gradients)):
                    sums[i] = sums[i] + ((outputs[layer].detach() * gradient).abs() > 0).float().mean(dim=0)
            return [total.amax(dim=(1, 2)) for total in sums]

        return score, 100

    def gradients(self, value, activations, network):
        if self.options.best:
            return torch.autograd.grad(value, activations)
        for activation in activations:
            activation.retain_grad()
        network.zero_grad()
        value.backward()
        return [activation.grad for activation in activations]

    def gradcam(self, network):
        network = self.explained(network)
        picture = self.pictures(1, 224)
        seen = {}
        last = [part for part in network if isinstance(part, Conv2d)][-1]
        relu = network[list(network).index(last) + 1]
        relu.register_forward_hook(lambda module, inputs, output: seen.update(activation=output))

        def explain():
            logits = network(picture)
            activation = seen["activation"]
            (gradient,) = self.gradients(logits[0, logits.argmax()], [activation], network)
            weights = gradient.mean(dim=(2, 3), keepdim=True)
            coarse = F.relu((weights * activation.detach()).sum(dim=1, keepdim=True))
            return F.interpolate(coarse, size=(224, 224), mode="bilinear")

        return explain, 1


def measure(net, work, action, batch, repeat):
    seconds = []
    for i in range(2 * repeat):
        start = time.perf_counter()
        action()
        if i >= repeat:
            seconds.append(time.perf_counter() - start)
    middle = statistics.median(seconds)
    print(json.dumps({"net": net, "work": work, "batch": batch, "images_per_second": round(batch / middle, 1),
                      "ms": round(1000 * middle, 2)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--net", default="vgg-s,vgg-16")
    parser.add_argument("--only", default="train,forward,scores,gradcam")
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--best", action="store_true")
    parser.add_argument("--bf16", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    peer = Peer(options)
    chosen = options.only.split(",")
    for net in options.net.split(","):
        for work in ("train", "forward", "scores"):
            if work in chosen:
                action, batch = getattr(peer, work)(small_net(net))
                measure(net, work, action, batch, options.repeat)
    if "gradcam" in chosen:
        action, batch = peer.gradcam(large_net())
        measure("vgg-16-224", "gradcam", action, batch, options.repeat)


if __name__ == "__main__":
    main()
