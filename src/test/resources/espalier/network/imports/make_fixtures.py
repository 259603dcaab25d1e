"""Writes the Keras files that KerasImportTest reads, and what they compute of a formula picture: python3 make_fixtures.py

The files are written with h5py alone, in the layout of Keras 2 (model.save("name.h5")); the expected probabilities are computed with
PyTorch's functions, without Keras and without DeepLearning4J. Weights are a formula, so that everything here can be made again.
"""
import json

import h5py
import numpy as np
import torch
import torch.nn.functional as F

COUNT = [0]


def weights(*shape, base=0.0, scale=0.4):
    COUNT[0] += 1
    n = int(np.prod(shape))
    return (base + scale * np.sin(1.7 * np.arange(n) + COUNT[0])).astype(np.float32).reshape(shape)


def picture(channels_first=False, side=12):
    h, w, c = np.meshgrid(np.arange(side), np.arange(side), np.arange(3), indexing="ij")
    return (((7 * h + 13 * w + 31 * c) % 256).astype(np.float32))


def layer(kind, name, inbound=None, **config):
    result = {"class_name": kind, "config": dict(name=name, trainable=True, dtype="float32", **config)}
    if inbound is not None:
        result["name"] = name
        result["inbound_nodes"] = [[[source, 0, 0, {}] for source in inbound]] if inbound else []
    return result


def conv(kind, name, filters, kernel, inbound=None, strides=1, padding="valid", activation="linear", form="channels_last", **more):
    config = dict(kernel_size=[kernel, kernel], strides=[strides, strides], padding=padding, data_format=form,
                  dilation_rate=[1, 1], activation=activation, use_bias=True, **more)
    if filters:
        config["filters"] = filters
    return layer(kind, name, inbound, **config)


def norm(name, axis, inbound=None):
    return layer("BatchNormalization", name, inbound, axis=axis, momentum=0.99, epsilon=0.001, center=True, scale=True)


def write(file, model, parameters):
    with h5py.File(file, "w", libver=("earliest", "v110")) as h5:
        h5.attrs["keras_version"] = np.bytes_("2.11.0")
        h5.attrs["backend"] = np.bytes_("tensorflow")
        h5.attrs["model_config"] = np.bytes_(json.dumps(model))
        if parameters is None:
            return
        root = h5.create_group("model_weights")
        root.attrs["layer_names"] = [np.bytes_(name) for name in parameters]
        for name, arrays in parameters.items():
            group = root.create_group(name)
            group.attrs["weight_names"] = [np.bytes_(name + "/" + key + ":0") for key in arrays]
            for key, value in arrays.items():
                group.create_dataset(name + "/" + key + ":0", data=value)


def save_expected(name, logits):
    np.savetxt(name, torch.softmax(logits, -1).numpy().reshape(1, -1), delimiter=",", fmt="%.7g")


def t(x):
    return torch.from_numpy(np.ascontiguousarray(x))


def kernel(w):  # height, width, in, out -> out, in, height, width
    return t(w.transpose(3, 2, 0, 1))


def bn(x, p):
    return F.batch_norm(x, t(p["moving_mean"]), t(p["moving_variance"]), t(p["gamma"]), t(p["beta"]), False, 0, 0.001)


def norm_weights(n):
    return dict(gamma=weights(n, base=1), beta=weights(n), moving_mean=weights(n), moving_variance=weights(n, base=1))


def depthwise(x, w, b, stride=1, padding=0):  # w: height, width, in, multiplier
    k = w.transpose(2, 3, 0, 1).reshape(-1, 1, w.shape[0], w.shape[1])
    return F.conv2d(x, t(k), None if b is None else t(b), stride=stride, padding=padding, groups=w.shape[2])


