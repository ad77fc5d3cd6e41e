package dev.nydusview.plugin.conf;

import dev.nydusview.plugin.service.Arguments;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.RunContext;
import dev.nydusview.plugin.service.ServiceException;
import dev.nydusview.plugin.service.ServiceFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The configuration service of veinmind-common-go: {@code pull(name)} gives the bytes of a configuration in base64.
 * Names that plugins use are {@code veinmind-sensitive-file}, {@code veinmind-weakpass} and {@code
 * veinmind-file-filter}.
 */
public final class ConfService implements PluginServices {
    public static final String NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/conf";

    private static final int MAX_SIZE = 4 << 20;

    /** Names of files of the directory itself, and no hidden ones. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private final Path directory;

    /** @param directory with a file for each configuration, by its name or that with {@code .toml} behind it */
    public ConfService(Path directory) {
        this.directory = directory;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Map<String, ServiceFunction> functions(RunContext run) {
        return Map.of("pull", this::pull);
    }

    private List<JsonNode> pull(Arguments arguments) throws ServiceException {
        String name = arguments.expect(1).at(0).stringValue("");
        if (!NAME.matcher(name).matches()) {
            throw new ServiceException("takes the name of a configuration");
        }
        for (Path file : List.of(directory.resolve(name), directory.resolve(name + ".toml"))) {
            if (Files.isRegularFile(file)) {
                return List.of(JsonNodeFactory.instance.binaryNode(read(file, name)));
            }
        }
        throw new ServiceException("there is no configuration " + name);
    }

    private static byte[] read(Path file, String name) throws ServiceException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_SIZE + 1);
            if (content.length > MAX_SIZE) {
                throw new ServiceException("the configuration " + name + " has more than 4 MiB");
            }
            return content;
        } catch (IOException e) {
            throw new ServiceException("the configuration " + name + " cannot be read");
        }
    }
}
