# Finds a JDK that can build and run Freshet. Sourced by ./freshet, ./verify and .ci/run;
# plain POSIX sh, nothing is started where a JDK's `release` file already says its version.
#
# find_jdk   exports JAVA_HOME and returns 0, or says on standard error where it looked and returns 1.
# Order: FRESHET_JAVA_HOME, JAVA_HOME, the java on the PATH, then the usual places. Of several in the
# usual places the oldest that is new enough is taken: it is the one that Freshet is tested on.

jdk_oldest=25

# Prints the major version of the Java whose home is $1; nothing where there is none.
jdk_major() {
    [ -x "$1/bin/java" ] || return 0
    _version=
    if [ -r "$1/release" ]; then
        _version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$_version" ]; then
        _version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | sed 1q)
    fi
    printf '%s' "$_version"
}

# Weighs the home $2, known as $1: sets _home to it where it is better than what was found before,
# else notes for the reader what it is.
jdk_consider() {
    if [ ! -x "$2/bin/java" ]; then
        jdk_note "$1: no Java in $2"
        return 0
    fi
    _major=$(jdk_major "$2")
    if [ "${_major:-0}" -lt "$jdk_oldest" ]; then
        jdk_note "$1: $2 is Java ${_major:-of unknown version}"
        return 0
    fi
    if [ ! -x "$2/bin/javac" ]; then
        jdk_note "$1: $2 is Java $_major without a compiler (a JRE)"
        return 0
    fi
    if [ -z "$_home" ] || [ "$_major" -lt "$_home_major" ]; then
        _home=$2
        _home_major=$_major
    fi
}

jdk_note() {
    _looked="$_looked
    $1"
}

# Prints the home of the java command on the PATH; nothing where there is none.
jdk_on_path() {
    _java=$(command -v java 2>/dev/null) || return 0
    _hops=0
    while [ -L "$_java" ] && [ "$_hops" -lt 20 ]; do
        _target=$(readlink "$_java")
        case $_target in
            /*) _java=$_target ;;
            *) _java=$(dirname "$_java")/$_target ;;
        esac
        _hops=$((_hops + 1))
    done
    _dir=$(cd "$(dirname "$_java")/.." 2>/dev/null && pwd -P) || return 0
    if [ -r "$_dir/release" ]; then
        printf '%s' "$_dir"
        return 0
    fi
    # A shim of a version manager, or a package without a release file: ask it.
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | sed 1q
}

find_jdk() {
    _home=
    _home_major=
    _looked=
    if [ -n "${FRESHET_JAVA_HOME:-}" ]; then
        jdk_consider FRESHET_JAVA_HOME "$FRESHET_JAVA_HOME"
        if [ -z "$_home" ]; then
            echo "freshet: FRESHET_JAVA_HOME is not JDK $jdk_oldest or newer; looking further.$_looked" >&2
        fi
    else
        jdk_note "FRESHET_JAVA_HOME: not set"
    fi
    if [ -z "$_home" ]; then
        if [ -n "${JAVA_HOME:-}" ]; then
            jdk_consider JAVA_HOME "$JAVA_HOME"
        else
            jdk_note "JAVA_HOME: not set"
        fi
    fi
    if [ -z "$_home" ]; then
        _onpath=$(jdk_on_path)
        if [ -n "$_onpath" ]; then
            jdk_consider PATH "$_onpath"
        else
            jdk_note "PATH: no java"
        fi
    fi
    if [ -z "$_home" ]; then
        for _candidate in \
            /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/*jdk* \
            /opt/*jdk* /opt/java/* /opt/jdk/* \
            "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
            "${HOME:-/nonexistent}"/.jdks/* \
            "${HOME:-/nonexistent}"/.asdf/installs/java/* \
            "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
            "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
            /Library/Java/JavaVirtualMachines/*/Contents/Home \
            /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
            /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
            [ -x "$_candidate/bin/java" ] || continue
            jdk_consider "$(dirname "$_candidate")" "$_candidate"
        done
        jdk_note "also in /usr/lib/jvm, /usr/java, /usr/local, /opt, ~/.sdkman, ~/.jdks, ~/.asdf, ~/.local/share/mise,"
        jdk_note "/Library/Java/JavaVirtualMachines and Homebrew's openjdk"
    fi
    if [ -z "$_home" ]; then
        cat >&2 <<MESSAGE
freshet: needs JDK $jdk_oldest or newer, and none was found. Looked at:$_looked
What to do: install a JDK $jdk_oldest (for example Eclipse Temurin $jdk_oldest) in one of these places,
or set FRESHET_JAVA_HOME to the directory that holds its bin/java.
MESSAGE
        return 1
    fi
    JAVA_HOME=$_home
    export JAVA_HOME
}
