package dev.nydusview.plugin.conf;

import dev.nydusview.plugin.service.PluginService;
import dev.nydusview.plugin.service.ServiceException;
import dev.nydusview.plugin.service.ServiceFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Hands out the files of a directory by name, with or without the ending {@code .toml}. */
public final class ConfService implements PluginService {
    private static final String NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/conf";
    private static final long MAX_SIZE = 4 << 20;

    private final Path directory;

    public ConfService(Path directory) {
        this.directory = directory;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Map<String, ServiceFunction> functions() {
        return Map.of("pull", this::pull);
    }

    private List<JsonNode> pull(List<JsonNode> arguments) throws ServiceException {
        if (arguments.size() != 1 || !arguments.get(0).isString()) {
            throw new ServiceException("pull takes one name");
        }
        String name = arguments.get(0).stringValue();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new ServiceException("that is no name of a configuration");
        }
        for (String file : List.of(name, name + ".toml")) {
            Path path = directory.resolve(file);
            if (Files.isRegularFile(path)) {
                return List.of(JsonNodeFactory.instance.stringNode(encoded(path)));
            }
        }
        throw new ServiceException("there is no configuration \"" + name + "\"");
    }

    private static String encoded(Path file) throws ServiceException {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new ServiceException("the configuration is larger than " + MAX_SIZE + " bytes");
            }
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ServiceException("the configuration cannot be read: " + e.getMessage());
        }
    }
}
