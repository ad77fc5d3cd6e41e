package dev.nydusview.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory of plugins that are shell scripts and speak the protocol. */
final class ShellPlugins {
    /** Finds out where to read and write, and offers {@code report LEVEL PATH}. */
    private static final String CLIENT =
            """
            while [ $# -gt 0 ]; do
              if [ "$1" = --host ]; then
                if [ -z "${in:-}" ]; then in=${2#file://}; else out=${2#file://}; fi
              fi
              id=$1
              shift
            done
            exec 3<"$in" 4>"$out"
            sequence=0
            call() {
              sequence=$((sequence + 1))
              printf '{"sequence":%s,"type":"call","namespace":"%s","name":"%s","args":[%s]}' $sequence "$1" "$2" "$3" >&4
              read -r reply <&3
            }
            report() {
              call github.com/chaitin/veinmind-tools/veinmind-common/go/service/report report \\
                '{"level":"'$1'","event_type":"Risk","detect_type":"Image","alert_type":"SensitiveFile","alert_detail":{"path":"'$2'","rule_name":"test"}}'
            }
            """;

    private final Path directory;

    ShellPlugins(Path directory) throws IOException {
        this.directory = Files.createDirectory(directory);
    }

    Path directory() {
        return directory;
    }

    /** Adds one that does {@code body} when it is to scan, in which {@code $id} is the image. */
    Path add(String name, String body) throws IOException {
        String info = "{\"manifestVersion\":1,\"name\":\"" + name
                + "\",\"version\":\"1.2\",\"commands\":[{\"path\":[\"scan\",\"image\"],\"type\":\"image\",\"data\":{}}]}";
        Path file = directory.resolve(name);
        Files.writeString(
                file, "#!/bin/sh\nset -u\nif [ \"$1\" = info ]; then echo '" + info + "'; exit; fi\n" + CLIENT + body);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