def sequential():
    """Augmentation and rescaling in front; separable and depthwise convolutions; zeros on two sides; a flattening."""
    p = dict(conv=dict(kernel=weights(3, 3, 3, 4), bias=weights(4)), norm=norm_weights(4),
             separable=dict(depthwise_kernel=weights(3, 3, 4, 2), pointwise_kernel=weights(1, 1, 8, 5), bias=weights(5)),
             depthwise_conv2d=dict(depthwise_kernel=weights(3, 3, 5, 1), bias=weights(5)),
             hidden=dict(kernel=weights(45, 6), bias=weights(6)), classes=dict(kernel=weights(6, 4), bias=weights(4)))
    model = {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        layer("RandomFlip", "flip", batch_input_shape=[None, 12, 12, 3], mode="horizontal", seed=None),
        layer("Rescaling", "rescaling", scale=1 / 127.5, offset=-1.0),
        conv("Conv2D", "conv", 4, 3, padding="same", activation="relu", groups=1), norm("norm", [3]),
        conv("SeparableConv2D", "separable", 5, 3, padding="same", activation="relu", depth_multiplier=2),
        layer("ZeroPadding2D", "zeros", padding=[[0, 1], [0, 1]], data_format="channels_last"),
        conv("DepthwiseConv2D", "depthwise_conv2d", 0, 3, strides=2, depth_multiplier=1),
        layer("ReLU", "relu", max_value=6.0, negative_slope=0.0, threshold=0.0),
        layer("AveragePooling2D", "pool", pool_size=[2, 2], strides=[2, 2], padding="valid", data_format="channels_last"),
        layer("Dropout", "dropout", rate=0.25, noise_shape=None, seed=None),
        layer("Flatten", "flatten", data_format="channels_last"),
        layer("Dense", "hidden", units=6, activation="tanh", use_bias=True),
        layer("Dense", "classes", units=4, activation="softmax", use_bias=True)]}}
    write("sequential.h5", model, p)
    x = t((picture() / 127.5 - 1).transpose(2, 0, 1)[None])
    x = bn(F.relu(F.conv2d(x, kernel(p["conv"]["kernel"]), t(p["conv"]["bias"]), padding=1)), p["norm"])
    x = depthwise(x, p["separable"]["depthwise_kernel"], None, padding=1)
    x = F.relu(F.conv2d(x, kernel(p["separable"]["pointwise_kernel"]), t(p["separable"]["bias"])))
    x = depthwise(F.pad(x, (0, 1, 0, 1)), p["depthwise_conv2d"]["depthwise_kernel"], p["depthwise_conv2d"]["bias"], stride=2)
    x = F.avg_pool2d(torch.clamp(x, 0, 6), 2)
    x = x.permute(0, 2, 3, 1).reshape(1, -1)
    x = torch.tanh(x @ t(p["hidden"]["kernel"]) + t(p["hidden"]["bias"]))
    save_expected("sequential.csv", x @ t(p["classes"]["kernel"]) + t(p["classes"]["bias"]))


def functional(file, form):
    """Branches side by side, a sum, a head of a convolution or a dense one, and softmax as a layer of its own."""
    axis = -1 if form == "channels_last" else 1
    shape = [None, 12, 12, 3] if form == "channels_last" else [None, 3, 12, 12]
    p = dict(conv=dict(kernel=weights(3, 3, 3, 4), bias=weights(4)), left=dict(kernel=weights(1, 1, 4, 3), bias=weights(3)),
             right=dict(kernel=weights(3, 3, 4, 3), bias=weights(3)), norm=norm_weights(6),
             again=dict(kernel=weights(3, 3, 6, 6), bias=weights(6)), head=dict(kernel=weights(1, 1, 6, 4), bias=weights(4)))
    common = dict(form=form, groups=1)
    end = [layer("GlobalAveragePooling2D", "mean", ["head"], data_format=form, keepdims=False)]
    if form == "channels_first":
        # Keras's Flatten, not told that channels are first, leaves them there.
        p["dense"] = dict(kernel=weights(36, 4), bias=weights(4))
        end = [layer("Flatten", "flatten", ["head"], data_format="channels_last"),
               layer("Dense", "dense", ["flatten"], units=4, activation="linear", use_bias=True)]
    model = {"class_name": "Functional", "config": {"name": "model", "layers": [
        layer("InputLayer", "picture", [], batch_input_shape=shape, sparse=False, ragged=False),
        conv("Conv2D", "conv", 4, 3, ["picture"], strides=2, padding="same", activation="relu", **common),
        conv("Conv2D", "left", 3, 1, ["conv"], activation="relu", **common),
        conv("Conv2D", "right", 3, 3, ["conv"], padding="same", **common),
        layer("Concatenate", "both", ["left", "right"], axis=axis), norm("norm", [3] if axis == -1 else [1], ["both"]),
        layer("Activation", "elu", ["norm"], activation="elu"),
        conv("Conv2D", "again", 6, 3, ["elu"], padding="same", **common),
        layer("Add", "sum", ["again", "elu"]),
        layer("MaxPooling2D", "pool", ["sum"], pool_size=[3, 3], strides=[2, 2], padding="same", data_format=form),
        layer("SpatialDropout2D", "dropout", ["pool"], rate=0.2, noise_shape=None, seed=None, data_format=form),
        conv("Conv2D", "head", 4, 1, ["dropout"], **common),
        *end, layer("Activation", "softmax", [end[-1]["name"]], activation="softmax")],
        "input_layers": [["picture", 0, 0]], "output_layers": [["softmax", 0, 0]]}}
    write(file + ".h5", model, p)
    x = t((picture() / 255).transpose(2, 0, 1)[None])
    x = F.relu(F.conv2d(F.pad(x, (0, 1, 0, 1)), kernel(p["conv"]["kernel"]), t(p["conv"]["bias"]), stride=2))
    left = F.relu(F.conv2d(x, kernel(p["left"]["kernel"]), t(p["left"]["bias"])))
    right = F.conv2d(x, kernel(p["right"]["kernel"]), t(p["right"]["bias"]), padding=1)
    x = F.elu(bn(torch.cat([left, right], 1), p["norm"]))
    x = F.conv2d(x, kernel(p["again"]["kernel"]), t(p["again"]["bias"]), padding=1) + x
    x = F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=-1e9), 3, 2)
    x = F.conv2d(x, kernel(p["head"]["kernel"]), t(p["head"]["bias"]))
    if form == "channels_first":
        x = x.reshape(1, -1) @ t(p["dense"]["kernel"]) + t(p["dense"]["bias"])
    else:
        x = x.mean((2, 3))
    save_expected(file + ".csv", x)


