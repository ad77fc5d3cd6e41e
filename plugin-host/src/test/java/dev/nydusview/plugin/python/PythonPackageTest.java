package dev.nydusview.plugin.python;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the Python packages and of the plugins that come with nydusview, each as a test of its own. */
@Tag("python")
class PythonPackageTest {
    @TestFactory
    Stream<DynamicTest> python(@TempDir Path directory) throws IOException, InterruptedException {
        if (!PythonTests.arePossible()) {
            return Stream.of(dynamicTest("all", () -> Assumptions.abort("no python3 with click")));
        }
        PythonTests tests = PythonTests.start(directory);
        return tests.ids().stream()
                .map(id -> dynamicTest(id, () -> tests.check(id)))
                .onClose(tests::close);
    }
}
