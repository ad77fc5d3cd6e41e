# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# The class path, and the options of the JVM that all commands have in common. Sourced by the launcher and by dev/package.

# Sets classpath in one order whatever the locale, as a class archive is for one order. cli.jar comes first because the
# JVM opens all jars before the one in which it finds a file.
order_jars() {
  local jar LC_ALL=C
  classpath=$dist/lib/cli.jar
  for jar in "$dist"/lib/*.jar; do
    [ "$jar" = "$dist/lib/cli.jar" ] || classpath+=:$jar
  done
}

# Sets flags for a JVM of the version java_major.
# Quiet logging: the JVM's own warnings would go to standard output, which belongs to results, and a class archive
# that is not used in full is no error to a user. The serial collector and no statistics file because a command lives
# for a moment, and a mount's garbage is short-lived buffers. The exported package has to be the same in all uses of an
# archive; it is for the vector form of BLAKE3. An archive that is mapped where it was made needs no pages of its own.
set_flags() {
  local quiet='all=error,cds*=off'
  [ "$java_major" -lt "$MIN_AOT_JAVA" ] || quiet+=',aot*=off'
  flags=(-XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable "-Xlog:$quiet:stderr"
    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 --add-exports=java.base/jdk.internal.module=ALL-UNNAMED)
  [ "$java_major" -lt 22 ] || flags+=(--enable-native-access=ALL-UNNAMED)
  [ "$java_major" -lt 23 ] || flags+=(--sun-misc-unsafe-memory-access=allow)
}
