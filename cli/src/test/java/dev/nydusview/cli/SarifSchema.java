package dev.nydusview.cli;

import static java.util.Objects.requireNonNull;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The published schema of SARIF. */
final class SarifSchema {
    private static final String FILE = "/sarif/sarif-schema-2.1.0.json";

    private SarifSchema() {}

    /** Returns how {@code document} differs from the schema, formats of URIs included; nothing if it is valid. */
    static List<String> faults(String document) throws IOException {
        try (InputStream in = requireNonNull(SarifSchema.class.getResourceAsStream(FILE))) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(in, InputFormat.JSON);
            List<Error> errors = schema.validate(
                    document,
                    InputFormat.JSON,
                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
            return errors.stream().map(Error::toString).toList();
        }
    }
}
