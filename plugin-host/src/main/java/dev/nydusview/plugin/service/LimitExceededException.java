package dev.nydusview.plugin.service;

/** A call that a plugin in good faith does not make, and after which it is not listened to. */
public final class LimitExceededException extends ServiceException {
    private static final long serialVersionUID = 1;

    /** @param why as the rest of a sentence about the plugin, such as {@code reported more than 10000 events} */
    public LimitExceededException(String why) {
        super(why);
    }
}
