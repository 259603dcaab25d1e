#!/bin/sh
# Trains networks on CIFAR-10 and prunes them by every criterion and under every objective, with results in the folder it is run in.
#   sh recipe.sh train ARCHITECTURE OBJECTIVE SEED     one network
#   sh recipe.sh prune ARCHITECTURE OBJECTIVE SEED CRITERION[:NORMALISATION]...
#   sh recipe.sh tables    tables and pictures of what is there
#   sh recipe.sh all       everything, one after the other
# ESPALIER is the command (java -jar target/espalier.jar), DATA the pictures (cifar10:cifar-10).
set -e
data=${DATA:-cifar10:cifar-10}
espalier() { ${ESPALIER:-java -jar target/espalier.jar} "$@"; }

# The terms of the objective: both, l1, orthogonality or none.
terms() {
    case $1 in
        both) echo "--l1 0.0001 --orthogonality 0.01" ;;
        l1) echo "--l1 0.0001 --orthogonality 0" ;;
        orthogonality) echo "--l1 0 --orthogonality 0.01" ;;
        none) echo "--l1 0 --orthogonality 0" ;;
    esac
}

train() { # architecture objective seed
    [ -f "$1-$2-$3.json" ] && return
    espalier train --data "$data" --architecture "$1" --epochs 5 $(terms "$2") --seed "$3" \
        --out "$1-$2-$3.zip" --json "$1-$2-$3.json"
    espalier score --data "$data" --network "$1-$2-$3.zip" --json "$1-$2-$3-scores.json"
}

prune() { # architecture objective seed criterion[:normalisation]...
    network=$1-$2-$3 objective=$2 seed=$3
    shift 3
    for choice in "$@"; do
        criterion=${choice%%:*}
        normalisation=${choice#"$criterion"}
        run=$network-$criterion${normalisation:+-${normalisation#:}}
        [ -f "$run.json" ] && continue
        espalier prune --data "$data" --network "$network.zip" --criterion "$criterion" ${normalisation:+--normalise "${normalisation#:}"} \
            --mode macs --rates 2,4 --share 0.2 --pictures 6400 --learning-rate 0.01 --recovery-pictures 12800 \
            --recovery-learning-rate 0.02 $(terms "$objective") --seed "$seed" --out "$run" --json "$run.json"
    done
}

tables() {
    espalier summarise $(ls -d vgg-s-both-?-*/ | grep -v mean) --title "VGG-S: ten criteria, three seeds" --out criteria --json criteria/summary.json
    espalier summarise resnet-20-both-?-*/ --title "ResNet-20: five criteria, one seed" --out resnet-20 --json resnet-20/summary.json
    espalier summarise vgg-s-*-[12]-class-aware/ --title "VGG-S, class-aware: the terms of the objective, two seeds" \
        --out objective --json objective/summary.json
    espalier summarise vgg-s-both-?-class-aware/ vgg-s-both-?-class-aware-mean/ --out normalisation \
        --title "VGG-S, class-aware: scores as they are, and divided by their layer's mean" --json normalisation/summary.json
    for objective in none l1 orthogonality both; do
        espalier score --data "$data" --network "vgg-s-$objective-1.zip" --picture "scores-$objective.svg"
    done
}

all() {
    criteria="class-aware class-aware-continuous l1-norm l2-norm fpgm batch-norm-scale taylor hrank apoz random"
    for seed in 1 2 3; do
        train vgg-s both $seed
        prune vgg-s both $seed $criteria class-aware:mean
    done
    for seed in 1 2; do
        for objective in none l1 orthogonality; do
            train vgg-s $objective $seed
            prune vgg-s $objective $seed class-aware
        done
    done
    train resnet-20 both 1
    prune resnet-20 both 1 class-aware class-aware-continuous l1-norm taylor random
    tables
}

"$@"
