#!/usr/bin/env python3
"""PyTorch at the work of `espalier prune --one-shot --budget`: prunes a plain network once by the L1 norm, and fine-tunes it.

    python3 torch_one_shot.py NETWORK.zip CIFAR10_FOLDER [--rate 2] [--pictures 45000] [--learning-rate 0.02]
        [--seeds 1,2,3] [--ranking global|local] [--best] [--bf16] [--threads 2]

Needs torch and numpy. NETWORK.zip is what Espalier writes (DL4J's own format): convolutions, each with batch norm and
ReLU, max pools, global mean, one dense layer, as vgg-s and vgg-16 are. The folder holds CIFAR-10's binary files. Prints
a line of JSON for the unpruned network, and one for each seed: accuracies of all test pictures and of the 250 of each
class that are kept out of training for validation, and the seconds that fine-tuning took.

The recipe is the usual one: |w| summed over each filter, divided by its layer's mean where layers compete ("global"; a
layer keeps at least a tenth of its filters), as many filters as take the MACs down to the rate; SGD with momentum 0.9
and weight decay 5e-4, batches of 64, mirrored and shifted by up to 4, the learning rate rising over the first tenth of
all steps and falling to 0 along half a cosine. --best lays memory out with channels last, --bf16 computes under
bfloat16 autocast.
"""
import argparse
import io
import json
import math
import pathlib
import struct
import time
import zipfile

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential

LEAST_SHARE = 0.1  # of a layer's filters, that stay where layers compete
HELD_OUT = 250  # of each class, for validation
BATCH = 64
PADDING = 4


def read_network(path):
    """The network of an Espalier zip as a Sequential, its normalisation, and its pictures' height and width."""
    with zipfile.ZipFile(path) as entries:
        graph = json.loads(entries.read("configuration.json"))
        description = json.loads(entries.read("espalier.json"))
        numbers = read_array(io.BytesIO(entries.read("coefficients.bin")))
    parts, at = [], 0

    def take(*shape):
        nonlocal at
        count = math.prod(shape)
        at += count
        return torch.from_numpy(numbers[at - count:at].copy()).reshape(shape)

    for name in graph["topologicalOrderStr"]:
        layer = graph["vertices"].get(name, {}).get("layerConf", {}).get("layer")
        if layer is None:
            continue
        part = read_layer(layer, take)
        parts.extend([Flatten(), part] if isinstance(part, Linear) else [part])
    if at != len(numbers):
        raise SystemExit(f"{path}: {len(numbers)} parameters, but its layers have {at}")
    size = description["inputSize"]
    return Sequential(*parts).eval(), description["normalisation"], (size["height"], size["width"])


def read_layer(layer, take):
    kind = layer["@class"].rsplit(".", 1)[1]
    if kind == "ConvolutionLayer" and layer["convolutionMode"] == "Same":
        part = Conv2d(layer["nin"], layer["nout"], layer["kernelSize"], stride=layer["stride"],
                      padding=[side // 2 for side in layer["kernelSize"]])
        part.bias.data = take(layer["nout"])
        part.weight.data = take(layer["nout"], layer["nin"], *layer["kernelSize"])
    elif kind == "BatchNormalization":
        # DL4J's decay is what stays of the running values, PyTorch's momentum what comes.
        part = BatchNorm2d(layer["nout"], eps=layer["eps"], momentum=1 - layer["decay"])
        for values in (part.weight, part.bias, part.running_mean, part.running_var):
            values.data = take(layer["nout"])
    elif kind == "ActivationLayer" and layer["activationFn"]["@class"].endswith("ReLU"):
        part = ReLU()
    elif kind == "SubsamplingLayer" and layer["poolingType"] == "MAX":
        part = MaxPool2d(layer["kernelSize"], layer["stride"])
    elif kind == "GlobalPoolingLayer" and layer["poolingType"] == "AVG":
        part = AdaptiveAvgPool2d(1)
    elif kind in ("OutputLayer", "DenseLayer"):
        part = Linear(layer["nin"], layer["nout"])
        # Column by column, of a matrix [inputs, outputs].
        part.weight.data = take(layer["nout"], layer["nin"])
        part.bias.data = take(layer["nout"])
    else:
        raise SystemExit(f"A {kind} of this kind is not read here, only those of plain networks.")
    return part


def read_array(stream):
    """ND4J's format: a shape, then values, each as a name, a count, a type and big-endian numbers."""
    def buffer():
        read_text(stream)
        count, = struct.unpack(">q", stream.read(8))
        kind = {"LONG": ">i8", "INT": ">i4", "FLOAT": ">f4"}[read_text(stream)]
        return np.frombuffer(stream.read(count * np.dtype(kind).itemsize), kind)

    buffer()
    return buffer().astype(np.float32)


def read_text(stream):
    length, = struct.unpack(">H", stream.read(2))
    return stream.read(length).decode()


def read_pictures(folder, names):
    """Bytes [pictures, 3, 32, 32] and labels."""
    records = np.concatenate([np.fromfile(pathlib.Path(folder) / name, np.uint8).reshape(-1, 3073) for name in names])
    return torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32)), torch.from_numpy(records[:, 0].astype(np.int64))