def unusual():
    """A depthwise convolution first, batch norms without an offset or a scale, a dense layer over a map, two flattenings side by side."""
    first = norm_weights(6)
    second = norm_weights(5)
    p = dict(first=dict(depthwise_kernel=weights(3, 3, 3, 2), bias=weights(6)),
             uncentred={key: first[key] for key in ("gamma", "moving_mean", "moving_variance")},
             middle=dict(kernel=weights(3, 3, 6, 5), bias=weights(5)),
             unscaled={key: second[key] for key in ("beta", "moving_mean", "moving_variance")},
             pixels=dict(kernel=weights(5, 6), bias=weights(6)), right=dict(kernel=weights(3, 3, 6, 2), bias=weights(2)),
             classes=dict(kernel=weights(54 + 32, 4), bias=weights(4)))
    common = dict(groups=1)
    without = dict(axis=[3], momentum=0.99, epsilon=0.001)
    model = {"class_name": "Functional", "config": {"name": "model", "layers": [
        layer("InputLayer", "picture", [], batch_input_shape=[None, 12, 12, 3], sparse=False, ragged=False),
        conv("DepthwiseConv2D", "first", 0, 3, ["picture"], padding="same", depth_multiplier=2),
        layer("BatchNormalization", "uncentred", ["first"], center=False, scale=True, **without),
        layer("Activation", "relu", ["uncentred"], activation="relu"),
        conv("Conv2D", "middle", 5, 3, ["relu"], strides=2, padding="same", **common),
        layer("BatchNormalization", "unscaled", ["middle"], center=True, scale=False, **without),
        layer("Dense", "pixels", ["unscaled"], units=6, activation="relu", use_bias=True),
        layer("MaxPooling2D", "left", ["pixels"], pool_size=[2, 2], strides=[2, 2], padding="valid", data_format="channels_last"),
        layer("Flatten", "flat_left", ["left"], data_format="channels_last"),
        conv("Conv2D", "right", 2, 3, ["pixels"], activation="tanh", **common),
        layer("Flatten", "flat_right", ["right"], data_format="channels_last"),
        layer("Concatenate", "both", ["flat_left", "flat_right"], axis=-1),
        layer("Dense", "classes", ["both"], units=4, activation="softmax", use_bias=True)],
        "input_layers": [["picture", 0, 0]], "output_layers": [["classes", 0, 0]]}}
    write("unusual.h5", model, p)
    x = t((picture() / 255).transpose(2, 0, 1)[None])
    x = depthwise(x, p["first"]["depthwise_kernel"], p["first"]["bias"], padding=1)
    x = F.relu(bn(x, dict(p["uncentred"], beta=np.zeros(6, np.float32))))
    x = F.conv2d(F.pad(x, (0, 1, 0, 1)), kernel(p["middle"]["kernel"]), t(p["middle"]["bias"]), stride=2)
    x = bn(x, dict(p["unscaled"], gamma=np.ones(5, np.float32)))
    x = F.relu(x.permute(0, 2, 3, 1) @ t(p["pixels"]["kernel"]) + t(p["pixels"]["bias"])).permute(0, 3, 1, 2)
    left = F.max_pool2d(x, 2).permute(0, 2, 3, 1).reshape(1, -1)
    right = torch.tanh(F.conv2d(x, kernel(p["right"]["kernel"]), t(p["right"]["bias"]))).permute(0, 2, 3, 1).reshape(1, -1)
    save_expected("unusual.csv", torch.cat([left, right], 1) @ t(p["classes"]["kernel"]) + t(p["classes"]["bias"]))


def refused():
    """Files that cannot be taken over, without weights: the layers are looked at first."""
    size = dict(batch_input_shape=[None, 12, 12, 3])
    write("lambda.h5", {"class_name": "Sequential", "config": {"name": "s", "layers": [
        conv("Conv2D", "conv", 4, 3, groups=1, **size), layer("Lambda", "twist")]}}, None)
    with h5py.File("weights_only.h5", "w") as h5:
        h5.create_group("conv").create_dataset("kernel:0", data=weights(2))


sequential()
functional("functional", "channels_last")
functional("functional_channels_first", "channels_first")
refused()
unusual()
