"""Writes the files that Keras3Test reads, with what Keras itself makes of a formula picture: KERAS_BACKEND=torch python3 make_keras3_fixtures.py

Small models of random weights, each with what one version or the other of Keras writes in a way of its own.
"""
import keras
import numpy as np
from keras import layers

SIDE = 12
rng = np.random.default_rng(5)


def stirred(model):
    for weight in model.weights:
        name = weight.path.split("/")[-1]
        if name in ("count", "seed_generator_state"):
            continue
        positive = name in ("moving_variance", "gamma", "variance")
        weight.assign(rng.uniform(0.6, 1.4, weight.shape) if positive else rng.normal(0, 0.3, weight.shape))
    return model


def gated():
    picture = keras.Input((SIDE, SIDE, 3))
    x = layers.RandomFlip()(picture)
    x = layers.Rescaling(1 / 255)(x)
    x = layers.Normalization(mean=[0.4, 0.5, 0.6], variance=[0.04, 0.05, 0.06])(x)
    x = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2)(x)
    x = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(center=False)(x)
    x = layers.Activation("hard_swish")(x)
    gate = layers.GlobalAveragePooling2D()(x)
    gate = layers.Reshape((1, 1, 8))(gate)
    gate = layers.Dense(4, activation="swish")(gate)
    gate = layers.Conv2D(8, 1)(gate)
    gate = layers.ReLU(6.0)(gate + 3.0) * (1.0 / 6.0)
    x = layers.Multiply()([x, gate])
    x = layers.Conv2D(12, 3, groups=4, padding="same", activation="gelu")(x)
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.Dense(6, activation="relu6")(x)
    x = layers.GlobalMaxPooling2D()(x)
    return keras.Model(picture, layers.Dense(5, activation="softmax")(x))


def nested():
    inner = keras.Sequential([layers.Conv2D(6, 3, activation="hard_sigmoid"), layers.MaxPooling2D()])
    picture = keras.Input((SIDE, SIDE, 3))
    base_picture = keras.Input((SIDE, SIDE, 3))
    y = inner(base_picture)
    y = layers.SeparableConv2D(7, 3, padding="same", activation="elu")(y)
    base = keras.Model(base_picture, y, name="base")
    x = picture / 127.5
    x = x - 1.0
    x = base(x)
    left = layers.Flatten()(x)
    right = layers.Flatten()(layers.AveragePooling2D(3, strides=2, padding="same")(x))
    x = layers.Concatenate()([left, right])
    x = layers.Dropout(0.3)(x)
    x = layers.Dense(8)(x)
    x = layers.LeakyReLU(negative_slope=0.15)(x)
    return keras.Model(picture, layers.Dense(4)(x))


def convolutional_head():
    return keras.Sequential([keras.Input((SIDE, SIDE, 3)), layers.Rescaling(1 / 127.5, offset=-1), layers.Conv2D(6, 3),
                             layers.BatchNormalization(), layers.ReLU(), layers.ZeroPadding2D(((1, 0), (0, 2))),
                             layers.Conv2D(4, 1), layers.GlobalAveragePooling2D(keepdims=True), layers.Flatten(),
                             layers.Softmax()])


for name, model in (("gated", gated()), ("base", nested()), ("convolutional_head", convolutional_head())):
    h, w, c = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    x = ((7 * h + 13 * w + 31 * c) % 256).astype("float32")
    stirred(model).save("keras3_" + name + ".keras")
    model.save("keras3_" + name + ".h5")
    answer = keras.ops.convert_to_numpy(model(x[None], training=False))
    np.savetxt("keras3_" + name + ".csv", answer, delimiter=",", fmt="%.8g")
