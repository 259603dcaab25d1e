"""Reference values of a small network, computed with NumPy alone, in double precision.

Writes the .npy files of this folder: a random network's parameters, sixteen pictures, and for them logits, class-aware
scores, changes of the loss without a filter, maps of nine methods at two layers and every measure of a map. Nothing
here is shared with the program that is tested: each formula is written down again from the paper that the program
names, so that both agree only if both are right. SciPy's linear programmes solve the earth mover's distance.

    python3 make_reference.py

The network: 3x3 convolution (6 filters), batch norm, ReLU, max pool 2, 3x3 convolution (10), batch norm, ReLU, max pool
2, mean over positions, dense layer (4 classes). Arrays are [pictures, channels, height, width]; maps are
[methods, pictures, height * width], methods in the order of METHODS.
"""
import math
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

HERE = Path(__file__).parent
# Four pictures of a class, so that shares of them, and sums of shares, are exact in any precision.
SIDE, CLASSES, EACH = 12, 4, 4
METHODS = ["grad-cam", "grad-cam++", "hirescam", "layercam", "xgrad-cam", "eigen-cam", "eigen-grad-cam", "score-cam",
           "ablation-cam"]
MEASURES = ["pearson", "spearman", "ssim", "top-overlap", "l1", "earth-mover", "energy-inside", "pointing-game",
            "object-overlap", "deletion", "insertion", "average-drop", "increase", "road"]


def save(name, values):
    np.save(HERE / f"{name}.npy", np.ascontiguousarray(values, dtype=np.float32))


def as_single(values):
    """What the program is given: single precision."""
    return np.asarray(values, dtype=np.float32).astype(np.float64)


# --- network -----------------------------------------------------------------------------------------------------

def conv(x, w, b):
    n, _, h, wd = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    out = np.zeros((n, w.shape[0], h, wd))
    for i in range(3):
        for j in range(3):
            out += np.einsum("nchw,oc->nohw", padded[:, :, i:i + h, j:j + wd], w[:, :, i, j])
    return out + b[None, :, None, None]


def conv_back(g, w):
    n, _, h, wd = g.shape
    padded = np.zeros((n, w.shape[1], h + 2, wd + 2))
    for i in range(3):
        for j in range(3):
            padded[:, :, i:i + h, j:j + wd] += np.einsum("nohw,oc->nchw", g, w[:, :, i, j])
    return padded[:, :, 1:-1, 1:-1]


def channel(v):
    return v[None, :, None, None]


