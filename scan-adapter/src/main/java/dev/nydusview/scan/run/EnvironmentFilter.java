package dev.nydusview.scan.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Variables that programs get: known ones by their names, and others if their value cannot be a secret but is the path
 * of an existing file, a number, a yes or no, or the address of a server. Variables that are named like a credential,
 * or are options of nydusview, are never passed.
 */
public final class EnvironmentFilter {
    private static final Set<String> NAMES = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "PWD",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TERM",
            "COLORTERM",
            "NO_COLOR",
            "COLUMNS",
            "LINES",
            "TMPDIR",
            "TMP",
            "TEMP",
            "PYTHONPATH",
            "LD_LIBRARY_PATH",
            "SOURCE_DATE_EPOCH");

    /** Names of variables that are settings, including those of known scanners. */
    private static final Pattern PREFIXES = Pattern.compile("(LC|XDG|TRIVY|GRYPE|SYFT|CLAM[A-Z]*|YARA)_.+");

    private static final Pattern PROXIES = Pattern.compile("(?i)(http|https|no|all|ftp)_proxy");

    /** Words in names of variables, between underscores, that suggest credentials. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)(.*_)?(auth\\w*|username|password|passwd|pass|passphrase|token|credentials?|creds|secret"
                    + "|key|apikey|cookie|login|headers?)(_.*)?");

    private static final Pattern SUSPICIOUS =
            Pattern.compile("(?i).*(auth|user|pass|pwd|token|cred|secret|key|cookie|login|jwt|sess|priv|pin|otp|sock).*"
                    + "|(nydusview|docker|aws|azure|google|gcp|kube|dbus|ssh|gpg)\\w*");

    /** A user and a password in an address. */
    private static final Pattern LOGIN = Pattern.compile("://[^/]*@");

    /** A setting of trivy: a file of rules for secrets. */
    private static final Set<String> HARMLESS = Set.of("TRIVY_SECRET_CONFIG");

    private static final Pattern PLAIN = Pattern.compile(
            "(?i)|[+-]?\\d{1,7}|true|false|yes|no|on|off|[a-z][a-z0-9+.-]{0,15}://[a-z0-9.-]+(:\\d{1,5})?/?");

    private EnvironmentFilter() {}

    /**
     * Selects from {@code variables} those that a program may have.
     *
     * @param network whether the program has a network, and so a use for proxies
     */
    public static Map<String, String> of(Map<String, String> variables, boolean network) {
        Map<String, String> passed = new HashMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (isPassed(variable.getKey(), variable.getValue(), network)) {
                passed.put(variable.getKey(), variable.getValue());
            }
        }
        return passed;
    }

    private static boolean isPassed(String name, String value, boolean network) {
        if (name.toUpperCase(Locale.ROOT).startsWith("NYDUSVIEW_")) {
            return false;
        }
        if (NAMES.contains(name) || HARMLESS.contains(name)) {
            return true;
        }
        if (PROXIES.matcher(name).matches()) {
            return network;
        }
        if (PREFIXES.matcher(name).matches()) {
            return !CREDENTIAL.matcher(name).matches() && !LOGIN.matcher(value).find();
        }
        return !SUSPICIOUS.matcher(name).matches() && (PLAIN.matcher(value).matches() || isThere(value));
    }

    private static boolean isThere(String value) {
        try {
            return value.startsWith("/") && (Files.isRegularFile(Path.of(value)) || Files.isDirectory(Path.of(value)));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
