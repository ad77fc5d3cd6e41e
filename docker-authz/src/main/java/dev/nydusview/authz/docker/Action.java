package dev.nydusview.authz.docker;

import java.util.Locale;

/** What a request does with an image. */
public enum Action {
    /** {@code POST /images/create} from a registry. */
    PULL,
    /** {@code POST /containers/create}. */
    CREATE,
    /** {@code POST /images/NAME/push}. */
    PUSH,
    /** {@code POST /services/create} and {@code /services/ID/update}. */
    SERVICE,
    /** {@code POST /plugins/pull} and {@code /plugins/NAME/upgrade}. */
    PLUGIN;

    /** As in policies, messages and the log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
