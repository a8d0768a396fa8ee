# Sourced by cpu, gpu and table with root set: builds engine and benchmarks; run_peers MAIN ARGUMENTS ... runs a class of the
# comparison.

# shellcheck source=../../.mvn/jdk.sh
source "$root/.mvn/jdk.sh"
find_jdk || exit 3
(
  cd "$root"
  ./mvnw --batch-mode --quiet -Dmaven.test.skip=true install
  ./mvnw --batch-mode --quiet --file benchmarks/pom.xml -Dmaven.test.skip=true process-classes
) </dev/null 1>&2

say_how_to_get_torch() {
  printf 'No Python with torch and numpy: going on without PyTorch. To have it, for example on Debian or Ubuntu:\n' >&2
  printf '  apt-get install python3-torch libopenblas0-pthread\n' >&2
  printf 'or set FCN4J_PEERS_PYTHON, or --python, to the Python of an environment that has it.\n' >&2
}

# Results name the commit of this checkout, wherever the comparison is started.
if [[ -z ${FCN4J_COMMIT:-} ]]; then
  FCN4J_COMMIT=$(git -C "$root" rev-parse HEAD 2>/dev/null || printf unknown)
  [[ -z $(git -C "$root" status --porcelain --untracked-files=no 2>/dev/null) ]] || FCN4J_COMMIT+=-changed
  export FCN4J_COMMIT
fi

run_peers() {
  local main=$1 classpath
  shift
  # The engine of this checkout comes first; the installed one is behind it.
  classpath=$root/benchmarks/target/classes:$root/target/classes:$(<"$root/benchmarks/target/classpath.txt")
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -cp "$classpath" \
    "fcn4j.benchmarks.peers.$main" "$@"
}
