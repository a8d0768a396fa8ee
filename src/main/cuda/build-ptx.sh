#!/usr/bin/env bash
# Compiles the kernels beside this script to PTX: build-ptx.sh [target folder]
# Without a folder it replaces src/main/resources/ptx. The same sources and the same nvcc give the same bytes: comments,
# which name the compiler's build, are left out. The header's version is set back to 7.8 (CUDA 11.8), since the kernels
# use nothing newer: the PTX then loads on every driver from then on.
set -euo pipefail

sources=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${1:-$sources/../resources/ptx}
nvcc=${NVCC:-nvcc}

if ! command -v "$nvcc" >/dev/null; then
  echo "build-ptx.sh: $nvcc not found; install the CUDA toolkit (13.0 or newer), put nvcc on the PATH or name it in NVCC" >&2
  exit 3
fi

mkdir -p "$target"
rm -f "$target"/*.ptx "$target/sources.sha256"
cd "$sources"
for source in *.cu; do
  ptx=$target/${source%.cu}.ptx
  "$nvcc" -ptx -arch=compute_75 -std=c++17 "$source" -o "$ptx.full"
  sed -e '/^[[:space:]]*\/\//d' -e 's/[[:space:]]*$//' -e 's/^\.version .*/.version 7.8/' -e '/^$/d' "$ptx.full" >"$ptx"
  rm "$ptx.full"
done

# What the PTX was made of and by which compiler; the tests compare both.
{
  echo "# $("$nvcc" --version | grep -o 'release.*')"
  LC_ALL=C sha256sum *.cu *.cuh
} >"$target/sources.sha256"
