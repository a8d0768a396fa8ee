# Sourced by cpu and table with root set: builds engine and benchmarks; run_peers MAIN ARGUMENTS ... runs a class of the comparison.

# shellcheck source=../../.mvn/jdk.sh
source "$root/.mvn/jdk.sh"
find_jdk || exit 3
(
  cd "$root"
  ./mvnw --batch-mode --quiet -Dmaven.test.skip=true install
  ./mvnw --batch-mode --quiet --file benchmarks/pom.xml -Dmaven.test.skip=true process-classes
) </dev/null 1>&2

run_peers() {
  local main=$1 classpath
  shift
  # The engine of this checkout comes first; the installed one is behind it.
  classpath=$root/benchmarks/target/classes:$root/target/classes:$(<"$root/benchmarks/target/classpath.txt")
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -cp "$classpath" \
    "fcn4j.benchmarks.peers.$main" "$@"
}
