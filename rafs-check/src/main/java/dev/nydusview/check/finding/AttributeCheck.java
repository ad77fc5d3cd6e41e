package dev.nydusview.check.finding;

import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the attributes that inodes of both formats have. */
public final class AttributeCheck {
    private static final int MAX_NANOS = 999_999_999;

    private final boolean xattrsAnnounced;
    private final Findings findings;

    /** @param xattrsAnnounced whether the superblock states that the image has xattrs */
    public AttributeCheck(boolean xattrsAnnounced, Findings findings) {
        this.xattrsAnnounced = xattrsAnnounced;
        this.findings = findings;
    }

    public void mtime(long nanos, LocationSupplier subject) {
        if (nanos > MAX_NANOS) {
            findings.corrupt("mtime", subject, "has " + nanos + " nanoseconds in its modification time");
        }
    }

    public void xattrs(List<Xattr> xattrs, LocationSupplier subject) {
        Set<RawName> names = new HashSet<>();
        for (Xattr xattr : xattrs) {
            if (!names.add(xattr.name())) {
                findings.corrupt("xattr", subject, "has the xattr " + xattr.name() + " twice");
            }
            int length = xattr.name().length();
            if (length > NameRules.MAX_NAME || xattr.name().toString().indexOf('\0') >= 0) {
                findings.corrupt(
                        "xattr", subject, "has an xattr with a name that Linux does not allow: " + xattr.name());
            }
        }
        if (!xattrs.isEmpty() && !xattrsAnnounced) {
            findings.warn("xattr", subject, "has xattrs, but the superblock says that the image has none");
        }
    }

    public void target(RawName target, LocationSupplier subject) {
        for (byte b : target.bytes()) {
            if (b == 0) {
                findings.corrupt("symlink", subject, "has a NUL in its target");
                return;
            }
        }
    }
}
