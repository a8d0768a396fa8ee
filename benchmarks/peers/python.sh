# Sourced by cpu, gpu and the bundle's measure: find_torch sets FCN4J_PEERS_PYTHON, unless it is set, to the first Python on the
# path that has PyTorch; also the system's, which another may hide.
find_torch() {
  local python
  [[ -z ${FCN4J_PEERS_PYTHON:-} ]] || return 0
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import torch, numpy' 2>/dev/null; then
      FCN4J_PEERS_PYTHON=$(command -v "$python")
      export FCN4J_PEERS_PYTHON
      return 0
    fi
  done
  unset FCN4J_PEERS_PYTHON
  return 1
}
