package dev.nydusview.inspect.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads {@code security.capability}, as {@code vfs_cap_data} of {@code linux/capability.h} lays it out. */
final class Capabilities {
    static final String XATTR = "security.capability";

    private static final int REVISION_MASK = 0xff00_0000;
    private static final int EFFECTIVE = 1;

    /** Names by bit. */
    private static final List<String> NAMES = List.of(
            "cap_chown",
            "cap_dac_override",
            "cap_dac_read_search",
            "cap_fowner",
            "cap_fsetid",
            "cap_kill",
            "cap_setgid",
            "cap_setuid",
            "cap_setpcap",
            "cap_linux_immutable",
            "cap_net_bind_service",
            "cap_net_broadcast",
            "cap_net_admin",
            "cap_net_raw",
            "cap_ipc_lock",
            "cap_ipc_owner",
            "cap_sys_module",
            "cap_sys_rawio",
            "cap_sys_chroot",
            "cap_sys_ptrace",
            "cap_sys_pacct",
            "cap_sys_admin",
            "cap_sys_boot",
            "cap_sys_nice",
            "cap_sys_resource",
            "cap_sys_time",
            "cap_sys_tty_config",
            "cap_mknod",
            "cap_lease",
            "cap_audit_write",
            "cap_audit_control",
            "cap_setfcap",
            "cap_mac_override",
            "cap_mac_admin",
            "cap_syslog",
            "cap_wake_alarm",
            "cap_block_suspend",
            "cap_audit_read",
            "cap_perfmon",
            "cap_bpf",
            "cap_checkpoint_restore");

    private Capabilities() {}

    /** Returns text such as {@code cap_net_raw=ep}; the bytes in hexadecimal if Linux does not know their form. */
    static String text(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int words = words(bytes);
        if (words == 0) {
            return "unknown format "
                    + (value.length == 0
                            ? "(empty)"
                            : DisplayText.text(HexFormat.of().formatHex(value)));
        }
        boolean effective = (bytes.getInt(0) & EFFECTIVE) != 0;
        long permitted = set(bytes, words, 0);
        long inheritable = set(bytes, words, Integer.BYTES);
        List<String> parts = new ArrayList<>();
        addSet(parts, permitted & inheritable, effective ? "eip" : "ip");
        addSet(parts, permitted & ~inheritable, effective ? "ep" : "p");
        addSet(parts, inheritable & ~permitted, "i");
        return parts.isEmpty() ? "none" : String.join(" ", parts);
    }

    /** Words of 32 bits in each set; 0 if revision and length do not go together. */
    private static int words(ByteBuffer bytes) {
        int length = bytes.capacity();
        int revision = length < Integer.BYTES ? 0 : (bytes.getInt(0) & REVISION_MASK) >>> 24;
        if (revision == 1 && length == 12) {
            return 1;
        }
        return (revision == 2 && length == 20) || (revision == 3 && length == 24) ? 2 : 0;
    }

    /** Permitted and inheritable sets take turns, the lower words first. */
    private static long set(ByteBuffer bytes, int words, int at) {
        long low = Integer.toUnsignedLong(bytes.getInt(Integer.BYTES + at));
        return words == 1 ? low : low | Integer.toUnsignedLong(bytes.getInt(3 * Integer.BYTES + at)) << 32;
    }

    private static void addSet(List<String> parts, long set, String flags) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((set >>> bit & 1) != 0) {
                names.add(bit < NAMES.size() ? NAMES.get(bit) : "cap_" + bit);
            }
        }
        if (!names.isEmpty()) {
            parts.add(String.join(",", names) + "=" + flags);
        }
    }
}
