package dev.nydusview.fuzz;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.InvalidReferenceException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Exceptions that state the fault of an input; every other exception is a defect. */
enum Refusal {
    CORRUPT(CorruptDataException.class),
    UNSUPPORTED(UnsupportedFeatureException.class),
    ABSENT(NotFoundException.class),
    FOREIGN(NotNydusException.class),
    DENIED(AuthenticationException.class),
    REMOTE(RemoteException.class),
    INVALID(InvalidReferenceException.class);

    private final Class<? extends Exception> type;

    Refusal(Class<? extends Exception> type) {
        this.type = type;
    }

    /** Returns the kind of a refusal; empty for a defect. */
    static Optional<Refusal> of(Throwable thrown) {
        boolean explained = thrown.getMessage() != null && !thrown.getMessage().isBlank();
        return Arrays.stream(values())
                .filter(refusal -> explained && refusal.type.isInstance(thrown))
                .findFirst();
    }

    /** Returns the spelling in names of corpus files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
