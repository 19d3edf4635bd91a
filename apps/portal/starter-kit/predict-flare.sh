#!/bin/sh
# Started once per case, in a fresh container without a network (profile flare).
set -e
case $0 in */*) cd "${0%/*}" ;; esac
if [ -f predict.py ]; then run="python3 predict.py"; else run="node predict.ts"; fi
for scan in /workspace/inputs/*_0000.nii.gz; do
  name=${scan##*/}
  $run "$scan" "/workspace/outputs/${name%_0000.nii.gz}.nii.gz"
done
