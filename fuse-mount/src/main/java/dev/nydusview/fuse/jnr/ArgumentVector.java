package dev.nydusview.fuse.jnr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A command line in native memory, which stays valid for as long as this is reachable. */
final class ArgumentVector {
    private final List<Pointer> texts = new ArrayList<>();
    private final Pointer vector;

    ArgumentVector(List<String> arguments) {
        Runtime runtime = Runtime.getSystemRuntime();
        vector = Memory.allocateDirect(runtime, (arguments.size() + 1) * runtime.addressSize(), true);
        for (int i = 0; i < arguments.size(); i++) {
            vector.putPointer((long) i * runtime.addressSize(), text(runtime, arguments.get(i)));
        }
    }

    private Pointer text(Runtime runtime, String argument) {
        byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
        Pointer text = Memory.allocateDirect(runtime, bytes.length + 1, true);
        text.put(0, bytes, 0, bytes.length);
        texts.add(text);
        return text;
    }

    int size() {
        return texts.size();
    }

    Pointer vector() {
        return vector;
    }
}
