package dev.nydusview.plugin.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a plugin has found, in one form for all the schemas of events that plugins use.
 *
 * @param plugin its name
 * @param command its words, parted by blanks
 * @param image with the digest of its manifest
 * @param time as the plugin gives it, RFC 3339; absent if it gives none
 * @param source who found it, if the plugin says so
 * @param level how grave it is
 * @param event Risk, Invasion, Info or Unknown
 * @param detect what it was found in: Image, Container, IaC, cluster or Unknown
 * @param alert the kind, such as Backdoor or SensitiveFile; Unknown if it is none of the protocol's
 * @param details what exactly, one object for each, with members as the plugin names them
 * @param raw the event as it came, where a part of it has no place above
 */
public record Finding(
        String plugin,
        String command,
        String image,
        @Nullable String time,
        @Nullable String source,
        Level level,
        String event,
        String detect,
        String alert,
        List<JsonNode> details,
        @Nullable JsonNode raw) {
    public Finding {
        details = List.copyOf(details);
    }
}
