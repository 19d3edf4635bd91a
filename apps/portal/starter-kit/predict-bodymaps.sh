#!/bin/sh
# Started once per case, in a fresh container without a network (profile bodymaps).
set -e
case $0 in */*) cd "${0%/*}" ;; esac
if [ -f predict.py ]; then run="python3 predict.py"; else run="node predict.ts"; fi
for scan in /workspace/inputs/*.nii.gz; do
  $run "$scan" "/workspace/outputs/${scan##*/}"
done
