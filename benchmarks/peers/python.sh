# Sourced by cpu, gpu and the bundle's run-peers: find_torch sets FCN4J_PEERS_PYTHON, unless it is set, to the first Python on
# the path that has PyTorch, also the system's, which another may hide; or says how to get one.
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
  printf 'No Python with torch and numpy: going on without PyTorch. To have it, for example on Debian or Ubuntu:\n' >&2
  printf '  apt-get install python3-torch libopenblas0-pthread\n' >&2
  printf 'or set FCN4J_PEERS_PYTHON, or --python, to the Python of an environment that has it.\n' >&2
  return 1
}