def split(pictures, labels):
    """What trains, and the last pictures of each class for validation."""
    held = torch.cat([(labels == label).nonzero()[-HELD_OUT:, 0] for label in labels.unique()])
    trains = torch.ones(len(labels), dtype=torch.bool)
    trains[held] = False
    return (pictures[trains], labels[trains]), (pictures[held], labels[held])


def costs(net, size):
    """MACs of convolutions and dense layers for one picture."""
    total = []
    hooks = [part.register_forward_hook(lambda part, _, out: total.append(out[0, 0].numel() * part.weight.numel()))
             for part in net if isinstance(part, (Conv2d, Linear))]
    with torch.inference_mode():
        net(torch.zeros(1, 3, *size))
    for hook in hooks:
        hook.remove()
    return sum(total)


def pruned(net, size, rate, ranking):
    """A smaller copy: the least filters by L1 gone, as few as take the MACs down to the rate."""
    convolutions = [index for index, part in enumerate(net) if isinstance(part, Conv2d)]
    norms = {index: net[index].weight.data.abs().sum((1, 2, 3)) for index in convolutions}
    places = []  # of each filter in the order in which they go: how soon, its layer, its number
    for index, norm in norms.items():
        order = norm.argsort().tolist()
        for place, number in enumerate(order[:len(order) - max(1, round(LEAST_SHARE * len(order)))]):
            soon = place / len(order) if ranking == "local" else (norm[number] / norm.mean()).item()
            places.append((soon, index, number))
    places.sort()
    goal = costs(net, size) / rate
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if costs(without(net, places[:middle]), size) > goal:
            low = middle + 1
        else:
            high = middle
    return without(net, places[:low])


def without(net, places):
    """A copy without these filters, and without what reads them."""
    gone = {}
    for _, index, number in places:
        gone.setdefault(index, set()).add(number)
    parts, stays = [], torch.arange(3)
    for index, part in enumerate(net):
        if isinstance(part, Conv2d):
            inputs = stays
            stays = torch.tensor([number for number in range(part.out_channels) if number not in gone.get(index, ())])
            copy = Conv2d(len(inputs), len(stays), part.kernel_size, stride=part.stride, padding=part.padding)
            copy.weight.data = part.weight.data[stays][:, inputs].clone()
            copy.bias.data = part.bias.data[stays].clone()
        elif isinstance(part, BatchNorm2d):
            copy = BatchNorm2d(len(stays), eps=part.eps, momentum=part.momentum)
            for name, values in part.state_dict().items():
                copy.state_dict()[name].copy_(values[stays] if values.dim() else values)
        elif isinstance(part, Linear):
            copy = Linear(len(stays), part.out_features)
            copy.weight.data = part.weight.data[:, stays].clone()
            copy.bias.data = part.bias.data.clone()
            stays = torch.arange(part.out_features)
        else:
            copy = part
        parts.append(copy)
    return Sequential(*parts).eval()


def laid_out(x):
    return x.to(memory_format=torch.channels_last) if chosen.best else x


