package dev.nydusview.registry.faults;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.faults.FaultTableTest.Place;
import dev.nydusview.registry.faults.FaultTableTest.Run;
import org.jspecify.annotations.Nullable;

/** Outcome for a reader. */
enum Promise {
    DELIVERED("delivered"),
    REMOTE("remote failure"),
    NOT_FOUND("not found"),
    REFUSED("credentials refused"),
    CORRUPT("corrupt");

    private final String text;

    Promise(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Returns the outcome that a failure is; null is none. */
    static Promise shown(@Nullable Throwable failure) {
        if (failure == null) {
            return DELIVERED;
        }
        if (failure instanceof RemoteException) {
            return REMOTE;
        }
        if (failure instanceof NotFoundException) {
            return NOT_FOUND;
        }
        if (failure instanceof AuthenticationException) {
            return REFUSED;
        }
        if (failure instanceof CorruptDataException) {
            return CORRUPT;
        }
        throw new AssertionError("not an error that a user can tell apart", failure);
    }

    /** Returns the outcome that is promised. */
    static Promise of(Run run) {
        boolean list = run.kind() == RequestKind.REFERRERS;
        boolean token = run.kind() == RequestKind.TOKEN;
        // A signed URL of storage that is refused leads back to the registry once; a token server signs none.
        boolean signed = run.place() == Place.STORAGE && !token;
        return switch (run.fault()) {
            case GZIP -> DELIVERED;
            case NOWHERE, OTHER_SCHEME, STATUS_416 -> REMOTE;
            case STATUS_404, STATUS_410 -> NOT_FOUND;
            case STATUS_501 -> list ? NOT_FOUND : REMOTE;
            case STATUS_400 -> signed ? once(run, REMOTE) : list ? NOT_FOUND : REMOTE;
            case STATUS_401, STATUS_403 -> signed ? once(run, REFUSED) : REFUSED;
            case PAGE -> list ? NOT_FOUND : once(run, wrong(run));
            case EMPTY, SHORT -> once(run, wrong(run));
            default -> once(run, REMOTE);
        };
    }

    /** The outcome of bytes that are not those of the request. Of a blob's range only the chunks have digests. */
    private static Promise wrong(Run run) {
        return switch (run.kind()) {
            case MANIFEST, BOOTSTRAP, REFERRERS -> CORRUPT;
            case CHUNK, TOKEN -> REMOTE;
        };
    }

    private static Promise once(Run run, Promise forGood) {
        return run.once() ? DELIVERED : forGood;
    }
}
