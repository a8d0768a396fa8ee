# Sourced by whatever starts the engine: threads of OpenMP that wait by spinning would take the processors from those of Java.
export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-10000} KMP_BLOCKTIME=${KMP_BLOCKTIME:-0}
