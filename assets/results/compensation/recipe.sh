#!/usr/bin/env bash
# Makes the runs of this folder's tables. $1: the folder of CIFAR-10's binary files; the network comes from
#   espalier train --data cifar10:FOLDER --architecture vgg-s --epochs 5 --seed 11 --out vgg-s.zip
# and resnet-32.zip and the others from Keras by `espalier import` (see ../keras).
set -e
data=cifar10:$1
for seed in 1 2 3; do
  for criterion in obs class-aware-obs l1-norm; do
    espalier prune --network vgg-s.zip --data "$data" --mode macs --rates 2,4,8 --no-fine-tuning \
      --criterion $criterion --seed $seed --out runs/$criterion-$seed
  done
done
for criterion in fpgm l2-norm taylor taylor-sum class-aware-continuous batch-norm-scale random class-aware hrank apoz; do
  espalier prune --network vgg-s.zip --data "$data" --mode macs --rates 2,4,8 --no-fine-tuning \
    --criterion $criterion --out runs/$criterion-1
done
espalier summarise runs/* --title "Accuracy without a training step" --out summary
for criterion in obs class-aware-obs l1-norm; do
  espalier prune --network resnet-32.zip --data "$data" --mode macs --rates 2,4 --no-fine-tuning --shortcuts untouched \
    --criterion $criterion --out resnet-32/$criterion
done
espalier prune --network vgg-s.zip --data "$data" --mode macs --rates 2,4,8 --no-fine-tuning --classes cat,dog,horse \
  --out three/weights
espalier prune --network vgg-s.zip --data "$data" --mode macs --rates 2,4,8 --no-fine-tuning --classes cat,dog,horse \
  --drop-outputs --out three/outputs
for network in vgg-s.zip resnet-32.zip; do
  espalier bench --live $network --data "$data"
done
