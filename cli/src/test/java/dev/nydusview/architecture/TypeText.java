package dev.nydusview.architecture;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type with its public and protected members as text, the same on each release of the JDK: members by kind and name, names
 * in full but for {@code java.lang}; without what each record, enum and object has.
 */
final class TypeText {
    private static final Pattern OWN = Pattern.compile("dev\\.nydusview\\.[\\w.]+");
    private static final Set<String> OF_OBJECTS = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_ENUMS = Set.of("values", "valueOf");

    private final Class<?> type;

    TypeText(Class<?> type) {
        this.type = type;
    }

    static String name(Type type) {
        return type.getTypeName().replace('$', '.').replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
    }

    /** Returns the names of types of this project in it. */
    Set<String> named() {
        Set<String> names = new TreeSet<>();
        for (Matcher matcher = OWN.matcher(text()); matcher.find(); ) {
            if (Character.isUpperCase(matcher.group().charAt(matcher.group().lastIndexOf('.') + 1))) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        Stream.of(type.getDeclaredFields())
                .filter(this::isShown)
                .map(TypeText::field)
                .sorted()
                .forEach(lines::add);
        Stream.of(type.getDeclaredConstructors())
                .filter(one -> isShown(one) && !isCanonical(one))
                .map(one -> type.getSimpleName() + parameters(one))
                .sorted()
                .forEach(lines::add);
        Stream.of(type.getDeclaredMethods())
                .filter(this::isShown)
                .map(TypeText::method)
                .sorted()
                .forEach(lines::add);
        return header() + "\n"
                + lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private String header() {
        StringBuilder header = new StringBuilder();
        boolean open = !type.isInterface() && !type.isEnum() && !type.isRecord();
        header.append(open && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "");
        header.append(open && Modifier.isFinal(type.getModifiers()) ? "final " : "");
        header.append(type.isSealed() ? "sealed " : "");
        header.append(
                type.isRecord() ? "record " : type.isEnum() ? "enum " : type.isInterface() ? "interface " : "class ");
        header.append(name(type)).append(variables(type.getTypeParameters()));
        if (type.isRecord()) {
            header.append(Stream.of(type.getRecordComponents())
                    .map(one -> annotated(one.getAnnotatedType()) + " " + one.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        Class<?> above = type.getSuperclass();
        while (above != null && !Modifier.isPublic(above.getModifiers())) {
            above = above.getSuperclass();
        }
        if (open && above != null && above != Object.class) {
            header.append(" extends ").append(name(above));
        }
        String interfaces =
                Stream.of(type.getGenericInterfaces()).map(TypeText::name).collect(Collectors.joining(", "));
        return header + (interfaces.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ") + interfaces);
    }

    private static String field(Field field) {
        return (field.isEnumConstant() ? "constant " : modifiers(field.getModifiers()))
                + (field.isEnumConstant() ? "" : annotated(field.getAnnotatedType()) + " ")
                + field.getName();
    }

    private static String method(Method method) {
        return (method.isDefault() ? "default " : modifiers(method.getModifiers()))
                + variables(method.getTypeParameters())
                + (method.getTypeParameters().length > 0 ? " " : "")
                + annotated(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + parameters(method);
    }

    private static String modifiers(int modifiers) {
        return (Modifier.isProtected(modifiers) ? "protected " : "") + (Modifier.isStatic(modifiers) ? "static " : "");
    }

    private static String parameters(Executable executable) {
        String parameters = Stream.of(executable.getAnnotatedParameterTypes())
                .map(TypeText::annotated)
                .collect(Collectors.joining(", ", "(", ")"));
        String failures = Stream.of(executable.getGenericExceptionTypes())
                .map(TypeText::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return parameters + (failures.isEmpty() ? "" : " throws " + failures);
    }

    private static String annotated(AnnotatedType type) {
        return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "") + name(type.getType());
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables).map(TypeText::bounded).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounded(TypeVariable<?> variable) {
        String bounds = Stream.of(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .map(TypeText::name)
                .collect(Collectors.joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private boolean isShown(Field field) {
        return isVisible(field.getModifiers()) && !field.isSynthetic();
    }

    private boolean isShown(Executable executable) {
        boolean known = OF_OBJECTS.contains(executable.getName())
                || (type.isEnum() && OF_ENUMS.contains(executable.getName()))
                || isAccessor(executable);
        return isVisible(executable.getModifiers()) && !executable.isSynthetic() && !known;
    }

    private boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers)
                || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()));
    }

    private boolean isAccessor(Executable executable) {
        return type.isRecord()
                && executable.getParameterCount() == 0
                && Stream.of(type.getRecordComponents())
                        .anyMatch(one -> one.getName().equals(executable.getName()));
    }

    private boolean isCanonical(Constructor<?> constructor) {
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }
}
