package dev.nydusview.plugin.report;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Type of a finding, which determines the members of its details. */
public enum AlertType implements Label {
    ASSET("Asset"),
    BASIC_IMAGE("BasicImage"),
    BASIC_CONTAINER("BasicContainer"),
    BASIC_CLUSTER("BasicCluster"),
    VULNERABILITY("Vulnerability"),
    MALICIOUS_FILE("MaliciousFile"),
    BACKDOOR("Backdoor"),
    ESCAPE("Escape"),
    ESCALATION("Escalation"),
    UNSAFE_MOUNT("UnsafeMount"),
    SENSITIVE_FILE("SensitiveFile"),
    SENSITIVE_ENV("SensitiveEnv"),
    SENSITIVE_HISTORY("SensitiveHistory"),
    ABNORMAL_HISTORY("AbnormalHistory"),
    WEBSHELL("Webshell"),
    WEAKPASS("Weakpass"),
    IAC("IaC"),
    TRACE("Trace"),
    /**
     * A sensitive file, environment variable or command; reported only before 1.4, when details did not tell which of
     * the three.
     */
    SENSITIVE("Sensitive"),
    /** Properties of an image or container; reported only before 1.4, likewise. */
    BASIC("Basic"),
    /** The type is missing or unknown, perhaps the plugin's own; see {@link Finding#alert}. */
    UNKNOWN("Unknown");

    /** Numbers of Python and of Go before 1.4; later there are none. */
    private static final Codes<AlertType> CODES = new Codes<>(values(), UNKNOWN)
            .from(0, VULNERABILITY, MALICIOUS_FILE, BACKDOOR, SENSITIVE, ABNORMAL_HISTORY, WEAKPASS, ASSET, BASIC, IAC);

    private final String label;

    AlertType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    static AlertType of(JsonNode value) {
        return CODES.of(value);
    }

    /** Returns the type for a member of {@code alert_details}, where schemas before 1.4 have one detail. */
    static Optional<AlertType> ofDetail(String member) {
        return Optional.ofNullable(
                switch (member) {
                    case "malicious_file_detail" -> MALICIOUS_FILE;
                    case "weakpass_detail" -> WEAKPASS;
                    case "backdoor_detail" -> BACKDOOR;
                    case "sensitive_file_detail" -> SENSITIVE_FILE;
                    case "sensitive_env_detail" -> SENSITIVE_ENV;
                    case "sensitive_docker_history_detail" -> SENSITIVE_HISTORY;
                    case "history_detail" -> ABNORMAL_HISTORY;
                    case "asset_detail" -> ASSET;
                    case "image_basic_detail" -> BASIC_IMAGE;
                    case "container_basic_detail" -> BASIC_CONTAINER;
                    case "webshell_detail" -> WEBSHELL;
                    case "iac_detail" -> IAC;
                    default -> null;
                });
    }
}
