package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.HostProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Confinement and limits of plugins that root starts. */
class PluginConfinementTest extends PluginRuns {
    /** Tries everything that a plugin started by root could do if it were not confined. */
    @Test
    void whatHostilePluginsCannotDo() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(directory.resolve(".docker/config.json"), "{\"auths\":{}}");
        Files.createDirectories(directory.resolve(".ssh"));
        Files.writeString(directory.resolve(".ssh/id_rsa"), "a key");
        long host = ProcessHandle.current().pid();
        plugin(
                "hostile",
                """
                try() { name=$1; shift; "$@" >/dev/null 2>&1 && report High "/$name"; }
                shell() { name=$1; try "$name" sh -c "$2"; }
                shell environment 'tr "\\0" "\\n" </proc/HOST/environ'
                shell parent 'for p in /proc/[0-9]*; do grep -q java "$p/comm" && exit; done; exit 1'
                try network nsenter --net=/proc/HOST/ns/net true
                try mounts nsenter --mount=/proc/1/ns/mnt true
                try cover mount -t tmpfs none "$NYDUSVIEW_ROOT"
                try uncover umount -l "$NYDUSVIEW_ROOT"
                shell group 'echo 0 >/sys/fs/cgroup/pids/cgroup.procs || echo 0 >/sys/fs/cgroup/cgroup.procs'
                try kill kill -0 HOST
                shell credentials 'cat ~/.docker/config.json ~/.ssh/id_rsa'
                shell cache 'ls -A ~/.cache/nydusview | grep .'
                shell fill 'echo x >~/.cache/nydusview/x'
                try change chmod 777 "$0"
                shell rewrite 'echo >>"$0"'
                try devices mknod /tmp/node b 7 0
                shell disk 'for d in /dev/?d? /dev/nvme*; do head -c 1 "$d" && exit; done; exit 1'
                shell kernel 'echo x >/proc/sys/kernel/domainname'
                shell etc 'echo x >/etc/nydusview-was-here'
                shell others 'find "$(dirname "$(dirname "$NYDUSVIEW_IMAGE")")" -name "output-*" | grep .'
                try run test -e /run/docker
                report Low /end
                """
                        .replace("HOST", Long.toString(host)));

        Cli.Result result = run();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).as(result.err()).contains("1 finding", "/end:");
        JsonNode confinement = receipt().get("scanners").get(0).get("confinement");
        assertThat(confinement.get("lacks")).isEmpty();
        assertThat(confinement.get("has").toString())
                .contains("no network", "no capabilities", "read-only files", "hidden");
    }

    @Test
    void infoIsAskedAsConfinedAsRuns() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        String nap = HostProcesses.nap();
        Path told = directory.resolve("told");
        Path file = plugin("asked", "");
        String info = "setsid env -i sleep " + nap + " >/dev/null 2>&1 &\n"
                + "{ grep -c : /proc/net/dev; id; grep CapEff /proc/self/status; env; touch /etc/x; } >" + told
                + " 2>&1\n";
        Files.writeString(file, Files.readString(file).replace("set -u\n", "set -u\n" + info));
        cli.with("NYDUSVIEW_CREDS", "me:secret").with("NYDUSVIEW_PLAIN_HTTP", "true");

        Cli.Result result = cli.run("plugin", "info", file.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(told)
                .content()
                .startsWith("1\n")
                .contains("CapEff:\t0000000000000000", "Read-only file system")
                .doesNotContain("secret");
        assertThat(HostProcesses.with(nap)).isEmpty();
    }

    @Test
    void memoryAndNetworkAreLimited() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        plugin(
                "connected",
                "[ \"$(ls /sys/class/net 2>/dev/null | wc -l)\" -ge 0 ]; grep -q eth /proc/net/dev && report High /eth\n");
        plugin("greedy", "head -c 500000000 /dev/zero | tail -n 1 >/dev/null || exit 9\n");

        Cli.Result result = run("--plugin-memory", "64M");
        assertThat(result.out()).doesNotContain("/eth");
        JsonNode scanners = receipt().get("scanners");
        assertThat(scanners.get(0).get("limits").toString()).contains("no network", "memory 67108864 bytes");
        assertThat(scanners.get(1).get("problems").toString()).matches(".*(needed more memory|exit code).*");
    }
}
