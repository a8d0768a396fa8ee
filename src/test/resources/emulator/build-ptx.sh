#!/bin/sh
# Makes the PTX of the emulator's own test kernels; needs nvcc. Comments go, so that paths and dates do not get in.
set -eu
cd "$(dirname "$0")"
for source in *.cu; do
  nvcc -ptx -arch=compute_75 -O3 -o "${source%.cu}.full" "$source"
  grep -vE '^\s*//' "${source%.cu}.full" | sed 's/^\.version .*/.version 7.8/' > "${source%.cu}.ptx"
  rm "${source%.cu}.full"
done
sha256sum *.cu > sources.sha256
