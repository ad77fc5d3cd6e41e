package dev.nydusview.scan.run;

import dev.nydusview.linux.MountEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mounts that can be reached by their paths, as no other lies on them or above them. */
final class VisibleMounts {
    private final List<MountEntry> mounts;
    private final Map<Integer, MountEntry> byId = new HashMap<>();

    VisibleMounts(List<MountEntry> mounts) {
        this.mounts = mounts;
        for (MountEntry mount : mounts) {
            byId.put(mount.id(), mount);
        }
    }

    List<MountEntry> all() {
        List<MountEntry> visible = new ArrayList<>();
        for (MountEntry mount : mounts) {
            if (!isCovered(mount)) {
                visible.add(mount);
            }
        }
        return visible;
    }

    /**
     * Tests whether another mount hides this one. Of two at the same place the one mounted on the other is seen; at a
     * place above, any that this one is not mounted on hides it.
     */
    private boolean isCovered(MountEntry mount) {
        for (MountEntry other : mounts) {
            boolean above = other.id() != mount.id() && mount.point().startsWith(other.point());
            if (above && !liesOn(mount, other) && (!other.point().equals(mount.point()) || liesOn(other, mount))) {
                return true;
            }
        }
        return false;
    }

    private boolean liesOn(MountEntry mount, MountEntry lower) {
        MountEntry at = mount;
        for (int i = 0; at != null && i <= mounts.size(); i++) {
            if (at.id() == lower.id()) {
                return true;
            }
            at = byId.get(at.parent());
        }
        return false;
    }
}
