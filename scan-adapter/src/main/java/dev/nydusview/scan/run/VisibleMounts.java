package dev.nydusview.scan.run;

import dev.nydusview.fuse.MountTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mounts that can be reached by their paths, as no other lies on them or above them. */
final class VisibleMounts {
    private final List<MountTable.Entry> mounts;
    private final Map<Integer, MountTable.Entry> byId = new HashMap<>();

    VisibleMounts(List<MountTable.Entry> mounts) {
        this.mounts = mounts;
        for (MountTable.Entry mount : mounts) {
            byId.put(mount.id(), mount);
        }
    }

    List<MountTable.Entry> all() {
        List<MountTable.Entry> visible = new ArrayList<>();
        for (MountTable.Entry mount : mounts) {
            if (!isCovered(mount)) {
                visible.add(mount);
            }
        }
        return visible;
    }

    /** At the same place the one that has the other below it is seen; above, any that it does not lie on is in its way. */
    private boolean isCovered(MountTable.Entry mount) {
        for (MountTable.Entry other : mounts) {
            boolean above = other != mount && mount.point().startsWith(other.point());
            if (above && !liesOn(mount, other) && (!other.point().equals(mount.point()) || liesOn(other, mount))) {
                return true;
            }
        }
        return false;
    }

    private boolean liesOn(MountTable.Entry mount, MountTable.Entry lower) {
        MountTable.Entry at = mount;
        for (int i = 0; at != null && i <= mounts.size(); i++) {
            if (at.id() == lower.id()) {
                return true;
            }
            at = byId.get(at.parent());
        }
        return false;
    }
}
