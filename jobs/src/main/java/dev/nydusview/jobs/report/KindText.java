package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.AlertType;

/**
 * Words for people who see a kind of finding for the first time.
 *
 * @param what it is, in a sentence
 * @param remedy what to do about it
 */
record KindText(String what, String remedy) {
    private static final String ROTATE =
            "Replace the secret, as everybody who can pull the image has it. Pass it when a container starts, or mount it "
                    + "for one instruction of the build (RUN --mount=type=secret); a later layer that deletes it does "
                    + "not remove it from the image.";
    private static final String REBUILD =
            "Find out which layer brought it and how, and rebuild the image without it. If nobody of yours put it there, "
                    + "treat containers of the image as compromised.";
    private static final String BUILD = "Change the instruction of the build, and rebuild the image.";

    static KindText of(AlertType type, String kind) {
        return switch (type) {
            case SENSITIVE_FILE -> new KindText("A file in the image holds a secret.", ROTATE);
            case SENSITIVE_ENV -> new KindText("A variable in the image's configuration holds a secret.", ROTATE);
            case SENSITIVE_HISTORY -> new KindText("An instruction in the image's history shows a secret.", ROTATE);
            case SENSITIVE -> new KindText("A file, a variable or an instruction of the image holds a secret.", ROTATE);
            case ABNORMAL_HISTORY -> new KindText("An instruction that built the image is suspicious.", BUILD);
            case MALICIOUS_FILE -> new KindText("A file in the image is known as malicious.", REBUILD);
            case WEBSHELL -> new KindText("A file in the image gives a shell to visitors of a website.", REBUILD);
            case BACKDOOR -> new KindText("A file in the image may let an attacker in, or keep one in.", REBUILD);
            case TRACE -> new KindText("The image has traces of an intrusion.", REBUILD);
            case ESCALATION ->
                new KindText(
                        "A file in the image gives privileges to whoever runs or changes it.",
                        "Remove the set-uid or set-gid bit, the capability or the right to write, or the file itself.");
            case ESCAPE, UNSAFE_MOUNT ->
                new KindText(
                        "A container of the image could reach the machine that it runs on.",
                        "Take the privilege or the mount away.");
            case WEAKPASS ->
                new KindText(
                        "A password of an account in the image can be guessed.",
                        "Lock the account, or give it no password in the image.");
            case VULNERABILITY ->
                new KindText(
                        "A package in the image has a known vulnerability.",
                        "Update the package and rebuild the image; or state in a VEX document why the image is not "
                                + "affected.");
            case IAC ->
                new KindText("A description of infrastructure in the image is unsafe.", "Change the description.");
            case ASSET, BASIC, BASIC_IMAGE, BASIC_CONTAINER, BASIC_CLUSTER ->
                new KindText("Facts about the image, without a fault.", "Nothing has to be done.");
            case UNKNOWN ->
                new KindText(
                        "The plugin reports findings of the kind " + kind + ".",
                        "See the documentation of the plugin.");
        };
    }
}
