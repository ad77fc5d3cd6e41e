package dev.nydusview.cli;

import java.util.regex.Pattern;

/** Values of settings without what only their owner may see. */
final class SecretText {
    private static final String HIDDEN = "***";
    private static final Pattern LOGIN_IN_URL = Pattern.compile("(?<=://)[^/@\\s]+@");
    private static final Pattern NAMED =
            Pattern.compile("(?i)((?:password|passwd|secret|token|credential|api-?key)[^=,\\s]*=)[^,&\\s]+");

    private SecretText() {}

    /** Returns {@code value} of the option {@code key} with secrets replaced. */
    static String hidden(String key, String value) {
        if (key.equals("creds")) {
            return HIDDEN;
        }
        String withoutLogin = LOGIN_IN_URL.matcher(value).replaceAll(HIDDEN + "@");
        return NAMED.matcher(withoutLogin).replaceAll("$1" + HIDDEN);
    }
}