def normalised(pictures, normalisation):
    mean, deviation = (torch.tensor(normalisation[key]).reshape(3, 1, 1) for key in ("mean", "deviation"))
    return laid_out((pictures.float() / 255 - mean) / deviation)


def autocast():
    return torch.autocast("cpu", torch.bfloat16, enabled=chosen.bf16)


def accuracy(net, data, normalisation):
    pictures, labels = data
    net.eval()
    right = 0
    with torch.inference_mode(), autocast():
        for some, wanted in zip(pictures.split(500), labels.split(500)):
            right += (net(normalised(some, normalisation)).argmax(1) == wanted).sum().item()
    return round(right / len(labels), 4)


def augmented(pictures):
    """Half of them mirrored, each shifted by up to PADDING, with black where nothing was."""
    padded = F.pad(pictures, [PADDING] * 4)
    height, width = pictures.shape[2:]
    result = torch.empty_like(pictures)
    for index, (top, left, mirror) in enumerate(zip(torch.randint(2 * PADDING + 1, (len(pictures),)).tolist(),
                                                    torch.randint(2 * PADDING + 1, (len(pictures),)).tolist(),
                                                    (torch.rand(len(pictures)) < 0.5).tolist())):
        picture = padded[index, :, top:top + height, left:left + width]
        result[index] = picture.flip(2) if mirror else picture
    return result


def fine_tune(net, data, normalisation):
    """Fits as many pictures as were chosen, in whole batches; returns the seconds that it took."""
    pictures, labels = data
    steps = chosen.pictures // BATCH
    sgd = torch.optim.SGD(net.parameters(), momentum=0.9, weight_decay=5e-4, lr=chosen.learning_rate)
    warm = max(1, steps / 10)
    fall = torch.optim.lr_scheduler.LambdaLR(sgd, lambda step: (step + 1) / warm if step < warm
                                             else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))))
    net.train()
    start, step = time.perf_counter(), 0
    while step < steps:
        order = torch.randperm(len(labels))
        for some in order[:len(order) // BATCH * BATCH].split(BATCH)[:steps - step]:
            x = normalised(augmented(pictures[some]), normalisation)
            sgd.zero_grad()
            with autocast():
                loss = F.cross_entropy(net(x), labels[some])
            loss.backward()
            sgd.step()
            fall.step()
            step += 1
    return time.perf_counter() - start


def main():
    net, normalisation, size = read_network(chosen.network)
    training, validation = split(*read_pictures(chosen.data, [f"data_batch_{number}.bin" for number in range(1, 6)]))
    test = read_pictures(chosen.data, ["test_batch.bin"])
    whole = costs(net, size)
    print(json.dumps({"network": "unpruned", "macs": whole, "test": accuracy(net, test, normalisation),
                      "validation": accuracy(net, validation, normalisation)}), flush=True)
    for seed in map(int, chosen.seeds.split(",")):
        torch.manual_seed(seed)
        smaller = pruned(net, size, chosen.rate, chosen.ranking)
        if chosen.best:
            smaller = smaller.to(memory_format=torch.channels_last)
        result = {"rate": chosen.rate, "reached": round(whole / costs(smaller, size), 3),
                  "widths": [part.out_channels for part in smaller if isinstance(part, Conv2d)],
                  "ranking": chosen.ranking, "pictures": chosen.pictures, "learning_rate": chosen.learning_rate,
                  "seed": seed, "as_cut": accuracy(smaller, test, normalisation)}
        seconds = fine_tune(smaller, training, normalisation)
        result.update(validation=accuracy(smaller, validation, normalisation),
                      test=accuracy(smaller, test, normalisation), seconds=round(seconds, 1))
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("network")
    options.add_argument("data")
    options.add_argument("--rate", type=float, default=2)
    options.add_argument("--pictures", type=int, default=45_000)
    options.add_argument("--learning-rate", type=float, default=0.02)
    options.add_argument("--seeds", default="1,2,3")
    options.add_argument("--ranking", choices=["global", "local"], default="global")
    options.add_argument("--best", action="store_true")
    options.add_argument("--bf16", action="store_true")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    main()
