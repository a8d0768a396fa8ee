# Sourced by run-benchmarks, run-peers and run-scaling with here set: run_class CLASS ARGUMENTS ... runs a class of package
# fcn4j.benchmarks on the bundle's Java. FCN4J_FIRST_CLASSES names classes that come first, such as those of the emulated device.
run_class() {
  local class=$1
  shift
  if [[ ! -f $here/benchmarks/benchmarks.jar ]]; then
    printf '%s: this bundle was built without benchmarks.\n' "$(basename "$0")" >&2
    exit 2
  fi
  # Results name the commit that the bundle was built from.
  if [[ -z ${FCN4J_COMMIT:-} && -f $here/commit ]]; then
    FCN4J_COMMIT=$(<"$here/commit")
    export FCN4J_COMMIT
  fi
  # JMH still uses sun.misc.Unsafe, of which a new JDK would warn at every start.
  # shellcheck disable=SC2086 # FCN4J_JAVA_OPTS is a list of options
  exec "$here/runtime/bin/java" @"$here/java.options" --sun-misc-unsafe-memory-access=allow ${FCN4J_JAVA_OPTS:-} \
    -cp "${FCN4J_FIRST_CLASSES:+$FCN4J_FIRST_CLASSES:}$here/benchmarks/benchmarks.jar:$here/lib/*" "fcn4j.benchmarks.$class" "$@"
}
