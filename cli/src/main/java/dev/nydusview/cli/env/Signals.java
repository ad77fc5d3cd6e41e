package dev.nydusview.cli.env;

import dev.nydusview.jobs.Console;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Takes over SIGHUP, SIGINT and SIGTERM until closed. The JDK's own handling could not do what a mount needs: a
 * second signal is lost there, and the process ends before the mount.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection, as the compiler warns of any other use and warnings are errors.
 */
final class Signals implements Console.Lasting {
    private static final Map<String, Integer> NUMBERS = new TreeMap<>(Map.of("HUP", 1, "INT", 2, "TERM", 15));

    private final Map<String, Object> previous = new TreeMap<>();

    /** Passes the number of each signal that arrives to {@code receiver}. */
    Signals(IntConsumer receiver) {
        NUMBERS.forEach((name, number) -> previous.put(name, handle(name, handler(() -> receiver.accept(number)))));
    }

    /** Restores the JDK's handling of the signals. */
    @Override
    public void close() {
        previous.forEach(Signals::handle);
    }

    private static Object handler(Runnable action) {
        InvocationHandler invocation = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        return Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType()}, invocation);
    }

    private static Object handle(String name, Object handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Constructor<?> constructor = signal.getConstructor(String.class);
            Method handle = signal.getMethod("handle", signal, handlerType());
            return handle.invoke(null, constructor.newInstance(name), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot handle SIG" + name, e);
        }
    }

    private static Class<?> handlerType() {
        try {
            return Class.forName("sun.misc.SignalHandler");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this JVM has no module jdk.unsupported", e);
        }
    }
}
