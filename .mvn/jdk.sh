# Sourced by fcn4j and mvnw: find_jdk sets and exports JAVA_HOME to a JDK of at least 25, or says what to install.

readonly FCN4J_MIN_JDK=25

# Prints the major version of the JDK at $1; fails where there is no JDK (a JRE alone cannot build).
jdk_major() {
  local home=$1 version
  [[ -n $home && -x $home/bin/java && -x $home/bin/javac ]] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null)
  if [[ -z $version ]]; then
    version=$("$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  fi
  [[ -n $version ]] && printf '%s\n' "$version"
}

# Prints the home of the java found on the PATH, links resolved.
path_java_home() {
  local java
  java=$(command -v java) || return 1
  java=$(readlink -f "$java" 2>/dev/null) || return 1
  printf '%s\n' "${java%/bin/java}"
}

find_jdk() {
  local home major best='' best_major='' seen=''
  if [[ -n ${FCN4J_JAVA_HOME:-} ]]; then
    major=$(jdk_major "$FCN4J_JAVA_HOME") || major=''
    if [[ -z $major || $major -lt $FCN4J_MIN_JDK ]]; then
      printf 'fcn4j: FCN4J_JAVA_HOME=%s is %s; point it at a JDK %s or newer, or unset it.\n' \
        "$FCN4J_JAVA_HOME" "${major:+JDK }${major:-not a JDK}" "$FCN4J_MIN_JDK" >&2
      return 1
    fi
    export JAVA_HOME=$FCN4J_JAVA_HOME
    return 0
  fi
  for home in "${JAVA_HOME:-}" "$(path_java_home)"; do
    major=$(jdk_major "$home") || continue
    home=$(readlink -f "$home")
    if ((major >= FCN4J_MIN_JDK)); then
      export JAVA_HOME=$home
      return 0
    fi
    [[ $seen == *"($home)"* ]] || seen+=" $major ($home)"
  done
  # Of the installed ones the oldest that will do: it is the one the build is tested with.
  for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    major=$(jdk_major "$home") || continue
    home=$(readlink -f "$home")
    if ((major < FCN4J_MIN_JDK)); then
      [[ $seen == *"($home)"* ]] || seen+=" $major ($home)"
    elif [[ -z $best || $major -lt $best_major ]]; then
      best=$home
      best_major=$major
    fi
  done
  if [[ -n $best ]]; then
    export JAVA_HOME=$best
    return 0
  fi
  {
    printf 'fcn4j: needs a JDK %s or newer; found:%s.\n' "$FCN4J_MIN_JDK" "${seen:- none}"
    printf 'Looked in FCN4J_JAVA_HOME, JAVA_HOME, the PATH and /usr/lib/jvm. To install one, for example:\n'
    printf '  Debian, Ubuntu   apt-get install openjdk-25-jdk-headless   (or Temurin 25: temurin-25-jdk)\n'
    printf '  Fedora           dnf install java-25-openjdk-devel\n'
    printf '  macOS            brew install openjdk@25\n'
    printf 'or unpack any build of JDK 25 and set FCN4J_JAVA_HOME to its folder.\n'
  } >&2
  return 1
}
