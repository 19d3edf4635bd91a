#!/bin/sh
# Started once per case, in a fresh container without a network (profile suprem).
set -e
case $0 in */*) cd "${0%/*}" ;; esac
if [ -f predict.py ]; then run="python3 predict.py"; else run="node predict.ts"; fi
# Masks by name: the label numbers of this profile's single label map are SuPreM's own.
for folder in /workspace/inputs/*; do
  $run "$folder/ct.nii.gz" "/workspace/outputs/${folder##*/}/segmentations/"
done
