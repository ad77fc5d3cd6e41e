import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the class list for the class archive of packages, which two builds have to agree on. The classes that a training run
 * loads depend on its timing, the places where they lie do not: this takes all classes of packages in jars, and all classes
 * nested in the same one of the runtime, from which the training run has loaded one; with all of their lambdas. The
 * runtime's own list adds its forms of method handles.
 */
final class ClassList {
    private static final String SUFFIX = ".class";

    private final Set<String> places = new TreeSet<>();
    private final Map<String, byte[]> classes = new TreeMap<>();

    private ClassList() {}

    /** Takes the list of the training run, the home of the runtime, and the jars. */
    public static void main(String[] arguments) throws IOException {
        Path runtime = Path.of(arguments[1]);
        ClassList list = new ClassList();
        List<String> own = Files.readAllLines(runtime.resolve("lib/classlist"));
        list.addPlaces(Files.readAllLines(Path.of(arguments[0])));
        list.addPlaces(own);
        list.addModules(runtime);
        for (String jar : List.of(arguments).subList(2, arguments.length)) {
            try (FileSystem files = FileSystems.newFileSystem(Path.of(jar), Map.of("releaseVersion", "runtime"))) {
                list.addClasses(files.getPath("/"), ClassList::directory);
            }
        }
        list.print();
        own.stream().filter(line -> line.startsWith("@lambda-form-invoker")).forEach(System.out::println);
    }

    private void addPlaces(List<String> lines) {
        for (String line : lines) {
            if (!line.startsWith("@") && !line.startsWith("#")) {
                String name = line.split(" ", 2)[0];
                places.add(outermost(name));
                places.add(directory(name));
            }
        }
    }

    private void addModules(Path runtime) throws IOException {
        URI modules = URI.create("jrt:/");
        try (FileSystem files = FileSystems.newFileSystem(modules, Map.of("java.home", runtime.toString()));
                Stream<Path> all = Files.list(files.getPath("/modules"))) {
            for (Path module : all.toList()) {
                addClasses(module, ClassList::outermost);
            }
        }
    }

    private static String outermost(String name) {
        int end = name.indexOf('$', name.lastIndexOf('/') + 2);
        return end < 0 ? name : name.substring(0, end);
    }

    private static String directory(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private void addClasses(Path root, UnaryOperator<String> place) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                if (!path.endsWith(SUFFIX) || path.startsWith("META-INF/") || path.endsWith("-info.class")) {
                    continue;
                }
                String name = path.substring(0, path.length() - SUFFIX.length());
                if (places.contains(place.apply(name))) {
                    classes.putIfAbsent(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private void print() {
        classes.keySet().forEach(System.out::println);
        for (byte[] bytes : classes.values()) {
            ClassModel type = ClassFile.of().parse(bytes);
            Set<String> lines = new TreeSet<>();
            for (MethodModel method : type.methods()) {
                method.code().ifPresent(code -> addLambdas(type, code, lines));
            }
            lines.forEach(System.out::println);
        }
    }

    private static void addLambdas(ClassModel type, CodeModel code, Set<String> lines) {
        code.elementStream()
                .filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast)
                .filter(call -> call.bootstrapMethod().methodName().equals("metafactory"))
                .forEach(call -> lines.add("@lambda-proxy " + type.thisClass().asInternalName() + " "
                        + call.name().stringValue() + " " + call.type().stringValue() + " "
                        + call.bootstrapArgs().stream().map(ClassList::text).collect(Collectors.joining(" "))));
    }

    private static String text(ConstantDesc argument) {
        return switch (argument) {
            case MethodTypeDesc type -> type.descriptorString();
            case DirectMethodHandleDesc handle -> "REF_" + reference(handle) + " " + internal(handle.owner()) + " "
                    + handle.methodName() + " " + handle.lookupDescriptor();
            default -> argument.toString();
        };
    }

    private static String reference(DirectMethodHandleDesc handle) {
        return switch (handle.kind()) {
            case STATIC, INTERFACE_STATIC -> "invokeStatic";
            case VIRTUAL -> "invokeVirtual";
            case SPECIAL, INTERFACE_SPECIAL -> "invokeSpecial";
            case INTERFACE_VIRTUAL -> "invokeInterface";
            case CONSTRUCTOR -> "newInvokeSpecial";
            default -> handle.kind().toString();
        };
    }

    private static String internal(ClassDesc type) {
        String descriptor = type.descriptorString();
        return type.isArray() ? descriptor : descriptor.substring(1, descriptor.length() - 1);
    }
}
