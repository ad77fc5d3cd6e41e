package dev.nydusview.jobs.exit;

/** The exit codes that nydusview itself chooses. */
public enum ExitCode {
    OK(0, "Success"),
    FAILURE(1, "Failure without a code of its own, such as a registry that does not respond"),
    /** Exit code of commands whose own failures have the codes from 120 on. */
    FINDINGS(
            1,
            "A plugin reported a finding of the level of --fail-on or above, and nothing failed; or a report or receipt "
                    + "could not be written"),
    USAGE(2, "Wrong usage"),
    NOT_FOUND(3, "No such image, blob, path or mount"),
    AUTHENTICATION(4, "The registry does not accept the credentials"),
    UNSUPPORTED(5, "Not a Nydus image, or one with an unsupported feature"),
    INTEGRITY(6, "Corrupt data, or a read that failed while the image was mounted"),
    MOUNT(7, "The image could not be mounted or unmounted"),

    RUN_INCOMPLETE(120, "Incomplete: a read failed or was not verified, whatever the program's own exit code"),
    RUN_IMAGE(121, "The image or its registry failed before the program ran"),
    RUN_MOUNT(122, "The image could not be mounted before the program ran"),
    RUN_PROGRAM(123, "The program is missing, was killed, hung or wrote garbage"),
    INTERRUPTED(130, "Ended by SIGINT"),
    TERMINATED(143, "Ended by SIGTERM");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** Meaning of the code in help texts. */
    public String meaning() {
        return meaning;
    }

    /** Tests whether commands that pass on the exit code of a program keep {@code code} for themselves. */
    public static boolean reserved(int code) {
        return code >= 120 && code <= 125;
    }
}