def pool(x):
    n, c, h, w = x.shape
    blocks = x.reshape(n, c, h // 2, 2, w // 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, c, h // 2, w // 2, 4)
    first = blocks.argmax(-1)
    return blocks.max(-1), first


def pool_back(g, first):
    n, c, h, w = g.shape
    blocks = np.zeros((n, c, h, w, 4))
    np.put_along_axis(blocks, first[..., None], g[..., None], -1)
    return blocks.reshape(n, c, h, w, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, c, 2 * h, 2 * w)


class Net:
    def __init__(self, rng):
        p = {}
        for k, (i, o) in enumerate([(3, 6), (6, 10)], 1):
            p[f"conv{k}.W"] = rng.normal(0, math.sqrt(2 / (9 * i)), (o, i, 3, 3))
            p[f"conv{k}.b"] = rng.normal(0, 0.1, o)
            p[f"norm{k}.gamma"] = rng.uniform(0.6, 1.4, o)
            # Low enough that many ReLUs are dead: otherwise every filter matters to every class.
            p[f"norm{k}.beta"] = rng.uniform(-1.5, 0.1, o)
            p[f"norm{k}.mean"] = rng.normal(0, 0.3, o)
            p[f"norm{k}.var"] = rng.uniform(0.5, 1.5, o)
        p["classifier.W"], p["classifier.b"] = np.zeros((CLASSES, 10)), np.zeros(CLASSES)
        self.p = {name: as_single(v) for name, v in p.items()}

    def fit(self, pictures, labels):
        """The dense layer by ridge regression on the labels, so that classes are told apart, but not too surely."""
        features = self.forward(pictures)["pool2"].mean((2, 3))
        wanted = 6 * np.eye(CLASSES)[labels] - 1.5
        x = features - features.mean(0)
        w = np.linalg.solve(x.T @ x + 0.02 * np.eye(10), x.T @ wanted).T
        self.p["classifier.W"] = as_single(w)
        self.p["classifier.b"] = as_single(-w @ features.mean(0))

    def norm(self, k, x):
        p = self.p
        scale = p[f"norm{k}.gamma"] / np.sqrt(p[f"norm{k}.var"] + 1e-5)
        return (x - channel(p[f"norm{k}.mean"])) * channel(scale) + channel(p[f"norm{k}.beta"]), scale

    def forward(self, x):
        v = {"picture": x}
        v["conv1"] = conv(x, self.p["conv1.W"], self.p["conv1.b"])
        v["norm1"], v["scale1"] = self.norm(1, v["conv1"])
        v["relu1"] = np.maximum(v["norm1"], 0)
        v["pool1"], v["first1"] = pool(v["relu1"])
        v["conv2"] = conv(v["pool1"], self.p["conv2.W"], self.p["conv2.b"])
        v["norm2"], v["scale2"] = self.norm(2, v["conv2"])
        v["relu2"] = np.maximum(v["norm2"], 0)
        v["logits"], v["pool2"], v["first2"] = self.head(v["relu2"])
        return v

    def head(self, relu2=None, pool2=None):
        first = None
        if pool2 is None:
            pool2, first = pool(relu2)
        return pool2.mean((2, 3)) @ self.p["classifier.W"].T + self.p["classifier.b"], pool2, first

    def above(self, k, relu):
        """The logits, from the values behind the first or the second ReLU."""
        if k == 1:
            relu = np.maximum(self.norm(2, conv(pool(relu)[0], self.p["conv2.W"], self.p["conv2.b"]))[0], 0)
        return self.head(relu)[0]

    def backward(self, v, g):
        """From the gradient of the logits to those of all values above."""
        d = {}
        area = v["pool2"].shape[2] * v["pool2"].shape[3]
        d["pool2"] = np.broadcast_to(channel2(g @ self.p["classifier.W"]) / area, v["pool2"].shape)
        d["relu2"] = pool_back(d["pool2"], v["first2"])
        d["conv2"] = d["relu2"] * (v["norm2"] > 0) * channel(v["scale2"])
        d["pool1"] = conv_back(d["conv2"], self.p["conv2.W"])
        d["relu1"] = pool_back(d["pool1"], v["first1"])
        d["conv1"] = d["relu1"] * (v["norm1"] > 0) * channel(v["scale1"])
        return d


def channel2(v):
    return v[:, :, None, None]


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


# --- class-aware scores (arXiv 2312.05875) ----------------------------------------------------------------------

def scores(net, pictures, labels):
    result = {}
    share, companion = {1: [], 2: []}, {1: [], 2: []}
    for c in range(CLASSES):
        of_class = pictures[labels == c]
        v = net.forward(of_class)
        g = softmax(v["logits"])
        g[:, c] -= 1
        d = net.backward(v, g / len(of_class))
        for k in (1, 2):
            theta = np.abs(v[f"conv{k}"] * d[f"conv{k}"])
            share[k].append((theta > 0).mean(0))
            companion[k].append(theta.mean((0, 2, 3)))
    for k in (1, 2):
        by_class = np.stack(share[k])
        flat = by_class.reshape(CLASSES, by_class.shape[1], -1)
        total = flat.sum(0)
        at = total.argmax(-1)
        result[f"scores.conv{k}"] = total.max(-1)
        result[f"scores.conv{k}.classes"] = np.take_along_axis(flat, at[None, :, None], -1)[..., 0]
        result[f"scores.conv{k}.continuous"] = np.stack(companion[k])
    return result


def loss_changes(net, pictures, labels):
    """What silencing a filter's feature map, behind batch norm and ReLU, changes of each class's mean cross entropy:
    to first order, -sum of z * dL/dz, and truly; and what "taylor-sum" makes of the first."""
    v = net.forward(pictures)
    g = softmax(v["logits"])
    g[np.arange(len(labels)), labels] -= 1
    d = net.backward(v, g)
    whole = cross_entropy(v["logits"], labels)
    result = {}
    for k in (1, 2):
        z = v[f"relu{k}"]
        slope = (z * d[f"relu{k}"]).sum((2, 3))
        result[f"scores.conv{k}.loss"] = np.stack([-slope[labels == c].mean(0) for c in range(CLASSES)])
        result[f"scores.conv{k}.taylor-sum"] = np.abs(slope).mean(0)
        change = []
        for filter in range(z.shape[1]):
            silent = z.copy()
            silent[:, filter] = 0
            change.append(cross_entropy(net.above(k, silent), labels) - whole)
        result[f"silenced.conv{k}"] = np.stack([np.stack(change, 1)[labels == c].mean(0) for c in range(CLASSES)])
    return result


def cross_entropy(logits, labels):
    return -np.log(softmax(logits)[np.arange(len(labels)), labels])


# --- maps ---------------------------------------------------------------------------------------------------------

def principal(x):
    centred = x - x.mean(0)
    u, s, _ = np.linalg.svd(centred, full_matrices=False)
    m = u[:, 0] * s[0]
    return -m if (centred.sum(1) * m).sum() < 0 else m


def corners_bilinear(x, size):
    """Bilinear with the corners on the corners."""
    h, w = x.shape
    rows, columns = np.linspace(0, h - 1, size), np.linspace(0, w - 1, size)
    tall = np.stack([np.interp(rows, np.arange(h), x[:, j]) for j in range(w)], 1)
    return np.stack([np.interp(columns, np.arange(w), tall[i]) for i in range(size)], 0)


def half_pixel_bilinear(x, size):
    """Bilinear with half-pixel centres; beyond the edge lie the edge's values (np.interp has it so)."""
    h, w = x.shape
    rows = (np.arange(size) + 0.5) * h / size - 0.5
    columns = (np.arange(size) + 0.5) * w / size - 0.5
    tall = np.stack([np.interp(rows, np.arange(h), x[:, j]) for j in range(w)], 1)
    return np.stack([np.interp(columns, np.arange(w), tall[i]) for i in range(size)], 0)


def raw_map(net, method, layer, picture, v, d, label, i):
    a3, g3 = v[layer][i], d[layer][i]
    channels = len(a3)
    a, g = a3.reshape(channels, -1).T, g3.reshape(channels, -1).T
    if method == "grad-cam":
        return a @ g.mean(0)
    if method == "grad-cam++":
        alpha = g ** 2 / (2 * g ** 2 + a.sum(0) * g ** 3 + 1e-6)
        return a @ (alpha * np.maximum(g, 0)).sum(0)
    if method == "hirescam":
        return (a * g).sum(1)
    if method == "layercam":
        return (a * np.maximum(g, 0)).sum(1)
    if method == "xgrad-cam":
        return a @ ((a * g).sum(0) / (a.sum(0) + 1e-7))
    if method == "eigen-cam":
        return principal(a)
    if method == "eigen-grad-cam":
        return principal(a * g)
    if method == "score-cam":
        masked = []
        for k in range(channels):
            large = corners_bilinear(a3[k], SIDE)
            large = (large - large.min()) / (large.max() - large.min() + 1e-8)
            masked.append(picture * large)
        return a @ softmax(net.forward(np.stack(masked))["logits"][:, label])
    ablated = np.repeat(a3[None], channels, 0)
    ablated[np.arange(channels), np.arange(channels)] = 0
    logits = net.head(relu2=ablated)[0] if layer == "relu2" else net.head(pool2=ablated)[0]
    y = v["logits"][i, label]
    return a @ ((y - logits[:, label]) / y)


def scaled(x):
    return (x - x.min()) / (x.max() - x.min() + 1e-7)


def shown(raw, side):
    small = scaled(np.maximum(raw, 0)).reshape(side, side)
    return scaled(np.clip(half_pixel_bilinear(small, SIDE), 0, 1)).ravel()


# --- measures -----------------------------------------------------------------------------------------------------

def ranks(x):
    order = np.argsort(x, kind="stable")
    result = np.empty(len(x))
    result[order] = np.arange(len(x))
    for value in np.unique(x):
        result[x == value] = result[x == value].mean()
    return result


def highest(x, count):
    return np.argsort(-x, kind="stable")[:count]


def iou(a, b):
    return len(set(a) & set(b)) / len(set(a) | set(b))


def ssim(a, b):
    offsets = np.arange(11) - 5
    one = np.exp(-offsets ** 2 / (2 * 1.5 ** 2))
    window = np.outer(one, one)
    window /= window.sum()
    total, count = 0, 0
    for i in range(SIDE - 10):
        for j in range(SIDE - 10):
            x, y = a[i:i + 11, j:j + 11], b[i:i + 11, j:j + 11]
            mx, my = (window * x).sum(), (window * y).sum()
            vx, vy = (window * (x - mx) ** 2).sum(), (window * (y - my) ** 2).sum()
            cov = (window * (x - mx) * (y - my)).sum()
            c1, c2 = 0.01 ** 2, 0.03 ** 2
            total += (2 * mx * my + c1) * (2 * cov + c2) / ((mx ** 2 + my ** 2 + c1) * (vx + vy + c2))
            count += 1
    return total / count


def earth_mover(a, b, side):
    a, b = np.maximum(a, 0), np.maximum(b, 0)
    a, b = a / a.sum(), b / b.sum()
    cells = len(a)
    y, x = np.divmod(np.arange(cells), side)
    cost = np.hypot((y[:, None] - y) / side, (x[:, None] - x) / side)
    leaving = np.kron(np.eye(cells), np.ones(cells))
    arriving = np.kron(np.ones(cells), np.eye(cells))
    answer = linprog(cost.ravel(), A_eq=np.vstack([leaving, arriving])[:-1], b_eq=np.concatenate([a, b])[:-1])
    return answer.fun


class JavaRandom:
    """The numbers of java.util.Random, as its documentation defines them: the noise of ROAD is always the same."""

    def __init__(self, seed):
        self.seed = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)
        self.waiting = None

    def bits(self, count):
        self.seed = (self.seed * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.seed >> (48 - count)

    def double(self):
        return ((self.bits(26) << 27) + self.bits(27)) / (1 << 53)

    def gaussian(self):
        if self.waiting is not None:
            value, self.waiting = self.waiting, None
            return value
        while True:
            a, b = 2 * self.double() - 1, 2 * self.double() - 1
            s = a * a + b * b
            if 0 < s < 1:
                break
        factor = math.sqrt(-2 * math.log(s) / s)
        self.waiting = b * factor
        return a * factor


def imputed(picture, removed):
    """Noisy linear imputation (Rong et al. 2022): every removed pixel the weighted mean of its neighbours."""
    number = {p: k for k, p in enumerate(sorted(removed))}
    left = np.zeros((len(number), len(number)))
    right = np.zeros((len(number), 3))
    for p, k in number.items():
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                y, x = p // SIDE + dy, p % SIDE + dx
                if (dy, dx) == (0, 0) or not (0 <= y < SIDE and 0 <= x < SIDE):
                    continue
                weight = 1 / 12 if dy and dx else 1 / 6
                left[k, k] += weight
                if y * SIDE + x in number:
                    left[k, number[y * SIDE + x]] -= weight
                else:
                    right[k] += weight * picture[:, y, x]
    solution = np.linalg.solve(left, right)
    result = picture.copy()
    noise = JavaRandom(1)
    for colour in range(3):
        for p, k in number.items():
            result[colour, p // SIDE, p % SIDE] = solution[k, colour] + 0.01 * noise.gaussian()
    return result


def measures(net, picture, label, raw, other, side, mask):
    a, b = shown(other, side), shown(raw, side)
    order = np.argsort(-b, kind="stable")
    count = len(b)

    def probability(pictures):
        return softmax(net.forward(np.stack(pictures))["logits"])[:, label]

    def keeping(kept):
        on = np.zeros(count, bool)
        on[kept] = True
        return picture * on.reshape(SIDE, SIDE)

    def clear(cuts):
        """Whether no two pixels that are all but equal lie on the two sides of a cut: their order is rounding's."""
        return all(c in (0, count) or b[order[c - 1]] - b[order[c]] > 1e-6 for c in cuts)

    steps = [int(math.floor(s / 16 * count + 0.5)) for s in range(17)]
    deletion = probability([keeping(order[s:]) for s in steps])
    insertion = probability([keeping(order[:s]) for s in steps])
    whole = probability([picture])[0]
    masked = probability([picture * b.reshape(SIDE, SIDE)])[0]
    road = 0
    somes = [int(math.floor(share * count + 0.5)) for share in (0.2, 0.5, 0.8)]
    for some in somes:
        without = probability([imputed(picture, order[:some].tolist()), imputed(picture, order[-some:].tolist())])
        road += (without[1] - without[0]) / 2 / 3
    top = round(0.1 * count)
    on = np.flatnonzero(mask.ravel())
    assert clear(steps + somes + [count - some for some in somes]), "choose another seed"
    return [np.corrcoef(a, b)[0, 1], np.corrcoef(ranks(a), ranks(b))[0, 1],
            ssim((a / a.max()).reshape(SIDE, SIDE), (b / b.max()).reshape(SIDE, SIDE)),
            iou(highest(a, top), highest(b, top)), np.abs(a / a.max() - b / b.max()).mean(),
            earth_mover(raw, other, side), b[on].sum() / b.sum(), float(b.argmax() in on),
            iou(highest(b, len(on)), on), np.trapezoid(deletion) / 16, np.trapezoid(insertion) / 16,
            max(0, whole - masked) / whole, float(masked > whole), road]


# --- all of it ----------------------------------------------------------------------------------------------------

def main():
    rng = np.random.default_rng(12)
    net = Net(rng)
    labels = np.repeat(np.arange(CLASSES), EACH)
    coarse = rng.normal(0, 1, (CLASSES * EACH, 3, 5, 5)) + rng.normal(0, 1, (CLASSES, 3, 5, 5))[labels]
    pictures = np.stack([np.stack([half_pixel_bilinear(c, SIDE) for c in p]) for p in coarse])
    pictures = as_single(1.5 * pictures + rng.normal(0, 0.2, pictures.shape))

    net.fit(pictures, labels)

    for name, value in net.p.items():
        save(f"network.{name}", value)
    save("pictures", pictures)
    save("labels", labels)
    v = net.forward(pictures)
    save("logits", v["logits"])
    for name, value in {**scores(net, pictures, labels), **loss_changes(net, pictures, labels)}.items():
        save(name, value)

    one = np.zeros((len(labels), CLASSES))
    one[np.arange(len(labels)), labels] = 1
    d = net.backward(v, one)
    for layer, side in (("relu2", 6), ("pool2", 3)):
        maps = np.stack([np.stack([raw_map(net, method, layer, pictures[i], v, d, labels[i], i)
                                   for i in range(len(labels))]) for method in METHODS])
        save(f"maps.{layer}", maps)
        save(f"maps.{layer}.shown", np.stack([[shown(m, side) for m in of_method] for of_method in maps]))

    mask = np.zeros((SIDE, SIDE), bool)
    mask[2:9, 3:8] = True
    # Maps without equal values: how ranks of all but equal ones fall is a matter of rounding.
    compared = as_single(rng.gamma(2, 1, (len(labels), 36)))
    compared = np.stack([compared, as_single(compared * rng.uniform(0.3, 1.7, compared.shape))])
    save("measures.maps", compared)
    save("measures", [measures(net, pictures[i], labels[i], compared[0, i], compared[1, i], 6, mask)
                      for i in range(len(labels))])


if __name__ == "__main__":
    main()
