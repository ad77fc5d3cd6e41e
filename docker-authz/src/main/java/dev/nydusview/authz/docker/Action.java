package dev.nydusview.authz.docker;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Actions of requests on images. */
public enum Action {
    /** {@code POST /images/create} from a registry. */
    PULL(true),
    /** {@code POST /containers/create}. */
    CREATE(true),
    /** {@code POST /images/NAME/push}. */
    PUSH(true),
    /** {@code POST /services/create} and {@code /services/ID/update}. */
    SERVICE(true),
    /** {@code POST /plugins/pull} and {@code /plugins/NAME/upgrade}. */
    PLUGIN(true),
    /** {@code POST /images/create} from an archive. */
    IMPORT(false),
    /** {@code POST /images/load}. */
    LOAD(false),
    /** {@code POST /build}. */
    BUILD(false),
    /** {@code POST /session} and {@code /grpc}, by which BuildKit is spoken to. */
    SESSION(false),
    /** {@code POST /commit}. */
    COMMIT(false),
    /** {@code POST /images/NAME/tag}. */
    TAG(false),
    /** {@code POST /plugins/create}. */
    PLUGIN_CREATE(false),
    /** {@code POST /plugins/NAME/enable}. */
    PLUGIN_ENABLE(false),
    /** {@code POST /plugins/NAME/set}. */
    PLUGIN_SET(false),
    /** {@code POST /swarm/init}, {@code join}, {@code update}, {@code leave} and {@code unlock}. */
    SWARM(false),
    /** {@code POST /services/ID/update?rollback=previous}. */
    SERVICE_ROLLBACK(false);

    private final boolean isScannable;

    Action(boolean isScannable) {
        this.isScannable = isScannable;
    }

    /**
     * Tests whether the request names an image that can be scanned; of others only rules that name the action decide.
     */
    public boolean isScannable() {
        return isScannable;
    }

    /** The actions whose requests name an image that can be scanned. */
    public static Set<Action> scannable() {
        EnumSet<Action> scannable = EnumSet.allOf(Action.class);
        scannable.removeIf(action -> !action.isScannable);
        return scannable;
    }

    /** Other actions that an unreadable request of this one may have: the same address serves both. */
    public Set<Action> disguised() {
        return switch (this) {
            case PULL -> EnumSet.of(IMPORT);
            case SERVICE -> EnumSet.of(SERVICE_ROLLBACK);
            default -> EnumSet.noneOf(Action.class);
        };
    }

    /** The name in policies, messages and the log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
