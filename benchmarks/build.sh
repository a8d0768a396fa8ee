# Sourced with root set: builds engine and benchmarks; run_class CLASS ARGUMENTS ... runs a class of package fcn4j.benchmarks.

# shellcheck source=../.mvn/jdk.sh
source "$root/.mvn/jdk.sh"
find_jdk || exit 3
(
  cd "$root"
  ./mvnw --batch-mode --quiet -Dmaven.test.skip=true install
  ./mvnw --batch-mode --quiet --file benchmarks/pom.xml -Dmaven.test.skip=true process-classes
) </dev/null 1>&2

run_class() {
  local main=$1 classpath commit
  shift
  commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || printf unknown)
  # Results and documents, which the last run may have changed, are not what is measured.
  [[ -z $(git -C "$root" status --porcelain --untracked-files=no -- src benchmarks/src benchmarks/peers pom.xml benchmarks/pom.xml \
    2>/dev/null) ]] || commit+=-changed
  # The engine of this checkout comes first; the installed one is behind it.
  classpath=$root/benchmarks/target/classes:$root/target/classes:$(<"$root/benchmarks/target/classpath.txt")
  # shellcheck disable=SC2086 # FCN4J_JAVA_OPTS is a list of options
  FCN4J_COMMIT=${FCN4J_COMMIT:-$commit} "$JAVA_HOME/bin/java" @"$root/src/launcher/java.options" \
    ${FCN4J_JAVA_OPTS:-} -cp "$classpath" "fcn4j.benchmarks.$main" "$@"
}
