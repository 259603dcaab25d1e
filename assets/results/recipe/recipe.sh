#!/usr/bin/env bash
# Makes the runs of this folder's tables. $1: the folder of CIFAR-10's binary files; vgg-s.zip comes from
#   espalier train --data cifar10:FOLDER --architecture vgg-s --epochs 5 --seed 11 --out vgg-s.zip
# and resnet-32.zip from Keras by `espalier import` (see ../keras). PyTorch's side wants torch and numpy.
set -e
data=cifar10:$1
here=$(dirname "$0")
# One thread each, so that other work on the machine costs no more than its share; results are those of any number but for rounding.
export OMP_NUM_THREADS=1
for seed in 1 2 3; do
  espalier prune --network vgg-s.zip --data "$data" --mode macs --rates 2 --budget 45000 --recovery-learning-rate 0.01 \
    --seed $seed --out x2/$seed
  espalier prune --network vgg-s.zip --data "$data" --mode macs --rates 4 --budget 85000 --recovery-learning-rate 0.012 \
    --seed $seed --out x4/$seed
done
espalier prune --network resnet-32.zip --data "$data" --mode macs --rates 2 --budget 500000 --recovery-learning-rate 0.01 \
  --seed 1 --out resnet-32-x2
espalier prune --network resnet-32.zip --data "$data" --mode macs --rates 4 --budget 500000 --recovery-learning-rate 0.009 \
  --seed 1 --out resnet-32-x4
espalier summarise x2/* x4/* --title "VGG-S, fine-tuned" --out summary
python3 "$here/torch_one_shot.py" vgg-s.zip "$1" --rate 2 --pictures 45000 --best --threads 1 > torch.jsonl
python3 "$here/torch_one_shot.py" vgg-s.zip "$1" --rate 4 --pictures 85000 --best --threads 1 >> torch.jsonl
