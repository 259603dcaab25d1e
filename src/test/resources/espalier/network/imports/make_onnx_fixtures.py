"""Makes torch_*.onnx with PyTorch 2.13: a small network with most of what its two exporters write, in three ways."""
import onnx
import torch
from torch import nn
class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.expand = nn.Sequential(nn.Conv2d(channels, 12, 1, bias=False), nn.BatchNorm2d(12), nn.Hardswish())
        self.spatial = nn.Sequential(nn.Conv2d(12, 12, 3, padding=1, groups=12, bias=False), nn.BatchNorm2d(12), nn.SiLU())
        self.squeeze = nn.Conv2d(12, 4, 1)
        self.excite = nn.Conv2d(4, 12, 1)
        self.project = nn.Sequential(nn.Conv2d(12, channels, 1, bias=False), nn.BatchNorm2d(channels))
    def forward(self, x):
        y = self.spatial(self.expand(x))
        gate = nn.functional.adaptive_avg_pool2d(y, 1)
        gate = nn.functional.hardsigmoid(self.excite(nn.functional.relu(self.squeeze(gate))))
        return x + self.project(y * gate)
class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.PReLU(8))
        self.block = Block(8)
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.grouped = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1, groups=2), nn.GELU())
        self.pad = nn.ZeroPad2d((0, 1, 0, 1))
        self.last = nn.Conv2d(16, 8, 2)
        self.classes = nn.Linear(8, 5)
    def forward(self, x):
        x = self.pool(self.block(self.stem((x - 0.45) / 0.225)))
        x = torch.cat([x, self.grouped(x)], 1)
        x = nn.functional.leaky_relu(self.last(self.pad(x)), 0.1)
        return self.classes(torch.flatten(x.mean((2, 3)), 1))
torch.manual_seed(3)
model = Small().eval()
for module in model.modules():
    if isinstance(module, nn.BatchNorm2d):
        module.running_mean.normal_(0, .1)
        module.running_var.uniform_(.5, 1.5)
picture = torch.rand(1, 3, 20, 20)
torch.onnx.export(model, (picture,), "torch_dynamo.onnx", dynamo=True, input_names=["picture"], external_data=False)
names = dict(input_names=["picture"], output_names=["classes"], dynamic_axes={"picture": {0: "batch"}, "classes": {0: "batch"}})
torch.onnx.export(model, (picture,), "torch_folded.onnx", dynamo=False, **names)
torch.onnx.export(model, (picture,), "torch_norms.onnx", dynamo=False, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, **names)

# The present exporter notes for every node where in which file it was written: not our business, and half of the size.
model = onnx.load("torch_dynamo.onnx")
for node in model.graph.node:
    del node.metadata_props[:]
for value in [*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer]:
    del value.metadata_props[:]
del model.graph.metadata_props[:]
onnx.save(model, "torch_dynamo.onnx")
